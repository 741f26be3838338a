import { createHash } from 'node:crypto';
import type { Sql } from 'sql-template-tag';

export { default as sql, empty, join, raw, type Sql } from 'sql-template-tag';

const names = new Map<string, string>();

/** A statement as pg wants it: prepared once per connection under a name made from its text. */
export function prepared(statement: Sql): { name: string; text: string; values: unknown[] } {
  const text = statement.text;
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
  }
  return { name, text, values: statement.values };
}

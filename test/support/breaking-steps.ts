/**
 * What a step must not do while the service of the release before is at work on the same tables (docs/operations.md):
 * after strong_migrations' list of dangerous operations. A table that the same steps make has no users yet.
 */
const DANGERS: readonly { readonly what: RegExp; readonly why: string }[] = [
  { what: /^alter table (?<table>\S+) drop column/, why: 'drops a column that the release before still reads' },
  { what: /^drop table (?:if exists )?(?<table>\S+)/, why: 'drops a table that the release before still reads' },
  { what: /^alter table (?<table>\S+) rename /, why: 'renames what the release before knows by its old name' },
  { what: /^alter table (?<table>\S+) alter (?:column )?\S+ (?:set data )?type /, why: 'changes a type: rewrites the table under a lock' },
  { what: /^alter table (?<table>\S+) alter (?:column )?\S+ set not null/, why: 'reads the whole table under a lock; add a check that is not valid, validate it, then set it' },
  { what: /^alter table (?<table>\S+) add (?:column )?(?!constraint)\S+ (?!.*default)(?=.*not null)/, why: 'adds a column that the release before does not fill, and that may not be empty' },
  { what: /^alter table (?<table>\S+) add constraint \S+ (?:check|foreign key)(?!.*not valid)/, why: 'reads the whole table under a lock; add it not valid, then validate it' },
  { what: /^alter table (?<table>\S+) add constraint \S+ (?:unique|primary key|exclude)(?!.* using index)/, why: 'builds an index under a lock; build it concurrently first' },
  { what: /^create (?:unique )?index (?!concurrently)\S+ on (?<table>\S+)/, why: 'keeps everybody from writing while it is built; make it concurrently, in a step with transaction = false' },
];

/** @returns a sentence for each statement of the steps that would disturb a service at work */
export function breakingStatements(statements: readonly string[]): string[] {
  const plain = statements.flatMap((text) => text.replace(/--.*$/gm, '').split(';')).flatMap((text) => actions(text.replace(/\s+/g, ' ').trim().toLowerCase()));
  const made = new Set(plain.map((text) => /^create table (?:if not exists )?(\S+)/.exec(text)?.[1]));
  return plain.flatMap((text) =>
    DANGERS.flatMap(({ what, why }) => {
      const table = what.exec(text)?.groups?.['table'];
      return table === undefined || made.has(table) ? [] : [`${text.slice(0, 120)}: ${why}`];
    }),
  );
}

/** `alter table t a, b` as `alter table t a` and `alter table t b`: a comma outside all brackets parts two actions. */
function actions(statement: string): string[] {
  const alter = /^(alter table (?:only )?\S+) (.*)$/.exec(statement);
  if (!alter) return [statement];
  const parts = [''];
  let depth = 0;
  for (const sign of alter[2] ?? '') {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (sign === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => `${alter[1]} ${part.trim()}`);
}

// Whether two programs answer the same, up to what they make up: ids that are new, instants of now, cursors.
import { ask } from './load-generator.mjs';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
/** Ids of the data set are told from new ones by their version's zeros. */
const normal = (text, today) => text.replace(UUID, (id) => (id.slice(14, 18) === '7000' ? id : 'new')).replace(/"cursor":"\d+"/, '"cursor":"n"').replaceAll(new RegExp(`"${today}T\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"`, 'g'), '"now"');

/** @returns the first difference in words, if there is one; @throws Error when one does not answer as it should */
export async function differenceOf({ name, status, amount = 0 }, { product, limit }, requestsOf, undo, today) {
  // The first ones, and the last ones that a turn asks: other patients at another hour.
  for (const turn of [1, 2, 3, Math.ceil((2 * amount) / 3), amount].filter((n, at, all) => n > 0 && all.indexOf(n) === at)) {
    const theirs = [];
    for (const [program, next] of [[product, requestsOf.product], [limit, requestsOf.limit]]) {
      const give = next();
      for (let n = 1; n < turn; n += 1) give();
      const answer = await ask(program.url, give());
      if (answer.status !== status) throw new Error(`${name}: the ${program.name} answers ${answer.status} ${answer.text.slice(0, 800)}`);
      theirs.push(normal(answer.text, today));
      await undo();
    }
    const [a, b] = theirs;
    if (a === b) continue;
    const at = [...a].findIndex((letter, n) => letter !== b[n]);
    return `${name}: the answers differ at byte ${at}:\n  product ...${a.slice(Math.max(0, at - 80), at + 120)}\n  limit   ...${b.slice(Math.max(0, at - 80), at + 120)}`;
  }
  return undefined;
}

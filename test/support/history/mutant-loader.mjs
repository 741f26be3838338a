import { MUTANTS } from './mutant-list.mjs';

const changes = MUTANTS[process.env.MUTANT];
if (!changes) throw new Error(`there is no mutant ${process.env.MUTANT}`);

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const [, edits] = Object.entries(changes).find(([file]) => url.endsWith(`/dist/src/${file}`)) ?? [];
  if (!edits) return loaded;
  let source = String(loaded.source);
  for (const [from, to] of edits) {
    if (source.split(from).length !== 2) throw new Error(`the mutant ${process.env.MUTANT} finds no one place in ${url}: ${from}`);
    source = source.replace(from, () => to);
  }
  return { ...loaded, source };
}

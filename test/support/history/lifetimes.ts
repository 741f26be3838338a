import { isDone, type Entry, type Operation, type Taken } from './history.js';

/** One place that an entry had, from the answer that gave it to the call that took it away. */
export interface Lifetime {
  entryId: string;
  taken: readonly Taken[];
  /** From when on, and until when, it was there whatever happened inside the service. Empty where the end comes first. */
  certainFromNs: bigint;
  certainToNs: bigint;
  /** From when on, and until when, it may have been there. */
  possibleFromNs: bigint;
  possibleToNs: bigint;
}

const FOREVER = 1n << 62n;

/**
 * The lifetimes of every place that was ever given. A place surely ends no later than with the first call, of those that
 * succeeded, that was not answered before the place was asked for; and it may last until the last such call is answered.
 */
export function lifetimesOf(history: readonly Operation[]): Lifetime[] {
  const changes = changesByEntry(history);
  return history.filter(isDone).flatMap((operation) =>
    operation.made.map((entry) => {
      const later = (changes.get(entry.id) ?? []).filter((other) => other !== operation && other.answeredNs > operation.invokedNs);
      return {
        entryId: entry.id,
        taken: entry.taken,
        certainFromNs: operation.answeredNs,
        certainToNs: later.reduce((first, { invokedNs }) => (invokedNs < first ? invokedNs : first), FOREVER),
        possibleFromNs: operation.invokedNs,
        possibleToNs: lastsUntil(operation, later),
      };
    }),
  );
}

/** Two calls at once may have come in either order; only one that was sent after this one's answer surely ends it. */
function lastsUntil(operation: Operation, later: readonly Operation[]): bigint {
  return later.filter(({ invokedNs }) => invokedNs > operation.answeredNs).reduce((first, { answeredNs }) => (answeredNs < first ? answeredNs : first), FOREVER);
}

/** What may stand in the end: what the last calls made of an entry, where several came at once each of them. */
export function possibleEnds(history: readonly Operation[]): Map<string, (Entry | undefined)[]> {
  const ends = new Map<string, (Entry | undefined)[]>();
  for (const [id, operations] of changesByEntry(history)) {
    const last = operations.filter((one) => !operations.some((other) => other.invokedNs > one.answeredNs));
    ends.set(id, last.map((operation) => operation.made.find((entry) => entry.id === id)));
  }
  return ends;
}

const CHANGES = new Set<Operation['kind']>(['book', 'series', 'move', 'cancel', 'close', 'reopen']);

/** Every call that made, moved or gave up an entry and succeeded. */
function changesByEntry(history: readonly Operation[]): Map<string, Operation[]> {
  const changes = new Map<string, Operation[]>();
  for (const operation of history.filter((one) => isDone(one) && CHANGES.has(one.kind))) {
    const touched = new Set([...operation.made.map(({ id }) => id), ...(operation.of ? [operation.of] : [])]);
    for (const id of touched) {
      const list = changes.get(id);
      if (list) list.push(operation);
      else changes.set(id, [operation]);
    }
  }
  return changes;
}

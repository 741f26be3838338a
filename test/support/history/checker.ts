import { isDone, overlap, type FinalState, type Operation, type Taken } from './history.js';
import { lifetimesOf, possibleEnds, type Lifetime } from './lifetimes.js';

export interface Violation {
  rule: 'overlap' | 'lost' | 'phantom' | 'duplicate' | 'ghost' | 'unfounded-refusal' | 'fault' | 'audit' | 'lost-update' | 'wrong-answer';
  detail: string;
}

/** Codes of refusals that say "something stands there". */
const TAKEN = 'slot-taken';

/**
 * Holds what clients saw, and what the database holds in the end, against what a schedule promises:
 * nothing is taken twice at any moment (not only in the end), what was acknowledged is there, one key has one effect, a
 * refusal leaves nothing behind and has a cause, and every change stands in the trail once.
 */
export function violationsOf(history: readonly Operation[], final: FinalState): Violation[] {
  const lifetimes = lifetimesOf(history);
  return [
    ...overlaps(lifetimes),
    ...lost(history, final),
    ...unexplained(history, final),
    ...duplicates(history),
    ...unfoundedRefusals(history, lifetimes),
    ...faults(history),
    ...lostUpdates(history),
    ...wrongAnswers(history),
    ...unaudited(history, final),
  ];
}

function byResource(lifetimes: readonly Lifetime[]): Map<string, Lifetime[]> {
  const found = new Map<string, Lifetime[]>();
  for (const lifetime of lifetimes) {
    for (const key of new Set(lifetime.taken.map(({ kind, id }) => `${kind}/${id}`))) add(found, key, lifetime);
  }
  return found;
}

const HOUR_MS = 3_600_000;

/** Under every hour that a place touches, so that a long history is not gone through for every refusal. */
function byHour(lifetimes: readonly Lifetime[]): Map<string, Lifetime[]> {
  const found = new Map<string, Lifetime[]>();
  for (const lifetime of lifetimes) for (const key of new Set(lifetime.taken.flatMap(hoursOf))) add(found, key, lifetime);
  return found;
}

function hoursOf({ kind, id, startMs, endMs }: Taken): string[] {
  const hours: string[] = [];
  for (let hour = Math.floor(startMs / HOUR_MS); hour * HOUR_MS < endMs; hour += 1) hours.push(`${kind}/${id}/${hour}`);
  return hours;
}

function add(found: Map<string, Lifetime[]>, key: string, lifetime: Lifetime): void {
  const list = found.get(key);
  if (list) list.push(lifetime);
  else found.set(key, [lifetime]);
}

/** Two places of different entries that share a resource and a time were both there at some moment, for certain. */
function overlaps(lifetimes: readonly Lifetime[]): Violation[] {
  const found = new Map<string, Violation>();
  for (const [resource, ofOne] of byResource(lifetimes.filter((one) => one.certainFromNs < one.certainToNs))) {
    const spans = ofOne.flatMap((lifetime) => lifetime.taken.filter(({ kind, id }) => `${kind}/${id}` === resource).map((taken) => ({ lifetime, taken })));
    spans.sort((a, b) => a.taken.startMs - b.taken.startMs);
    spans.forEach((one, index) => {
      for (let next = index + 1; next < spans.length; next += 1) {
        const other = spans[next];
        if (!other || other.taken.startMs >= one.taken.endMs) break;
        if (other.lifetime.entryId === one.lifetime.entryId || !together(one.lifetime, other.lifetime)) continue;
        const pair = [one.lifetime.entryId, other.lifetime.entryId].sort().join(' and ');
        found.set(`${resource} ${pair}`, { rule: 'overlap', detail: `${resource}: ${pair} from ${new Date(other.taken.startMs).toISOString()}` });
      }
    });
  }
  return [...found.values()];
}

const together = (a: Lifetime, b: Lifetime): boolean => a.certainFromNs < b.certainToNs && b.certainFromNs < a.certainToNs;

function lost(history: readonly Operation[], { rows }: FinalState): Violation[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...possibleEnds(history)].flatMap(([id, ends]) => {
    const row = byId.get(id);
    const agrees = ends.some((end) => (end ? row?.live && Object.entries(end.facts).every(([name, value]) => row.facts[name] === value) : !row?.live));
    return agrees ? [] : [{ rule: 'lost' as const, detail: `${id}: acknowledged ${JSON.stringify(ends.map((end) => end?.facts ?? 'given up'))}, found ${JSON.stringify(row ?? 'nothing')}` }];
  });
}

/** Rows that nobody was told of: the work of a call that was refused, or a second effect of one that was not. */
function unexplained(history: readonly Operation[], { rows }: FinalState): Violation[] {
  const told = new Set(history.flatMap(({ made }) => made.map(({ id }) => id)));
  return rows
    .filter(({ id }) => !told.has(id))
    .map(({ id, facts }) => {
      const refused = history.find((one) => !isDone(one) && one.wanted?.anyOf.flat().some(({ startMs }) => startMs === Date.parse(String(facts['startsAt']))));
      return { rule: refused ? ('ghost' as const) : ('phantom' as const), detail: `${id} ${JSON.stringify(facts)}${refused ? ` behind the refusal of ${refused.key}` : ''}` };
    });
}

function duplicates(history: readonly Operation[]): Violation[] {
  return history.flatMap(({ key, made, otherReplies }) => {
    const ids = made.map(({ id }) => id).join();
    return otherReplies.filter((reply) => reply.join() !== ids).map((reply) => ({ rule: 'duplicate' as const, detail: `${key} answered ${ids}, then ${reply.join()}` }));
  });
}

/** Even if all that may have stood there during the call did, there was room. */
function unfoundedRefusals(history: readonly Operation[], lifetimes: readonly Lifetime[]): Violation[] {
  const index = byHour(lifetimes);
  return history.flatMap((operation) => {
    const { wanted, code } = operation;
    if (!wanted || code !== TAKEN) return [];
    const isFree = (taken: (typeof wanted.anyOf)[number][number]): boolean =>
      !hoursOf(taken).some((hour) => (index.get(hour) ?? []).some(
        (one) => one.entryId !== wanted.moving && one.possibleFromNs <= operation.answeredNs && operation.invokedNs <= one.possibleToNs && one.taken.some((other) => overlap(other, taken)),
      ));
    const hadRoom = wanted.anyOf.every((alternatives) => alternatives.some(isFree));
    return hadRoom ? [{ rule: 'unfounded-refusal' as const, detail: `${operation.key} ${operation.kind} ${JSON.stringify(wanted.anyOf.map(([first]) => first))}` }] : [];
  });
}

const faults = (history: readonly Operation[]): Violation[] =>
  history.filter(({ status }) => status >= 500 || status === 0).map(({ key, kind, status, code, tries }) => ({ rule: 'fault', detail: `${key} ${kind}: ${status} ${code ?? ''} after ${tries} tries` }));

/** Of two edits of one state one comes too late; that both were acknowledged means that one is overwritten. */
function lostUpdates(history: readonly Operation[]): Violation[] {
  const seen = new Map<string, string>();
  return history.filter((one) => one.kind === 'edit' && isDone(one) && one.byWhom === undefined).flatMap(({ of, base, key }) => {
    const state = `${of} ${base}`;
    const other = seen.get(state);
    seen.set(state, key);
    return other === undefined ? [] : [{ rule: 'lost-update' as const, detail: `${other} and ${key} both changed ${state}` }];
  });
}

const wrongAnswers = (history: readonly Operation[]): Violation[] => history.flatMap(({ key, kind, wrong }) => (wrong === undefined ? [] : [{ rule: 'wrong-answer', detail: `${key} ${kind}: ${wrong}` }]));

const ACTIONS: Readonly<Partial<Record<Operation['kind'], string>>> = {
  edit: 'patient.changed', book: 'session.booked', series: 'session.booked', move: 'session.moved', cancel: 'session.cancelled', close: 'downtime.added', reopen: 'downtime.removed',
};

/** Exactly one entry for each change of each thing; where somebody else may have made the change, one fewer at most. */
function unaudited(history: readonly Operation[], { audited }: FinalState): Violation[] {
  const expected = new Map<string, { most: number; least: number }>();
  for (const { kind, of, made, byWhom } of history.filter((one) => isDone(one) && one.kind in ACTIONS)) {
    for (const id of made.length > 0 ? made.map((entry) => entry.id) : [of]) {
      const change = `${ACTIONS[kind]} ${id}`;
      const { most, least } = expected.get(change) ?? { most: 0, least: 0 };
      expected.set(change, { most: most + 1, least: least + (byWhom === 'unsure' ? 0 : 1) });
    }
  }
  return [...new Set([...expected.keys(), ...Object.keys(audited)])].flatMap((change) => {
    const { most, least } = expected.get(change) ?? { most: 0, least: 0 };
    const found = audited[change] ?? 0;
    return least <= found && found <= most ? [] : [{ rule: 'audit' as const, detail: `${change}: ${most} acknowledged, ${found} in the trail` }];
  });
}

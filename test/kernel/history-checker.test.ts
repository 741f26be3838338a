import { violationsOf } from '../support/history/checker.js';
import type { Entry, FinalState, Operation, Taken } from '../support/history/history.js';

const at = (device: string, startMs: number, endMs: number): Taken => ({ kind: 'device', id: device, startMs, endMs });
const entry = (id: string, taken: Taken): Entry => ({ id, taken: [taken], facts: { startsAt: taken.startMs } });
const operation = (key: string, kind: Operation['kind'], from: number, to: number, changes: Partial<Operation> = {}): Operation => ({
  key, kind, invokedNs: BigInt(from), answeredNs: BigInt(to), tries: 1, status: 200, made: [], otherReplies: [], ...changes,
});
const final = (rows: FinalState['rows'], audited: Record<string, number>): FinalState => ({ rows, audited });
const rules = (history: Operation[], state: FinalState): string[] => violationsOf(history, state).map(({ rule }) => rule);

/** The checker itself: histories of which is known what is wrong with them. */
describe('checking what many desks saw', () => {
  const a = entry('a', at('d', 0, 30));
  const b = entry('b', at('d', 20, 50));
  const books = (one: Entry, from: number, to: number): Operation => operation(`book ${one.id}`, 'book', from, to, { made: [one], status: 201 });
  const row = (one: Entry, live = true): FinalState['rows'][number] => ({ id: one.id, live, facts: one.facts });

  it('finds nothing wrong with one after the other in the same place', () => {
    const history = [books(a, 0, 10), operation('cancel a', 'cancel', 20, 30, { of: 'a' }), books(b, 25, 40)];
    expect(rules(history, final([row(a, false), row(b)], { 'session.booked a': 1, 'session.booked b': 1, 'session.cancelled a': 1 }))).toEqual([]);
  });

  it('finds two in one place although one of them is gone in the end', () => {
    const history = [books(a, 0, 10), books(b, 5, 15), operation('cancel a', 'cancel', 20, 30, { of: 'a' })];
    expect(rules(history, final([row(a, false), row(b)], { 'session.booked a': 1, 'session.booked b': 1, 'session.cancelled a': 1 }))).toEqual(['overlap']);
  });

  it('finds two in one place after a move', () => {
    const elsewhere = entry('b', at('d', 100, 130));
    const history = [books(a, 0, 10), books(elsewhere, 5, 15), operation('move b', 'move', 20, 30, { of: 'b', made: [b] })];
    expect(rules(history, final([row(a), row(b)], { 'session.booked a': 1, 'session.booked b': 1, 'session.moved b': 1 }))).toEqual(['overlap']);
  });

  it('finds what was acknowledged and is not there, and what is there and was given up', () => {
    expect(rules([books(a, 0, 10)], final([], { 'session.booked a': 1 }))).toEqual(['lost']);
    const history = [books(a, 0, 10), operation('cancel a', 'cancel', 20, 30, { of: 'a' })];
    expect(rules(history, final([row(a)], { 'session.booked a': 1, 'session.cancelled a': 1 }))).toEqual(['lost']);
  });

  it('takes either of two moves at once for the last', () => {
    const [early, late] = [entry('a', at('d', 100, 130)), entry('a', at('d', 200, 230))];
    const history = [books(a, 0, 10), operation('one', 'move', 20, 40, { of: 'a', made: [early] }), operation('other', 'move', 21, 39, { of: 'a', made: [late] })];
    for (const end of [early, late]) expect(rules(history, final([row(end)], { 'session.booked a': 1, 'session.moved a': 2 }))).toEqual([]);
    expect(rules(history, final([row(a)], { 'session.booked a': 1, 'session.moved a': 2 }))).toEqual(['lost']);
  });

  it('finds what a refusal left behind, and rows of nobody', () => {
    const refused = operation('book', 'book', 0, 10, { status: 409, code: 'too-soon', wanted: { anyOf: [[at('d', 0, 30)]] } });
    const ghost = { id: 'x', live: true, facts: { startsAt: new Date(0).toISOString() } };
    expect(rules([refused], final([ghost], {}))).toEqual(['ghost']);
    expect(rules([], final([ghost], {}))).toEqual(['phantom']);
  });

  it('finds two answers to one key', () => {
    const history = [{ ...books(a, 0, 10), otherReplies: [['b']] }];
    expect(rules(history, final([row(a)], { 'session.booked a': 1 }))).toEqual(['duplicate']);
  });

  it('finds a refusal where there was room, and bears one that had a cause at some moment', () => {
    const refused = (from: number, to: number, id = 'd'): Operation => operation('r', 'book', from, to, { status: 409, code: 'slot-taken', wanted: { anyOf: [[at(id, 10, 40)]] } });
    const gone = [books(a, 0, 10), operation('cancel a', 'cancel', 20, 30, { of: 'a' })];
    const state = final([row(a, false)], { 'session.booked a': 1, 'session.cancelled a': 1 });
    expect(rules([...gone, refused(25, 35)], state)).toEqual([]);
    expect(rules([...gone, refused(31, 35)], state)).toEqual(['unfounded-refusal']);
    expect(rules([...gone, refused(12, 15, 'other')], state)).toEqual(['unfounded-refusal']);
  });

  it('finds the second of two edits of one state, unless it may have been the first', () => {
    const edit = (key: string, base: string, changes: Partial<Operation> = {}): Operation => operation(key, 'edit', 0, 10, { of: 'p', base, ...changes });
    const told = { 'patient.changed p': 2 };
    expect(rules([edit('one', '"1"'), edit('other', '"2"')], final([], told))).toEqual([]);
    expect(rules([edit('one', '"1"'), edit('other', '"1"')], final([], told))).toEqual(['lost-update']);
    expect(rules([edit('one', '"1"'), edit('other', '"1"', { byWhom: 'unsure' })], final([], { 'patient.changed p': 1 }))).toEqual([]);
  });

  it('finds answers that were wrong in themselves', () => {
    expect(rules([operation('x', 'stranger', 0, 1, { wrong: '200, not 404' })], final([], {}))).toEqual(['wrong-answer']);
  });

  it('finds faults, and changes that the trail does not tell of, or tells of twice', () => {
    expect(rules([operation('x', 'cancel', 0, 1, { status: 500 })], final([], {}))).toEqual(['fault']);
    // One too few and one too many are two faults, not none.
    const two = [books(a, 0, 10), books(entry('c', at('e', 0, 30)), 0, 10)];
    expect(rules(two, final([row(a), row(entry('c', at('e', 0, 30)))], { 'session.booked a': 2 }))).toEqual(['audit', 'audit']);
    for (const told of [0, 2]) expect(rules([books(a, 0, 10)], final([row(a)], { 'session.booked a': told }))).toEqual(['audit']);
  });
});

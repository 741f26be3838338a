import type { Answered, Json } from '../support/caller.js';
import { KnownRows } from '../support/fuzz/known-rows.js';
import { Oracles, type Sent } from '../support/fuzz/oracles.js';
import type { Range, Side } from '../support/fuzz/range.js';
import type { Operation, Sender, Shot } from '../support/fuzz/shots.js';

/** The judges of the fuzzer themselves: answers of which is known what is wrong with them. */
describe('judging answers to hostile requests', () => {
  const [OURS, THEIRS] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];
  const side = (word: string, id: string): Side => {
    const rows = new KnownRows();
    rows.add('/v1/rooms/{id}', `/v1/rooms/${id}`);
    return { word, rows } as Side;
  };
  const [ours, theirs] = [side('Ibisfeather', OURS), side('Lapwingstone', THEIRS)];
  const range = { ours, theirs, sides: [ours, theirs], side: (sender: Sender) => (sender === 'nobody' ? undefined : sender.startsWith('their') ? theirs : ours) } as unknown as Range;
  const body = { type: 'object', properties: { name: { type: 'string', minLength: 1 } }, required: ['name'] };
  const operation: Operation = { method: 'POST', template: '/v1/rooms', permission: 'clinic.write', query: [], body };
  const declared = (_method: string, _path: string, { status }: Answered): void => {
    if (status === 202) throw new Error('not declared');
  };
  const oracles = new Oracles({ components: { schemas: {} } }, declared, range);

  const shot = (changes: Partial<Shot> = {}): Shot => ({ as: 'admin', method: 'POST', template: '/v1/rooms', pick: 0, query: [], headers: {}, body: { name: 'x' }, intent: 'valid', ...changes });
  const kinds = (status: number, answered: Json, changes: Partial<Shot> = {}, headers: Record<string, string> = {}): string[] => {
    const asked = shot(changes);
    const sent: Sent = { method: asked.method, path: asked.path ?? '/v1/rooms', headers: {}, body: asked.body, raw: Buffer.from(JSON.stringify(asked.body) ?? '') };
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    const answer = { status, headers: { 'content-type': type, location: '/v1/rooms/x', ...headers }, body: answered, text: JSON.stringify(answered) };
    return oracles.complaints(operation, asked, sent, answer).map((complaint) => complaint.split(':')[0] ?? '');
  };
  const problem = (status: number, more: object = {}): object => ({ status, code: 'x', errors: [], ...more });

  it('lets good answers pass', () => {
    expect(kinds(201, { id: OURS, name: 'x' })).toEqual([]);
    for (const status of [400, 403, 404, 409]) expect(kinds(status, problem(status))).toEqual([]);
    expect(kinds(503, problem(503), {}, { 'retry-after': '2' })).toEqual([]);
    expect(kinds(404, problem(404), { as: 'their admin' })).toEqual([]);
    expect(kinds(200, {}, { as: 'their admin', row: '/v1/outcome-measures/phq-9' })).toEqual([]);
    expect(kinds(404, problem(404, { instance: '/v1/rooms/pg_x' }), { path: '/v1/rooms/pg_x' })).toEqual([]);
  });

  it.each<[string, string, number, Json, Partial<Shot>]>([
    ['a fault', 'fault', 500, problem(500), {}],
    ['a 503 that does not say when', 'fault', 503, problem(503), {}],
    ['a problem without its code', 'form', 409, { status: 409 }, {}],
    ['a problem of another status', 'form', 409, problem(400), {}],
    ['words of the database', 'inside', 400, problem(400, { detail: 'violates check constraint' }), {}],
    ['what is not declared', 'document', 202, {}, {}],
    ['something done for nobody', 'permission', 201, {}, { as: 'nobody' }],
    ['something done for a role that may not', 'permission', 201, {}, { as: 'operator' }],
    ['a body that is none', 'accepted', 201, {}, { body: { name: 5 } }],
    ['a field that is none', 'accepted', 201, {}, { body: { name: 'x', surprise: 1 } }],
    ['a query parameter that is none', 'accepted', 201, {}, { query: [['surprise', '1']] }],
    ['an id of the other clinic', 'tenancy', 200, { roomId: THEIRS }, {}],
    ['an id of ours, for them', 'tenancy', 200, { roomId: OURS }, { as: 'their admin' }],
    ['something done to a row of another clinic', 'tenancy', 200, {}, { as: 'their admin', row: `/v1/rooms/${OURS}` }],
    ['a word of the other clinic', 'tenancy', 409, problem(409, { detail: 'Lapwingstone is there' }), {}],
  ])('complains of %s', (_what, kind, status, answered, changes) => expect(kinds(status, answered, changes)).toEqual([kind]));

  it('complains of what the front desk may not see, in whichever way it is said', () => {
    const desk = { as: 'front-desk' as const };
    expect(kinds(403, problem(403, { detail: 'Zebrafinchitis' }), desk)).toEqual(['clinical']);
    expect(kinds(200, { items: [{ dose: { trains: 1 } }] }, desk)).toEqual(['permission', 'clinical']);
    expect(kinds(403, problem(403), desk)).toEqual([]);
  });
});

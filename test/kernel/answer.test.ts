import { Answer, describeAnswer, etagOf, requireMatch } from '../../src/platform/http/answer.js';

const ROOM = { id: '01900000-0000-7000-8000-000000000001', name: 'Room 1' };
const CHANGED = { ...ROOM, name: 'Room 2' };
const tagOf = (view: object): string => etagOf(JSON.stringify(view));

describe('an ETag', () => {
  it('is strong, opaque and the same for the same bytes', () => {
    expect(tagOf(ROOM)).toMatch(/^"[A-Za-z0-9_-]{27}"$/);
    expect(tagOf({ ...ROOM })).toBe(tagOf(ROOM));
    expect(tagOf(CHANGED)).not.toBe(tagOf(ROOM));
  });

  it('is the one that is sent with the view', () => {
    const { headers, body } = describeAnswer(ROOM, 200, '/v1/rooms');
    expect(headers).toEqual({ ETag: tagOf(ROOM) });
    expect(etagOf(body)).toBe(headers['ETag']);
  });
});

describe('an answer', () => {
  it('to a making says where the thing is', () => {
    expect(describeAnswer(ROOM, 201, '/v1/rooms')).toEqual({ status: 201, headers: { ETag: tagOf(ROOM), Location: `/v1/rooms/${ROOM.id}` }, body: JSON.stringify(ROOM) });
    expect(describeAnswer(ROOM, 201, '/v1/rooms/').headers['Location']).toBe(`/v1/rooms/${ROOM.id}`);
  });

  it('may be made elsewhere, or be less than a making', () => {
    expect(describeAnswer(new Answer(ROOM, 201, '/v1/places/7'), 200, '/v1/rooms')).toMatchObject({ status: 201, headers: { Location: '/v1/places/7' } });
    expect(describeAnswer(new Answer(ROOM, 200), 201, '/v1/rooms')).toEqual({ status: 200, headers: { ETag: tagOf(ROOM) }, body: JSON.stringify(ROOM) });
  });

  it.each([[undefined], [null]])('of %s is 204 without a body', (nothing) => {
    expect(describeAnswer(nothing, 200, '/v1/rooms')).toEqual({ status: 204, headers: {}, body: '' });
    expect(describeAnswer(nothing, 204, '/v1/rooms').status).toBe(204);
  });

  it.each([[{ items: [], nextCursor: null }], [[1, 2]], [{ id: 7 }], ['text'], [0], [false]])('of %j is no single resource and has no ETag', (body) => {
    expect(describeAnswer(body, 201, '/v1/rooms')).toEqual({ status: 201, headers: {}, body: JSON.stringify(body) });
  });
});

describe('If-Match', () => {
  const attempt = (ifMatch: string | undefined) => (): void => requireMatch(ifMatch, ROOM);

  it('with the tag of what stands lets the change through', () => {
    expect(attempt(tagOf(ROOM))).not.toThrow();
    expect(attempt(`"other", ${tagOf(ROOM)}`)).not.toThrow();
    expect(attempt(` ${tagOf(ROOM)} `)).not.toThrow();
  });

  it.each([undefined, '', '  '])('%j is 428', (ifMatch) => {
    expect(attempt(ifMatch)).toThrow(expect.objectContaining({ kind: 'precondition-required', code: 'if-match-required' }));
  });

  it.each([
    ['an older state', tagOf(CHANGED)],
    ['a weak tag', `W/${tagOf(ROOM)}`],
    ['a tag without its quotes', tagOf(ROOM).slice(1, -1)],
    ['part of a tag', `${tagOf(ROOM).slice(0, -2)}"`],
    ['any state at all, by *', '*'],
    ['nothing but a comma', ','],
  ])('naming %s is 412', (_what, ifMatch) => {
    expect(attempt(ifMatch)).toThrow(expect.objectContaining({ kind: 'stale', code: 'stale' }));
  });
});

import * as fc from 'fast-check';
import { InvalidRequest, Refusal } from '../../src/platform/errors/refusal.js';
import { parseJsonBody, refuseOtherMedia } from '../../src/platform/http/json-body.js';

const parse = (text: string): unknown => parseJsonBody(Buffer.from(text, 'utf8'));

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (fault) {
    if (fault instanceof Refusal) return fault;
    throw fault;
  }
  throw new Error('nothing was refused');
}

const faultOf = (text: string): unknown => {
  const refusal = refusalOf(() => parse(text));
  return refusal instanceof InvalidRequest ? (refusal.errors[0] ?? refusal.code) : refusal.code;
};
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('a JSON body', () => {
  it('that is empty is no body', () => {
    expect(parseJsonBody(Buffer.alloc(0))).toBeUndefined();
  });

  it('is taken as it is, in any script', () => {
    const body = { name: 'Zoë Müller 山田', note: 'ok 👩‍⚕️', list: [1, -0.5, true, null, ''], empty: {} };
    expect(parse(JSON.stringify(body))).toEqual(body);
  });

  it('comes back from what JSON.stringify wrote, or is refused', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        try {
          expect(JSON.stringify(parse(text))).toBe(text);
        } catch (fault) {
          if (!(fault instanceof InvalidRequest)) throw fault;
        }
      }),
    );
  });

  it.each([['{'], ["{'a':1}"], ['{"a":1,}'], ['undefined'], ['NaN'], ['1 2'], ['"\u0001"'], [' '], ['\u{feff}{}']])('refuses %j, which is not JSON', (text) => {
    expect(faultOf(text)).toBe('malformed-json');
  });

  it.each([
    ['a stray byte', [0x22, 0xff, 0x22]],
    ['an overlong sequence', [0x22, 0xc0, 0xaf, 0x22]],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a character cut short', [0x22, 0xe2, 0x82, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('refuses %s instead of replacing it', (_what, bytes) => {
    expect(refusalOf(() => parseJsonBody(Buffer.from(bytes))).code).toBe('malformed-json');
  });

  it('says 400 without repeating what was sent', () => {
    const refusal = refusalOf(() => parse('{"secret'));
    expect(refusal).toMatchObject({ kind: 'invalid', detail: 'The body is not JSON in UTF-8.' });
  });

  it.each([
    ['{"a":{"b":["x\\u0000y"]}}', '/a/b/0'],
    ['{"a":"\\ud800"}', '/a'],
    ['{"a":"\\udc00 alone"}', '/a'],
    ['{"a":"\\udc00\\ud800"}', '/a'],
    ['"\\ud83d"', ''],
    ['{"bad\\u0000key":1}', ''],
    ['{"a":{"\\ud800":1}}', '/a'],
  ])('refuses %s, which PostgreSQL cannot keep, and says where', (text, pointer) => {
    expect(faultOf(text)).toMatchObject({ pointer, code: 'unstorable-text' });
  });

  it('takes escaped pairs for the one character they are', () => {
    expect(parse('"\\ud83d\\ude00"')).toBe('😀');
  });

  it('goes 24 levels deep and no deeper', () => {
    expect(parse(nested(25))).toEqual(JSON.parse(nested(25)));
    expect(faultOf(nested(26))).toMatchObject({ code: 'too-deep' });
    expect(faultOf('{"a":'.repeat(26) + '1' + '}'.repeat(26))).toMatchObject({ code: 'too-deep' });
  });

  it('does not run out of stack on a body built to do that', () => {
    const levels = 200_000;
    expect(faultOf(nested(levels))).toMatchObject({ code: 'too-deep' });
    expect(faultOf('['.repeat(levels))).toBe('malformed-json');
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('refuses the key %s at any depth', (key) => {
    expect(faultOf(`{"${key}":{"admin":true}}`)).toMatchObject({ pointer: `/${key}`, code: 'unknown-field' });
    expect(faultOf(`{"a":[{"${key}":1}]}`)).toMatchObject({ pointer: `/a/0/${key}` });
    expect(faultOf('{"\\u005f_proto__":1}')).toMatchObject({ code: 'unknown-field' });
  });

  it('escapes keys in pointers', () => {
    expect(faultOf('{"a/b~c":"\\u0000"}')).toMatchObject({ pointer: '/a~1b~0c' });
  });

  it('lets the last of two equal keys count, as JSON.parse does', () => {
    expect(parse('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  it('refuses numbers beyond what a number can hold', () => {
    expect(faultOf('{"a":1e999}')).toMatchObject({ pointer: '/a', code: 'out-of-range' });
    expect(faultOf('[-1e999]')).toMatchObject({ pointer: '/0' });
  });
});

describe('the media type', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', 'application/json;charset=utf8'])('%s is taken', (type) => {
    expect(() => refuseOtherMedia(type)).not.toThrow();
  });

  it.each([undefined, '', 'text/plain', 'application/jsonx', 'application/merge-patch+json', 'application/json; charset=latin1', 'application/json; version=2'])('%s is 415', (type) => {
    expect(refusalOf(() => refuseOtherMedia(type))).toMatchObject({ kind: 'unsupported-media', code: 'unsupported-media-type' });
  });
});

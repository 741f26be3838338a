import type { Json } from '../caller.js';

/** Text that has broken other people's software: encodings, lengths, other languages' syntax. */
export const HOSTILE_TEXT: readonly string[] = [
  '', ' ', '\t', '\u00a0', 'x'.repeat(300), 'x'.repeat(5001), 'x'.repeat(100_000), '\u0000', 'a\u0000b', '\ud800', 'a\udc00', '\ufeff', '\ufffd', '\u202egnp.exe', '\u200b\u200d', 'Z\u0301\u0302\u0303'.repeat(500), '👩‍👩‍👧‍👦', 'ﬃ', 'İ', 'ß',
  'null', 'undefined', 'true', 'NaN', 'Infinity', '-0', '0x10', '1e400', '5', ' 5 ', '１２', '9'.repeat(400),
  "'", "'; drop table patients; --", '" or 1=1', '\\', '\\\\', '%', '_', '%00', '%ff', '$1', '${1+1}', '{{7*7}}', 'a & | b', '(', '[', '*', '?', '^(a+)+$', `${'a'.repeat(50_000)}!`,
  '../../etc/passwd', '..\\..\\', '/', '//', 'http://127.1/', 'http://[::ffff:127.0.0.1]/', 'file:///etc/passwd', 'javascript:alert(1)', '<img src=x onerror=alert(1)>', '</script>', '\u2028', '=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1',
  'a\r\nSet-Cookie: x=1', '\u001b[31m', '__proto__', 'constructor', 'toString', 'hasOwnProperty',
];

/** Days and instants that are none, or that lie where calendars and databases end. */
export const HOSTILE_TIMES: readonly string[] = [
  '0000-01-01', '0001-01-01', '1899-12-31', '2030-02-29', '2030-02-30', '2030-13-01', '2030-1-1', '2030', '2030-W10-1', '9999-12-31', '10000-01-01', '+275760-09-13', '-000001-01-01', 'infinity', '-infinity', 'now', 'today', 'epoch', 'allballs',
  '2030-03-04T14:00:00', '2030-03-04 14:00:00Z', '2030-03-04T24:00:00Z', '2030-03-04T23:59:60Z', '2030-03-04T14:00:00+14:00', '2030-03-04T14:00:00+25:00', '2030-03-04T14:00:00-00:00', '2030-03-04T14:00:00[Europe/Nowhere]', '2030-03-10T02:30:00-05:00',
  '0001-01-01T00:00:00Z', '1900-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '294276-12-31T23:59:59Z', '+275760-09-13T00:00:00.001Z', '2030-03-04T14:00:00.0000001Z', '2030-03-04T14:00:00.123456789123456789Z', '24:00', '23:60', '8:00', '08:00:00', '25:61',
];

export const HOSTILE_NUMBERS: readonly Json[] = [
  -1, -0, 0, 0.1, 0.5, 1.5, 119.9999999, 1e-7, 1e-320, 5e-324, 255, 256, 32_767, 32_768, 65_536, 2_147_483_647, 2_147_483_648, -2_147_483_649, 4_294_967_296, 9_007_199_254_740_991, 9_007_199_254_740_992, 9_223_372_036_854_775_807, 1e19, 1e21, 1e308, -1e308,
];

export const HOSTILE_IDS: readonly string[] = [
  '', 'null', 'undefined', 'NaN', '0', '1', '-1', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '{01900000-0000-7000-8000-000000000001}', 'urn:uuid:01900000-0000-7000-8000-000000000001',
  '01900000000070008000000000000001', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '01900000-0000-7000-8000-00000000000', '01900000-0000-7000-8000-0000000000011', "01900000-0000-7000-8000-000000000001'--", '01900000-0000-7000-8000-000000000001\u0000', 'x'.repeat(300),
];

export const HOSTILE_VALUES: readonly Json[] = [null, true, false, [], {}, [[]], [null], [{}], { length: 1 }, { $ne: null }, { toString: 'x' }, Array.from({ length: 3000 }, () => 1), ...HOSTILE_TEXT, ...HOSTILE_TIMES, ...HOSTILE_NUMBERS, ...HOSTILE_IDS];

/** As they stand in a path, encoded or not. */
export const HOSTILE_SEGMENTS: readonly string[] = [
  ...HOSTILE_IDS.slice(1).map(encodeURIComponent), '%00', '%ff', '%E0%A4%A', '%', '..', '..%2f..%2fetc', '%2e%2e%2f', '%252e%252e', '%c0%af', '..;', '.', '*', '%20', '%0d%0aX:1', '%F0%9F%98%80', encodeURIComponent("' or 1=1"), '01900000-0000-7000-8000-000000000001/', '%5b%5d', ';id=1',
];

/** As the value of a query parameter, encoded. */
export const HOSTILE_QUERY: readonly string[] = [
  '', '-1', '0', '1.5', '1e9', '1e20', '1;--', '201', '2147483648', '9007199254740993', '%00', '%ff', '%ed%a0%80', 'true', 'TRUE', '1', 'null', '%5B%5D', 'a%00b', 'eyJ4IjoxfQ', 'WzFd', 'W251bGxd', 'WyIyMDMwLTAyLTMwIiwxXQ', 'eyJfX3Byb3RvX18iOjF9', 'x'.repeat(3000),
  ...[...HOSTILE_TIMES, ...HOSTILE_IDS, ...HOSTILE_TEXT.filter((text) => text.length < 400 && !/[\ud800-\udfff]/.test(text)), 'a,b,,', 'name asc', 'name;select 1', '(select 1)'].map(encodeURIComponent),
];

export const HOSTILE_HEADERS: readonly Record<string, string>[] = [
  { 'idempotency-key': '' }, { 'idempotency-key': 'x'.repeat(300) }, { 'idempotency-key': 'schl\u00fcssel' }, { 'idempotency-key': "'; --" }, { 'if-match': 'W/"1"' }, { 'if-match': '*' }, { 'if-match': '"x", "y"' }, { 'if-match': '' }, { 'if-none-match': '*' }, { 'if-none-match': `"${'x'.repeat(5000)}"` },
  { 'x-request-id': 'x'.repeat(5000) }, { 'x-request-id': '<script>' }, { accept: 'application/xml' }, { accept: '' }, { 'accept-language': 'x'.repeat(2000) }, { 'x-http-method-override': 'DELETE' }, { 'x-forwarded-for': '1.2.3.4, ::1, x' }, { 'x-forwarded-proto': 'gopher' }, { 'x-forwarded-host': 'evil.example' },
  { host: 'evil.example' }, { origin: 'null' }, { range: 'bytes=0-1' }, { expect: '200-ok' }, { authorization: 'Bearer' }, { authorization: 'Basic YTpi' }, { authorization: 'Bearer a.b.c' }, { authorization: `Bearer ${'x'.repeat(8000)}` }, { cookie: 'x'.repeat(4000) }, { 'x-clinic-id': '01900000-0000-7000-8000-000000000001' }, { 'last-event-id': '-1' },
  { 'content-type': 'text/plain' }, { 'content-type': 'application/xml' }, { 'content-type': 'application/json; charset=utf-7' }, { 'content-type': 'multipart/form-data; boundary=x' }, { 'content-type': 'application/x-www-form-urlencoded' }, { 'content-type': '' }, { 'content-encoding': 'gzip' }, { 'transfer-encoding': 'gzip' },
];

const bytes = (...list: number[]): Buffer => Buffer.from(list);

/** What may be done to the bytes of a body, whatever it says. */
export const BODY_SPOILERS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  'cut short': (body) => body.subarray(0, Math.max(1, Math.floor(body.length * 0.7))),
  'twice the first field': (body) => Buffer.from(String(body).replace(/^\{("[^"]*":)/, '{$1null,$1')),
  'a mark of byte order': (body) => Buffer.concat([bytes(0xef, 0xbb, 0xbf), body]),
  'bytes that are no UTF-8': (body) => Buffer.from(String(body).replace(/:"/, ':"\u0001'), 'latin1').map((byte) => (byte === 1 ? 0xff : byte)) as Buffer,
  'overlong encoding': (body) => Buffer.concat([Buffer.from('{"a":"'), bytes(0xc0, 0x80), Buffer.from('",'), body.subarray(1)]),
  'UTF-16': (body) => Buffer.from(String(body), 'utf16le'),
  'nested deeply': () => Buffer.from(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
  'objects nested deeply': () => Buffer.from(`${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`),
  'a number beyond numbers': (body) => Buffer.from(String(body).replace(/:(\d+|"[^"]*")/, ':1e400')),
  'not a number': (body) => Buffer.from(String(body).replace(/:(\d+|"[^"]*")/, ':NaN')),
  'a comment': (body) => Buffer.from(`/* x */${String(body)}`),
  'a comma too many': (body) => Buffer.from(String(body).replace(/\}$/, ',}')),
  'a second value': (body) => Buffer.concat([body, body]),
  'a list': (body) => Buffer.from(`[${String(body)}]`),
  'a mere text': () => Buffer.from('"text"'),
  null: () => Buffer.from('null'),
  nothing: () => Buffer.alloc(0),
  'more than is accepted': () => Buffer.from(`{"a":"${'x'.repeat(1_100_000)}"}`),
};

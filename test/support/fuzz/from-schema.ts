import fc from 'fast-check';
import type { Json } from '../caller.js';

/** `@patients:17`: the row of that kind that the number picks, of those known when the request is sent. */
const idOf = (kind: string): fc.Arbitrary<string> => fc.nat(9999).map((n) => `@${kind}:${n}`);

/** Which kind of row a field names; by the template of the path under which such a row is read. */
const KINDS: Readonly<Record<string, string>> = {
  patientId: '/v1/patients/{id}', otherPatientId: '/v1/patients/{id}', duplicateId: '/v1/patients/{id}', mergedId: '/v1/patients/{id}', courseId: '/v1/courses/{id}', sessionId: '/v1/sessions/{id}', deviceId: '/v1/devices/{id}', roomId: '/v1/rooms/{id}',
  operatorId: '/v1/staff/{id}', staffId: '/v1/staff/{id}', actorId: '/v1/staff/{id}', protocolId: '/v1/protocols/{id}', conditionId: '/v1/patients/{id}/conditions/{conditionId}', closureId: '/v1/clinic/closures/{id}', subjectId: '/v1/devices/{id}', alertId: '/v1/alerts/{id}',
};

const DATES = ['2029-06-01', '2030-01-01', '2030-03-01', '2030-03-04', '2030-03-05', '2030-03-11', '2030-04-01', '2030-12-31'];
const WORDS = ['Robin', 'Zoë Ångström', 'as agreed', 'O’Neil-Smith', '李小龙', 'a longer remark, with a comma; and "quotes"', 'x', '=SUM(A1)', 'line one\nline two'];
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  icd10: ['G62.9', 'M79.7', 'F32.1', 'G50.0'], timeZone: ['America/New_York', 'Europe/Berlin', 'Asia/Kathmandu'], phone: ['+1 555 0100'], preferredLanguage: ['en', 'de'], language: ['en', 'de'], measure: ['phq-9', 'nrs-pain', 'gad-7', 'pgic', 'odi', 'bpi-sf'],
  password: ['a password for tests only'], rule: ['S01', 'S04', 'S05', 'S10', 'C01'], modality: ['rtms', 'itbs'], code: ['phq-9', 'a-code', 'S05'], opens: ['08:00'], closes: ['18:00'], name: ['Amitriptyline', 'Bupropion', 'Room 9', 'morphine'], frequency: ['daily', '3/day'], dose: ['25 mg', '10 mg'],
  groupBy: ['targetRegion', 'sex,ageBand'], at: ['end', 'session:10', 'week:4'], measures: ['phq-9', 'nrs-pain'], q: ['rob', 'T-', '1971-05-20', 'Zoë'],
};

/** Values that a schema of the document allows; where the name says what is meant, such as make sense. */
export class FromSchema {
  readonly #made = new Map<string, fc.Arbitrary<Json>>();

  constructor(private readonly schemas: Json) {}

  of(schema: Json, name = ''): fc.Arbitrary<Json> {
    if (schema.$ref) return this.#named(String(schema.$ref).split('/').at(-1) ?? '');
    const choices: Json[] | undefined = schema.anyOf ?? schema.oneOf ?? schema.allOf;
    if (choices) return fc.oneof(...choices.map((one) => this.of(one, name)));
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const types: string[] = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'object'];
    return fc.oneof(...types.map((type, n) => ({ weight: n === 0 ? 5 : 1, arbitrary: this.#ofType(type, schema, name) })));
  }

  /** What the members of a body may be, those that need not be given among them. */
  membersOf(body: Json): Record<string, fc.Arbitrary<Json>> {
    const schema = body?.$ref ? this.schemas[String(body.$ref).split('/').at(-1) ?? ''] : body;
    return Object.fromEntries(Object.entries((schema?.properties ?? {}) as Json).map(([name, of]) => [name, this.of(of as Json, name)]));
  }

  #named(name: string): fc.Arbitrary<Json> {
    let made = this.#made.get(name);
    if (!made) {
      made = this.of(this.schemas[name]);
      this.#made.set(name, made);
    }
    return made;
  }

  #ofType(type: string, schema: Json, name: string): fc.Arbitrary<Json> {
    if (type === 'null') return fc.constant(null);
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer' || type === 'number') return numbers(schema, type === 'integer');
    if (type === 'array') return fc.array(this.of(schema.items ?? {}, name), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, Math.max(schema.minItems ?? 0, 3)) });
    if (type === 'string') return texts(schema, name);
    if (schema.properties) return this.#object(schema);
    if (typeof schema.additionalProperties === 'object') {
      const keys = fc.constantFrom('q1', 'q2', 'q3', 'q9', 'pain', 'seizure', 'cochlear-implant', 'sleep-under-4-hours', 'phq-9', 'something');
      return fc.dictionary(keys, this.of(schema.additionalProperties), { maxKeys: 4, noNullPrototype: true });
    }
    return fc.constant({});
  }

  #object(schema: Json): fc.Arbitrary<Json> {
    const required = new Set<string>(schema.required ?? []);
    const fields = Object.fromEntries(Object.entries(schema.properties as Json).map(([name, of]) => [name, this.of(of as Json, name)]));
    return fc.record(fields, { requiredKeys: Object.keys(fields).filter((name) => required.has(name)), noNullPrototype: true });
  }
}

function numbers({ minimum = 0, maximum = 1000, example }: Json, whole: boolean): fc.Arbitrary<number> {
  const [low, high] = [Math.ceil(minimum), Math.floor(maximum)];
  const usual = [fc.constantFrom(low, high), fc.integer({ min: low, max: Math.min(high, low + 60) }), ...(example === undefined ? [] : [fc.constant(example as number)])];
  return whole ? fc.oneof(...usual) : fc.oneof(...usual, fc.double({ min: minimum, max: maximum, noNaN: true, noDefaultInfinity: true }));
}

function texts({ format, pattern, minLength = 0, maxLength = 200, example }: Json, name: string): fc.Arbitrary<string> {
  if (format === 'uuid') return KINDS[name] ? idOf(KINDS[name]) : fc.oneof(idOf('any'), fc.uuid({ version: 7 }));
  if (format === 'date') return fc.constantFrom(...DATES);
  if (format === 'date-time') return instants();
  if (format === 'email') return fc.nat(999).map((n) => `somebody${n}@test.example`);
  const special = SPECIAL[name]?.filter((text) => text.length >= minLength && text.length <= maxLength && (!pattern || new RegExp(pattern).test(text)));
  if (special?.length) return fc.constantFrom(...special);
  if (pattern?.includes('[01]\\d|2[0-3]')) return fc.constantFrom('08:00', '09:00', '11:15', '14:30', '17:45');
  if (pattern) return typeof example === 'string' ? fc.constant(example) : fc.nat(99_999).map((n) => (pattern.includes('0-9 ()') || pattern.includes('\\d{1') ? `555${n}` : pattern.includes('(F|T|C') ? 'F3' : pattern.includes('|end|') || pattern.includes('(end|') ? 'end' : `a${n}`));
  const drawn = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...WORDS) }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }) }, { weight: 1, arbitrary: fc.nat(99_999).map((n) => `T-${n}`) });
  return drawn.map((text) => text.slice(0, Math.min(maxLength, 200)).padEnd(minLength, 'x')).filter((text) => text.trim().length >= Math.max(minLength, 1));
}

/** Near the day of the test, whole quarters of an hour, most in opening hours; written in different ways. */
function instants(): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(0, 0, 0, 1, 2, 7, 8, -1, -30), fc.integer({ min: 0, max: 39 }), fc.constantFrom('Z', 'Z', '-05:00')).map(([days, quarters, zone]) => {
    const at = new Date(Date.UTC(2030, 2, 4 + days, 13, quarters * 15)).toISOString();
    return zone === 'Z' ? at : `${at.slice(0, -5)}${zone}`;
  });
}

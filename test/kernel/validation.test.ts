import 'reflect-metadata';
import { InvalidRequest, type Fault } from '../../src/platform/errors/refusal.js';
import { Answers, DateOnly, Decimal, Email, Flag, Instant, Nested, NestedList, OneOf, SomeOf, Text, Texts, Uuid, WallTime, Whole, Wholes } from '../../src/platform/http/fields.js';
import { FlagFromText, PageQuery } from '../../src/platform/http/paging.js';
import { Validation } from '../../src/platform/http/validation.js';

class Emergency {
  @Text({ maximum: 20 }) name: string;
  @Text({ optional: true, nullable: true, maximum: 20 }) phone?: string | null;
}

class Patient {
  @Text({ maximum: 10 }) name: string;
  @DateOnly() birthDate: string;
  @OneOf(['female', 'male', 'unknown']) sex: string;
  @Email({ optional: true }) email?: string;
  @Uuid({ optional: true }) siteId?: string;
  @Instant({ optional: true }) seenAt?: string;
  @WallTime({ optional: true }) from?: string;
  @Whole({ optional: true, minimum: 1, maximum: 5 }) visits?: number;
  @Decimal({ optional: true, nullable: true, minimum: 0 }) weightKilograms?: number | null;
  @Flag({ optional: true }) consent?: boolean;
  @SomeOf(['a', 'b'], { optional: true, maximumItems: 2 }) kinds?: string[];
  @Texts({ optional: true, maximum: 3 }) tags?: string[];
  @Wholes({ optional: true, minimum: 1, maximum: 7 }) weekdays?: number[];
  @Nested(() => Emergency, { optional: true }) contact?: Emergency;
  @NestedList(() => Emergency, { optional: true }) contacts?: Emergency[];
  @Answers('boolean', { optional: true }) answers?: Record<string, boolean | null>;
}

class Listing extends PageQuery {
  @FlagFromText() @Flag({ optional: true }) archived?: boolean;
}

const REQUIRED = { name: 'Ada', birthDate: '1980-12-10', sex: 'female' };
const pipe = new Validation();
const asBody = (value: unknown): unknown => pipe.transform(value, { type: 'body', metatype: Patient });
const asQuery = (value: unknown): unknown => pipe.transform(value, { type: 'query', metatype: Listing });

function faultsIn(work: () => unknown): readonly Fault[] {
  try {
    work();
  } catch (fault) {
    if (fault instanceof InvalidRequest) return fault.errors;
    throw fault;
  }
  return [];
}

const brief = (work: () => unknown): string[] => faultsIn(work).map(({ pointer, code }) => `${pointer} ${code}`);
const given = (change: object): string[] => brief(() => asBody({ ...REQUIRED, ...change }));

describe('what is right', () => {
  it('becomes the class that describes it', () => {
    const body = asBody({ ...REQUIRED, contact: { name: 'Bo', phone: null }, contacts: [{ name: 'Cy' }], weightKilograms: null });
    expect(body).toBeInstanceOf(Patient);
    expect((body as Patient).contact).toBeInstanceOf(Emergency);
    expect(body).toEqual({ ...REQUIRED, contact: { name: 'Bo', phone: null }, contacts: [{ name: 'Cy' }], weightKilograms: null });
  });

  it('keeps text exactly, and counts characters as a reader does', () => {
    expect(given({ name: ' 👩👩👩👩👩👩👩👩👩' })).toEqual([]);
    expect((asBody({ ...REQUIRED, name: ' Ada ' }) as Patient).name).toBe(' Ada ');
  });

  it('hands instants on in UTC', () => {
    expect(asBody({ ...REQUIRED, seenAt: '2030-03-04T09:00:00-05:00' })).toMatchObject({ seenAt: '2030-03-04T14:00:00.000Z' });
  });

  it('reads the numbers and flags of a query from text', () => {
    expect(asQuery({ limit: '20', archived: 'true' })).toEqual({ limit: 20, archived: true });
  });
});

describe('what is wrong', () => {
  it('is reported all at once, with a pointer to each', () => {
    expect(brief(() => asBody({ name: '', birthDate: '1980-02-30', sex: 'woman', visits: 9 })).sort()).toEqual(['/birthDate date', '/name length', '/sex is-in', '/visits max']);
  });

  it('is required when it is not there, a missing body being an empty one', () => {
    expect(brief(() => asBody({}))).toEqual(['/name required', '/birthDate required', '/sex required']);
    expect(brief(() => asBody(undefined))).toEqual(brief(() => asBody({})));
  });

  it.each([[null], [[]], ['text'], [7], [true]])('is the body %j, which is no object', (body) => {
    expect(brief(() => asBody(body))).toEqual([' wrong-type']);
  });

  it('is null where null is not allowed, which is not the same as absent', () => {
    expect(given({ name: null, visits: null, contact: null, kinds: null })).toHaveLength(4);
    expect(given({ name: null })).not.toEqual(['/name required']);
  });

  it.each([
    [{ name: 7 }, '/name'],
    [{ name: ['Ada'] }, '/name'],
    [{ name: '   ' }, '/name'],
    [{ name: 'A'.repeat(11) }, '/name'],
    [{ email: 'ada@' }, '/email'],
    [{ siteId: '0190000000007000800000000000000G' }, '/siteId'],
    [{ siteId: ['01900000-0000-7000-8000-000000000001'] }, '/siteId'],
    [{ seenAt: '2030-03-04T09:00:00' }, '/seenAt'],
    [{ seenAt: 1_898_866_800_000 }, '/seenAt'],
    [{ birthDate: '1980-12-10T00:00:00Z' }, '/birthDate'],
    [{ from: '24:00' }, '/from'],
    [{ visits: '3' }, '/visits'],
    [{ visits: 1.5 }, '/visits'],
    [{ visits: true }, '/visits'],
    [{ weightKilograms: -0.1 }, '/weightKilograms'],
    [{ weightKilograms: '80' }, '/weightKilograms'],
    [{ consent: 'true' }, '/consent'],
    [{ consent: 1 }, '/consent'],
    [{ sex: ['female'] }, '/sex'],
    [{ kinds: 'a' }, '/kinds'],
    [{ kinds: ['a', 'c'] }, '/kinds'],
    [{ kinds: ['a', 'b', 'a'] }, '/kinds'],
    [{ kinds: { 0: 'a' } }, '/kinds'],
    [{ tags: ['long'] }, '/tags'],
    [{ tags: [null] }, '/tags'],
    [{ weekdays: [1, 8] }, '/weekdays'],
    [{ weekdays: ['1'] }, '/weekdays'],
    [{ contact: 'Bo' }, '/contact'],
    [{ contact: [] }, '/contact'],
    [{ contact: [{ name: 'Bo' }] }, '/contact'],
    [{ contacts: {} }, '/contacts'],
    [{ contacts: [null] }, '/contacts'],
    [{ contacts: ['Bo'] }, '/contacts'],
    [{ contacts: [[]] }, '/contacts'],
    [{ contacts: Array.from({ length: 201 }, () => ({ name: 'x' })) }, '/contacts'],
    [{ answers: [] }, '/answers'],
    [{ answers: 'yes' }, '/answers'],
  ])('is %j', (change, pointer) => {
    const faults = given(change);
    expect(faults).not.toEqual([]);
    for (const fault of faults) expect(fault).toContain(pointer);
  });

  it('is pointed at inside objects and lists', () => {
    expect(given({ contact: {} })).toEqual(['/contact/name required']);
    expect(given({ contact: { name: 'Bo', age: 4 } })).toEqual(['/contact/age unknown-field']);
    expect(given({ contacts: [{ name: 'Bo' }, { name: 5 }] })).toEqual(['/contacts/1/name is-string']);
    expect(given({ contacts: [{ name: 'Bo', 'a/b~': 1 }] })).toEqual(['/contacts/0/a~1b~0 unknown-field']);
  });

  it('is a field that nobody described', () => {
    expect(given({ admin: true })).toEqual(['/admin unknown-field']);
    expect(brief(() => asQuery({ sort: 'name' }))).toEqual(['/sort unknown-field']);
    expect(() => asBody({ ...REQUIRED, admin: true, name: 5 })).toThrow(expect.objectContaining({ code: 'unknown-field' }));
    expect(() => asBody({ ...REQUIRED, name: 5 })).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });

  it('is a field named after what every object has', () => {
    for (const name of ['toString', 'hasOwnProperty', 'valueOf', 'then']) expect(given({ [name]: 'x' })).toEqual([`/${name} unknown-field`]);
  });

  it('never comes back in the message', () => {
    const faults = faultsIn(() => asBody({ name: 'a-secret-that-is-too-long', birthDate: 'a-secret', sex: 'a-secret', email: 'a-secret', 'a-field': 'a-secret' }));
    expect(faults).toHaveLength(5);
    expect(JSON.stringify(faults)).not.toContain('a-secret');
  });
});

describe('a query', () => {
  it.each([{ limit: '0' }, { limit: '201' }, { limit: '1e2' }, { limit: ' 5' }, { limit: '' }, { limit: ['1', '2'] }, { archived: '1' }, { archived: ['true', 'true'] }, { cursor: 'x'.repeat(501) }])(
    '%j is refused',
    (query) => {
      expect(brief(() => asQuery(query))).toHaveLength(1);
    },
  );

  it.each(['__proto__', 'constructor', 'prototype'])('cannot reach its class through %s', (name) => {
    for (const value of ['x', ['a', 'b']]) {
      const query = Object.assign(Object.create(null) as object, { limit: 'not a number' });
      Object.defineProperty(query, name, { value, enumerable: true });
      expect(brief(() => asQuery(query))).toContain(`/${name} unknown-field`);
    }
  });
});

import * as fc from 'fast-check';
import { isDateOnly, normalInstant } from '../../src/platform/http/moments.js';

describe('an instant', () => {
  it.each([
    ['2030-03-04T14:00:00Z', '2030-03-04T14:00:00.000Z'],
    ['2030-03-04T09:00:00-05:00', '2030-03-04T14:00:00.000Z'],
    ['2030-03-04T19:45+05:45', '2030-03-04T14:00:00.000Z'],
    ['2030-03-05T04:00:00+14:00', '2030-03-04T14:00:00.000Z'],
    ['2030-03-04T14:00:00.5Z', '2030-03-04T14:00:00.500Z'],
    ['2030-03-04T14:00:00.123456789Z', '2030-03-04T14:00:00.123Z'],
    ['2029-12-31T23:30:00-01:00', '2030-01-01T00:30:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2030-03-04T14:00:00-00:00', '2030-03-04T14:00:00.000Z'],
  ])('%s is %s', (given, normal) => {
    expect(normalInstant(given)).toBe(normal);
  });

  it.each([
    ['without an offset', '2030-03-04T14:00:00'],
    ['without a time', '2030-03-04'],
    ['with a blank for the T', '2030-03-04 14:00:00Z'],
    ['with small letters', '2030-03-04t14:00:00z'],
    ['on a day that does not exist', '2030-02-29T14:00:00Z'],
    ['in month 13', '2030-13-01T14:00:00Z'],
    ['at 24:00', '2030-03-04T24:00:00Z'],
    ['in minute 60', '2030-03-04T14:60:00Z'],
    ['in a leap second', '2016-12-31T23:59:60Z'],
    ['with an offset nobody uses', '2030-03-04T14:00:00+15:00'],
    ['with an offset without a colon', '2030-03-04T14:00:00+0100'],
    ['before 1900', '1899-12-31T23:59:59Z'],
    ['after 2100', '2101-01-01T00:00:00Z'],
    ['with a year of five digits', '+12030-03-04T14:00:00Z'],
    ['with ten decimals', '2030-03-04T14:00:00.1234567890Z'],
    ['with a line break after it', '2030-03-04T14:00:00Z\n'],
    ['with blanks around it', ' 2030-03-04T14:00:00Z'],
    ['in Arabic digits', '٢٠٣٠-03-04T14:00:00Z'],
    ['as words', 'now'],
    ['as a number', 1_898_866_800_000],
    ['as nothing', null],
    ['as a list', ['2030-03-04T14:00:00Z']],
  ])('is not understood %s', (_how, given) => {
    expect(normalInstant(given)).toBeUndefined();
  });

  it('is the same after being written down once', () => {
    const instants = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-12-31T23:59:59Z'), noInvalidDate: true });
    fc.assert(fc.property(instants, (date) => expect(normalInstant(date.toISOString())).toBe(date.toISOString())));
  });
});

describe('a date', () => {
  it.each(['1900-01-01', '2000-02-29', '2028-02-29', '2030-04-30', '2030-12-31', '2100-12-31'])('%s exists', (text) => {
    expect(isDateOnly(text)).toBe(true);
  });

  it.each(['1899-12-31', '2101-01-01', '1900-02-29', '2100-02-29', '2030-02-29', '2030-04-31', '2030-00-10', '2030-01-00', '2030-1-1', '30-01-01', '2030-01-01Z', '2030-01-01\n', '', 20300101, null])(
    '%j does not',
    (value) => {
      expect(isDateOnly(value)).toBe(false);
    },
  );

  it('exists exactly when the calendar says so', () => {
    const number = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(number(1900, 2100), number(0, 13), number(0, 32), (year, month, day) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const date = new Date(Date.UTC(year, month - 1, day));
        expect(isDateOnly(text)).toBe(date.toISOString().slice(0, 10) === text);
      }),
      { numRuns: 2_000 },
    );
  });
});

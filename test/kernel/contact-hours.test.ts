import { reachableFrom } from '../../src/patients/contact.js';

const from = (at: string, notBefore?: string, notAfter?: string, timeZone = 'UTC'): string => reachableFrom(Date.parse(at), { timeZone, notBefore, notAfter });

describe('reachableFrom', () => {
  it.each([
    ['2030-03-04T12:00:00.000Z', undefined, undefined, '2030-03-04T12:00:00.000Z'],
    ['2030-03-04T08:59:59.999Z', '09:00', '17:00', '2030-03-04T09:00:00.000Z'],
    ['2030-03-04T09:00:00.000Z', '09:00', '17:00', '2030-03-04T09:00:00.000Z'],
    ['2030-03-04T17:00:00.000Z', '09:00', '17:00', '2030-03-04T17:00:00.000Z'],
    ['2030-03-04T17:00:00.001Z', '09:00', '17:00', '2030-03-05T09:00:00.000Z'],
    ['2030-03-04T18:00:00.000Z', undefined, '17:00', '2030-03-05T00:00:00.000Z'],
    ['2030-03-04T03:00:00.000Z', '09:00', undefined, '2030-03-04T09:00:00.000Z'],
    ['2030-03-04T23:00:00.000Z', '21:00', '07:00', '2030-03-04T23:00:00.000Z'],
    ['2030-03-04T06:00:00.000Z', '21:00', '07:00', '2030-03-04T06:00:00.000Z'],
    ['2030-03-04T12:00:00.000Z', '21:00', '07:00', '2030-03-04T21:00:00.000Z'],
  ])('at %s, between %s and %s: %s', (at, notBefore, notAfter, expected) => {
    expect(from(at, notBefore, notAfter)).toBe(expected);
  });

  it('goes by the wall clock where the patient is, across a change of clocks', () => {
    expect(from('2030-03-10T05:30:00Z', '09:00', '17:00', 'America/New_York')).toBe('2030-03-10T13:00:00.000Z');
    expect(from('2030-03-09T23:30:00Z', '02:30', '17:00', 'America/New_York')).toBe('2030-03-10T07:30:00.000Z');
  });
});

import { CONDITION_CATEGORIES, isChronicPain, isIcd10CmShape, isPain, KNOWN_ICD_10_CM, knownIcd10Cm, suggestedIcd11 } from '../../src/patients/chronicity/index.js';

describe('isChronicPain', () => {
  // ICD-11 MG30: longer than three months.
  it.each([
    ['2030-01-15', '2030-04-15', false],
    ['2030-01-15', '2030-04-16', true],
    ['2029-11-30', '2030-02-28', false],
    ['2029-11-30', '2030-03-01', true],
    ['2027-11-30', '2028-02-29', false],
    ['2029-10-05', '2030-01-05', false],
    ['2029-10-05', '2030-01-06', true],
    ['2029-09-30', '2029-12-31', true],
    ['2030-04-15', '2030-04-15', false],
    ['2031-01-01', '2030-04-15', false],
    ['1999-12-31', '2030-04-15', true],
  ])('pain since %s is chronic on %s: %s', (onsetDate, today, chronic) => {
    expect(isChronicPain({ category: 'neuropathic-pain', onsetDate, today })).toBe(chronic);
  });

  it.each([
    ['2030-02-01', false],
    ['2030-04-02', true],
    ['2031-01-01', true],
  ])('pain since 2030-01-01 that ends on %s lasted long enough: %s', (resolvedDate, chronic) => {
    expect(isChronicPain({ category: 'headache', onsetDate: '2030-01-01', resolvedDate, today: '2030-06-01' })).toBe(chronic);
  });

  it('does not count days that are still to come', () => {
    expect(isChronicPain({ category: 'headache', onsetDate: '2030-01-01', resolvedDate: '2031-01-01', today: '2030-02-01' })).toBe(false);
  });

  it('leaves pain of unknown onset open, and what is not pain aside', () => {
    expect(isChronicPain({ category: 'crps', onsetDate: null, today: '2030-06-01' })).toBeNull();
    expect(isChronicPain({ category: 'depression', onsetDate: '2000-01-01', today: '2030-06-01' })).toBe(false);
    expect(() => isChronicPain({ category: 'crps', onsetDate: 'spring', today: '2030-06-01' })).toThrow(RangeError);
  });
});

describe('codes', () => {
  it.each(['G89.4', 'M79.7', 'R52', 'E11.42', 'G43.709', 'F32.A', 'G90.511', 'C7A.00', 'S06.0X0A'])('%s has the shape of ICD-10-CM', (code) => {
    expect(isIcd10CmShape(code)).toBe(true);
  });

  it.each(['', 'g89.4', 'G89.', 'G894', '89.4', 'G89.12345', 'MG30.5', 'G89.4 '])('%j has not', (code) => {
    expect(isIcd10CmShape(code)).toBe(false);
  });

  it('knows common codes by name, families included', () => {
    expect(knownIcd10Cm('M79.7')).toMatchObject({ topic: 'Fibromyalgia', kind: 'pain' });
    expect(knownIcd10Cm('F33.2')?.kind).toBe('mood');
    expect(knownIcd10Cm('G90.521')?.topic).toMatch(/regional/);
    expect(knownIcd10Cm('Z99.9')).toBeNull();
    expect(KNOWN_ICD_10_CM.every(({ code }) => isIcd10CmShape(code))).toBe(true);
    expect(new Set(KNOWN_ICD_10_CM.map(({ code }) => code)).size).toBe(KNOWN_ICD_10_CM.length);
  });

  it('suggests an ICD-11 category for all pain and nothing else', () => {
    for (const category of CONDITION_CATEGORIES) expect(suggestedIcd11(category).length > 0).toBe(isPain(category));
    expect(suggestedIcd11('fibromyalgia')[0]?.code).toBe('MG30.01');
    expect(suggestedIcd11('neuropathic-pain')[0]?.code).toBe('MG30.5');
  });
});

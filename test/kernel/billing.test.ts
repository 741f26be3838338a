import fc from 'fast-check';
import { BILLING_DISCLAIMER, supportedCode, type BillingFacts, type ProcedureCode } from '../../src/sessions/billing/index.js';

const LATER: BillingFacts = {
  kind: 'treatment',
  modality: 'rtms',
  delivered: true,
  signed: true,
  firstTreatmentOfCourse: false,
  mapped: true,
  motorThresholdDetermined: true,
  motorThresholdRedeterminedToday: false,
  otherCodesThatDay: [],
};
const FIRST: BillingFacts = { ...LATER, kind: 'mapping', firstTreatmentOfCourse: true };

// CPT code pages: initial once a course, subsequent per session, re-determination in place of subsequent.
it.each<[string, BillingFacts, ProcedureCode | null, string[]]>([
  ['the first treatment', FIRST, '90867', []],
  ['the first treatment after mapping on another day', { ...FIRST, kind: 'treatment' }, '90867', []],
  ['the first treatment, its threshold of today', { ...FIRST, motorThresholdRedeterminedToday: true }, '90867', []],
  ['the first treatment without mapping', { ...FIRST, mapped: false }, null, ['cortical-mapping']],
  ['the first treatment without threshold', { ...FIRST, motorThresholdDetermined: false }, null, ['motor-threshold']],
  ['mapping without delivery', { ...FIRST, delivered: false }, null, ['delivery']],
  ['a later treatment', LATER, '90868', []],
  ['a later treatment, unsigned', { ...LATER, signed: false }, null, ['signature']],
  ['nothing given, unsigned', { ...LATER, delivered: false, signed: false }, null, ['delivery', 'signature']],
  ['a later treatment with a new threshold', { ...LATER, motorThresholdRedeterminedToday: true }, '90869', []],
  ['a second session of the day', { ...LATER, otherCodesThatDay: ['90868'] }, '90868', []],
  ['a second session after a new threshold that day', { ...LATER, motorThresholdRedeterminedToday: true, otherCodesThatDay: ['90869'] }, '90868', []],
  ['a second session on the first day', { ...LATER, otherCodesThatDay: ['90867'] }, null, []],
  ['theta burst', { ...LATER, modality: 'itbs' }, '90868', []],
  ['deep TMS', { ...LATER, modality: 'deep-tms' }, '90868', []],
  ['tDCS', { ...LATER, modality: 'tdcs' }, null, []],
  ['neurofeedback', { ...LATER, modality: 'neurofeedback' }, null, []],
  ['a follow-up', { ...LATER, kind: 'follow-up', delivered: false }, null, []],
])('%s', (_, facts, code, missing) => {
  const support = supportedCode(facts);
  expect(support.code).toBe(code);
  expect(support.missing.map((each) => each.code)).toEqual(missing);
  expect(support.reasons.length).toBeGreaterThan(0);
  expect(support.disclaimer).toBe(BILLING_DISCLAIMER);
});

it('warns of a second new threshold within a week', () => {
  const again = (days: number | null) => supportedCode({ ...LATER, motorThresholdRedeterminedToday: true, daysSinceLastRedetermination: days }).reasons.map(({ code }) => code);
  expect(again(6)).toContain('threshold-within-a-week');
  expect(again(7)).not.toContain('threshold-within-a-week');
  expect(again(null)).not.toContain('threshold-within-a-week');
});

it('bears out nothing that is undelivered or unsigned, and no two codes whatever the facts', () => {
  const anyFacts = fc.record({
    kind: fc.constantFrom('mapping', 'treatment', 'follow-up'),
    modality: fc.constantFrom('rtms', 'itbs', 'ctbs', 'deep-tms', 'tdcs'),
    delivered: fc.boolean(),
    signed: fc.boolean(),
    firstTreatmentOfCourse: fc.boolean(),
    mapped: fc.boolean(),
    motorThresholdDetermined: fc.boolean(),
    motorThresholdRedeterminedToday: fc.boolean(),
    otherCodesThatDay: fc.subarray(['90867', '90868', '90869'] as const),
  });
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { code, missing } = supportedCode(facts as BillingFacts);
      if (code !== null) expect([facts.delivered, facts.signed, missing.length]).toEqual([true, true, 0]);
      if (code === '90867') expect(facts.firstTreatmentOfCourse && facts.mapped && facts.motorThresholdDetermined).toBe(true);
      if (facts.firstTreatmentOfCourse) expect([null, '90867']).toContain(code);
    }),
    { numRuns: 2000 },
  );
});

import fc from 'fast-check';
import { SCREENING_FORM, ImpossibleScreening, screen, screeningValidity, validateAnswers, type ScreeningAnswers } from '../../src/patients/screening/index.js';

const CODES = SCREENING_FORM.items.map(({ code }) => code);
const ALL_NO: ScreeningAnswers = Object.fromEntries(CODES.map((code) => [code, false]));
const ADULT = { birthDate: '1980-05-01', screenedOn: '2030-03-04' };
const judge = (answers: ScreeningAnswers) => screen({ answers, ...ADULT });
const SEVERITY = { clear: 0, 'needs-review': 1, contraindicated: 2 };

describe('the form', () => {
  it('asks each of the 13 topics of Rossi 2011, two of them in halves', () => {
    const asked = SCREENING_FORM.items.filter(({ lists }) => lists.includes('ifcn-2011')).map(({ code }) => code);
    const thirteen = ['seizure', 'syncope', 'head-injury', 'hearing-loss', 'cochlear-implant', 'pregnancy', 'metal-head', 'neurostimulator', 'pacemaker', 'medication-pump', 'medication', 'prior-tms-problem', 'prior-mri-problem'];
    expect(asked.sort()).toEqual([...thirteen, 'metal-head-documented-safe', 'spinal-cord-stimulator'].sort());
  });

  it('asks each topic of the TASS (Keel 2001)', () => {
    const asked = SCREENING_FORM.items.filter(({ lists }) => lists.includes('tass-2001')).map(({ code }) => code);
    expect(asked).toEqual(expect.arrayContaining(['prior-tms-problem', 'seizure', 'abnormal-eeg', 'brain-lesion', 'head-injury', 'metal-head', 'pacemaker', 'medication-pump', 'frequent-headache', 'medication', 'pregnancy', 'family-epilepsy']));
  });

  it('has 25 items with distinct kebab-case codes, each with source and note', () => {
    expect(new Set(CODES).size).toBe(25);
    for (const { code, topic, note, source, lists } of SCREENING_FORM.items) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect([topic, note, source].every((text) => text.length > 5) && lists.length > 0).toBe(true);
    }
  });
});

describe('screen', () => {
  it('is clear when every answer is no', () => {
    expect(judge(ALL_NO)).toEqual({ formVersion: 'clinic-union-v1', outcome: 'clear', findings: [] });
  });

  it.each(['cochlear-implant', 'metal-head', 'neurostimulator', 'pacemaker', 'medication-pump'])('is contraindicated by %s alone', (code) => {
    expect(judge({ ...ALL_NO, [code]: true })).toMatchObject({ outcome: 'contraindicated', findings: [{ code, answer: 'yes', onYes: 'absolute' }] });
  });

  it.each(SCREENING_FORM.items.filter(({ onYes }) => onYes !== 'absolute').map(({ code, onYes }) => [code, onYes]))('needs a review for %s (%s)', (code, onYes) => {
    expect(judge({ ...ALL_NO, [code]: true })).toMatchObject({ outcome: 'needs-review', findings: [{ code, answer: 'yes', onYes }] });
  });

  it.each(CODES)('takes an unknown or missing %s for something to look at, never for a no', (code) => {
    const { [code]: _left, ...missing } = ALL_NO;
    for (const answers of [{ ...ALL_NO, [code]: null }, missing]) {
      expect(judge(answers)).toMatchObject({ outcome: 'needs-review', findings: [{ code, answer: 'unknown' }] });
    }
  });

  it('finds an empty form unknown throughout', () => {
    expect(judge({})).toMatchObject({ outcome: 'needs-review' });
    expect(judge({}).findings).toHaveLength(CODES.length);
  });

  it.each([
    ['2012-03-04', 'clear'],
    ['2012-03-05', 'needs-review'],
  ])('born %s is %s on 2030-03-04: of age on the eighteenth birthday', (birthDate, outcome) => {
    expect(screen({ answers: ALL_NO, birthDate, screenedOn: '2030-03-04' }).outcome).toBe(outcome);
  });

  it('never improves when an answer turns from no to yes or unknown', () => {
    const form = fc.tuple(...CODES.map(() => fc.constantFrom<boolean | null>(false, false, false, true, null)));
    fc.assert(
      fc.property(form, fc.nat(CODES.length - 1), fc.constantFrom(true, null), (values, index, worse) => {
        const answers = Object.fromEntries(CODES.map((code, at) => [code, values[at] ?? null]));
        const before = judge({ ...answers, [CODES[index] ?? '']: false });
        const after = judge({ ...answers, [CODES[index] ?? '']: worse });
        expect(SEVERITY[after.outcome]).toBeGreaterThanOrEqual(Math.max(SEVERITY[before.outcome], 1));
        expect(after.findings).toHaveLength(before.findings.length + 1);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('validateAnswers', () => {
  it.each([
    [{ seizur: false }, { pointer: '/answers/seizur', code: 'unknown-item' }],
    [{ 'a/b~c': true }, { pointer: '/answers/a~1b~0c', code: 'unknown-item' }],
    [JSON.parse('{"__proto__": true}'), { pointer: '/answers/__proto__', code: 'unknown-item' }],
    [{ toString: true }, { pointer: '/answers/toString', code: 'unknown-item' }],
    [{ seizure: 'no' }, { pointer: '/answers/seizure', code: 'not-a-boolean' }],
    [{ seizure: 0 }, { pointer: '/answers/seizure', code: 'not-a-boolean' }],
    [[], { pointer: '/answers', code: 'not-an-object' }],
    [null, { pointer: '/answers', code: 'not-an-object' }],
  ])('refuses %j', (answers: unknown, issue) => {
    expect(validateAnswers(answers)).toEqual([expect.objectContaining(issue)]);
  });

  it('accepts a partial form, which is then not clear', () => {
    expect(validateAnswers({ seizure: false, syncope: null })).toEqual([]);
  });

  it('guards the judgement too', () => {
    expect(() => judge({ seizur: false })).toThrow(ImpossibleScreening);
  });
});

describe('screeningValidity', () => {
  it.each([
    ['2030-03-04', '2030-03-04', true],
    ['2029-03-05', '2030-03-04', true],
    ['2029-03-04', '2030-03-04', false],
    ['2028-02-29', '2029-02-28', true],
    ['2028-02-29', '2029-03-01', false],
  ])('of %s on %s: %s', (screenedOn, today, valid) => {
    expect(screeningValidity({ screenedOn, today }).valid).toBe(valid);
  });

  it('ends with a new course', () => {
    expect(screeningValidity({ screenedOn: '2030-01-01', today: '2030-03-04', usedByAnotherCourse: true })).toMatchObject({ valid: false, reason: 'new-course' });
  });
});

import fc from 'fast-check';
import { evaluatePreSessionCheck, ImpossiblePreSessionAnswers, PRE_SESSION_FORM, validatePreSessionAnswers, type ChangedMedication, type PreSessionAnswers } from '../../src/sessions/pre-session-check/index.js';

const codesOf = (kind: string) => PRE_SESSION_FORM.items.filter((item) => item.kind === kind).map(({ code }) => code);
const ROUTINE: PreSessionAnswers = Object.fromEntries(PRE_SESSION_FORM.items.flatMap(({ code, kind }) => (kind === 'number' ? [] : [[code, kind === 'confirmation']])));
const WARNING = ['sleep-4-to-6-hours', 'alcohol-8-hours', 'other-illness', 'effect-after-last-session', 'meals-or-caffeine'];

describe('a routine day', () => {
  it('passes without a finding, with and without numbers', () => {
    expect(evaluatePreSessionCheck(ROUTINE)).toEqual({ formVersion: 'daily-v1', outcome: 'pass', findings: [] });
    expect(evaluatePreSessionCheck({ ...ROUTINE, 'pain-now': 8, 'pain-average-24-hours': 6.5, 'headache-now': 6 }).findings).toEqual([]);
  });

  it('passes with any number in range', () => {
    for (const { code, minimum, maximum } of PRE_SESSION_FORM.items.filter(({ kind }) => kind === 'number')) {
      for (const value of [minimum, maximum, null]) expect(evaluatePreSessionCheck({ ...ROUTINE, [code]: value }).outcome).toBe('pass');
    }
  });
});

describe('a risk', () => {
  it.each(codesOf('risk').filter((code) => !WARNING.includes(code)))('%s alone holds', (code) => {
    expect(evaluatePreSessionCheck({ ...ROUTINE, [code]: true })).toMatchObject({ outcome: 'held', findings: [{ code, level: 'stop', overridable: true, provenance: 'design-default' }] });
  });

  it.each(WARNING)('%s alone is told and does not hold', (code) => {
    const { outcome, findings } = evaluatePreSessionCheck({ ...ROUTINE, [code]: true });
    expect([outcome, findings.length, findings[0]?.code]).toEqual(['pass', 1, code]);
    expect(findings[0]?.level).not.toBe('stop');
  });

  it.each<[ChangedMedication | undefined, string]>([
    ['high', 'held'],
    ['not-looked-up', 'held'],
    [undefined, 'held'],
    ['moderate', 'pass'],
    ['raises-threshold', 'pass'],
    ['unlisted', 'pass'],
  ])('a change of a medicine that is %s: %s', (changed, outcome) => {
    expect(evaluatePreSessionCheck({ ...ROUTINE, 'medication-change': true }, changed)).toMatchObject({ outcome, findings: [{ code: 'medication-change' }] });
  });

  it.each([
    [6.9, 0],
    [7, 1],
  ])('a headache of %d gives %d warnings', (headache, warnings) => {
    expect(evaluatePreSessionCheck({ ...ROUTINE, 'headache-now': headache }).findings).toHaveLength(warnings);
  });
});

describe('what is missing', () => {
  it.each([...codesOf('risk'), ...codesOf('confirmation')])('%s unanswered holds', (code) => {
    const { [code]: _left, ...missing } = ROUTINE;
    for (const answers of [missing, { ...ROUTINE, [code]: null }]) {
      expect(evaluatePreSessionCheck(answers, 'unlisted')).toMatchObject({ outcome: 'held', findings: [{ code, level: 'stop' }] });
    }
  });

  it.each(codesOf('confirmation'))('%s not confirmed holds, and nobody can wave it through', (code) => {
    expect(evaluatePreSessionCheck({ ...ROUTINE, [code]: false })).toMatchObject({ outcome: 'held', findings: [{ code, overridable: false }] });
  });

  it('an empty form is held by every question', () => {
    expect(evaluatePreSessionCheck({}).findings).toHaveLength(codesOf('risk').length + codesOf('confirmation').length);
  });

  it('no form with a risky or missing answer is without a finding, whatever the rest', () => {
    const codes = Object.keys(ROUTINE);
    fc.assert(
      fc.property(fc.tuple(...codes.map(() => fc.constantFrom<boolean | null>(true, false, null))), (values) => {
        const answers = Object.fromEntries(codes.map((code, at) => [code, values[at] ?? null]));
        const odd = codes.filter((code) => answers[code] !== ROUTINE[code]);
        expect(evaluatePreSessionCheck(answers).findings.map(({ code }) => code).sort()).toEqual([...odd].sort());
      }),
      { numRuns: 1000 },
    );
  });
});

describe('validatePreSessionAnswers', () => {
  it.each<[unknown, string, string]>([
    [{ sleep: true }, '/answers/sleep', 'unknown-item'],
    [JSON.parse('{"__proto__": 1}'), '/answers/__proto__', 'unknown-item'],
    [{ fever: 'no' }, '/answers/fever', 'not-a-boolean'],
    [{ 'ear-protection': 1 }, '/answers/ear-protection', 'not-a-boolean'],
    [{ 'pain-now': true }, '/answers/pain-now', 'not-a-number'],
    [{ 'pain-now': Number.NaN }, '/answers/pain-now', 'not-a-number'],
    [{ 'pain-now': 10.5 }, '/answers/pain-now', 'out-of-range'],
    [{ 'pain-now': -1 }, '/answers/pain-now', 'out-of-range'],
    ['yes', '/answers', 'not-an-object'],
  ])('refuses %j', (answers, pointer, code) => {
    expect(validatePreSessionAnswers(answers)).toEqual([expect.objectContaining({ pointer, code })]);
  });

  it('guards the judgement too', () => {
    expect(() => evaluatePreSessionCheck({ sleep: true })).toThrow(ImpossiblePreSessionAnswers);
    expect(validatePreSessionAnswers(ROUTINE)).toEqual([]);
  });
});

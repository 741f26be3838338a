import fc from 'fast-check';
import { isAnswered, offLabel, readiness, type LabelledProtocol, type ReadinessFacts, type SafetyFinding } from '../../src/courses/readiness/index.js';

const finding = (rule: string, severity: SafetyFinding['severity']): SafetyFinding => ({ rule, severity, limit: 5, actual: 10, explanation: `${rule} was found.`, source: 'a table', provenance: 'recalled' });

const READY: ReadinessFacts = {
  screening: 'cleared',
  treatmentConsent: true,
  offLabelConsent: true,
  offLabel: true,
  combined: true,
  combinedConsent: true,
  protocolPublished: true,
  protocolRetired: false,
  patientArchived: false,
  condition: 'named',
  findings: [finding('S05', 'override'), finding('S06', 'info'), finding('S21', 'warn')],
  overrides: [{ rule: 'S05' }],
};

describe('readiness', () => {
  it('lets a course begin when nothing is missing', () => {
    expect(readiness(READY)).toEqual({ ready: true, missing: [] });
  });

  it.each<[string, Partial<ReadinessFacts>, string, string | null]>([
    ['no screening', { screening: 'missing' }, 'screening-missing', null],
    ['an undecided screening', { screening: 'needs-review' }, 'screening-not-cleared', null],
    ['a contraindication', { screening: 'contraindicated' }, 'screening-not-cleared', null],
    ['an excluded patient', { screening: 'excluded' }, 'screening-not-cleared', null],
    ['an old screening', { screening: 'expired' }, 'screening-expired', null],
    ['no consent', { treatmentConsent: false }, 'treatment-consent-missing', null],
    ['no consent to off-label use', { offLabelConsent: false }, 'off-label-consent-missing', null],
    ['no consent to a current with the pulses', { combinedConsent: false }, 'combined-consent-missing', null],
    ['an answer to something else that the rule had found', { overrides: [{ rule: 'S05', answered: ['9'] }] }, 'safety-finding-unanswered', 'S05'],
    ['an answer from before there was anything', { overrides: [{ rule: 'S05', answered: [] }] }, 'safety-finding-unanswered', 'S05'],
    ['a protocol in draft', { protocolPublished: false }, 'protocol-not-published', null],
    ['a protocol that was retired', { protocolRetired: true }, 'protocol-retired', null],
    ['an archived patient', { patientArchived: true }, 'patient-archived', null],
    ['no condition', { condition: 'missing' }, 'condition-missing', 'S29'],
    ['a condition that is over', { condition: 'resolved' }, 'condition-resolved', 'condition-resolved'],
    ['an unanswered finding', { overrides: [] }, 'safety-finding-unanswered', 'S05'],
    ['an answer to another finding', { overrides: [{ rule: 'S04' }] }, 'safety-finding-unanswered', 'S05'],
    ['a hard finding', { findings: [finding('S02', 'hard')] }, 'hard-safety-finding', 'S02'],
    ['a hard finding that somebody answered', { findings: [finding('S02', 'hard')], overrides: [{ rule: 'S02' }] }, 'hard-safety-finding', 'S02'],
  ])('names exactly %s', (_, change, code, rule) => {
    const { ready, missing } = readiness({ ...READY, ...change });
    expect(ready).toBe(false);
    expect(missing).toHaveLength(1);
    expect(missing[0]).toMatchObject(rule === null ? { code } : { code, rule });
    expect(missing[0]?.message).toMatch(/\.$/);
  });

  it('asks for no off-label consent where the use is on label, and for no condition where none is required', () => {
    expect(readiness({ ...READY, offLabel: false, offLabelConsent: false, condition: 'not-required' }).ready).toBe(true);
  });

  it('takes a word of a clinician for the pain that is not named, and for one that is over', () => {
    const answered = (rule: string): Partial<ReadinessFacts> => ({ overrides: [{ rule: 'S05' }, { rule }] });
    expect(readiness({ ...READY, condition: 'missing', ...answered('S29') }).ready).toBe(true);
    expect(readiness({ ...READY, condition: 'resolved', ...answered('condition-resolved') }).ready).toBe(true);
  });

  it('opens neither screening nor consent by an override', () => {
    const overrides = ['S25', 'S27', 'screening-missing', 'treatment-consent-missing', 'off-label-consent-missing', 'protocol-retired', 'patient-archived'].map((rule) => ({ rule }));
    const { missing } = readiness({ ...READY, findings: [], screening: 'missing', treatmentConsent: false, offLabelConsent: false, protocolRetired: true, patientArchived: true, overrides });
    expect(missing.map(({ code }) => code)).toEqual(['patient-archived', 'protocol-retired', 'screening-missing', 'treatment-consent-missing', 'off-label-consent-missing']);
  });

  it('tells all at once: as many items as faults, whatever their combination', () => {
    const faults: Partial<ReadinessFacts>[] = [{ screening: 'expired' }, { treatmentConsent: false }, { offLabelConsent: false }, { protocolPublished: false }, { patientArchived: true }, { condition: 'missing' }, { overrides: [] }];
    fc.assert(
      fc.property(fc.subarray(faults), (chosen) => {
        expect(readiness(Object.assign({}, READY, ...chosen)).missing).toHaveLength(chosen.length);
      }),
    );
  });
});

describe('offLabel', () => {
  const depression: LabelledProtocol = { indications: ['depression'], clearances: [{ region: 'us', indications: ['major depressive disorder'] }] };
  const pain: LabelledProtocol = { indications: ['neuropathic-pain'], clearances: [] };
  const pretender: LabelledProtocol = { indications: ['neuropathic-pain'], clearances: [{ region: 'us' }, { region: 'eu' }] };
  const migraine: LabelledProtocol = { indications: ['migraine'], clearances: [{ region: 'US' }] };

  it.each<[string, LabelledProtocol, string | null, 'us' | 'eu', boolean]>([
    ['depression, cleared', depression, 'depression', 'us', false],
    ['depression, cleared elsewhere only', depression, 'depression', 'eu', true],
    ['a depression protocol for anxiety', depression, 'anxiety', 'us', true],
    ['a depression protocol for pain', depression, 'neuropathic-pain', 'us', true],
    ['a depression protocol, no condition named', depression, null, 'us', false],
    ['pain', pain, 'neuropathic-pain', 'us', true],
    ['pain in Europe without a mark', pain, 'neuropathic-pain', 'eu', true],
    ['pain, no condition named', pain, null, 'us', true],
    ['pain that claims an FDA clearance', pretender, 'neuropathic-pain', 'us', true],
    ['pain with the CE mark', pretender, 'neuropathic-pain', 'eu', false],
    ['fibromyalgia by a mark for neuropathic pain', pretender, 'fibromyalgia', 'eu', true],
    ['migraine', migraine, 'headache', 'us', false],
    ['nothing said', { indications: [], clearances: [{ region: 'us' }] }, null, 'us', true],
  ])('%s', (_, protocol, category, region, expected) => {
    expect(offLabel(protocol, category, region).offLabel).toBe(expected);
  });
});

it('a signature for a day’s pulses is one for fewer of them, and not for more', () => {
  const answers = [{ rule: 'S13', answered: ['6000 pulses a day'] }];
  expect(['4500', '6000', '6001', '60000'].map((pulses) => isAnswered({ rule: 'S13', actual: `${pulses} pulses a day` }, answers))).toEqual([true, true, false, false]);
  expect(isAnswered({ rule: 'S14', actual: '4500 pulses a day' }, answers)).toBe(false);
});

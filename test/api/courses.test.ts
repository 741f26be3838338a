import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { clearScreening, newPatient, publishedProtocol } from '../support/world.js';

/** Everything a course needs to begin, each of which a test may leave out. */
interface Intake {
  screening?: Record<string, boolean | null> | null;
  treatmentConsent?: boolean;
  offLabelConsent?: boolean;
  combinedConsent?: boolean;
  overrides?: string[];
  side?: string | null;
  hemisphere?: string;
  /** False: the course does not say what it treats. */
  namesCondition?: boolean;
  /** What happens between prescribing and activating. */
  meanwhile?: 'condition-resolved' | 'protocol-retired' | 'patient-archived' | 'another-course';
  medicines?: Json[];
  adjuncts?: Json[];
}

const HIGH_RISK = { name: 'Clozapine', dose: '100 mg', frequency: 'daily', startedOn: '2029-01-01' };
const MODERATE = ['Sertraline', 'Quetiapine'].map((name) => ({ name, dose: '50 mg', frequency: 'daily', startedOn: '2029-01-01' }));

describe('a course', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  async function prescribe({ screening = {}, treatmentConsent = true, offLabelConsent = true, combinedConsent = true, side = 'right', hemisphere, namesCondition = true, meanwhile, medicines = [], adjuncts = [] }: Intake): Promise<Json> {
    const [patientId, clinician] = [await newPatient(clinic), clinic.as('clinician')];
    if (screening) expectStatus(await clinician.post(`/v1/patients/${patientId}/screenings`, { answers: { ...(await clearScreening(clinic)), ...screening } }), 201);
    for (const kind of [...(treatmentConsent ? ['treatment'] : []), ...(offLabelConsent ? ['off-label'] : []), ...(combinedConsent ? ['combined-stimulation'] : [])]) {
      expectStatus(await clinician.post(`/v1/patients/${patientId}/consents`, { kind, signedAt: '2030-03-01T10:00:00Z', documentVersion: '1', signedBy: 'R. Example' }), 201);
    }
    const condition = expectStatus(await clinician.post(`/v1/patients/${patientId}/conditions`, { icd10: 'G62.9', description: 'x', category: 'neuropathic-pain', side, onsetDate: '2028-01-01' }), 201);
    for (const medicine of medicines) expectStatus(await clinician.post(`/v1/patients/${patientId}/medications`, medicine), 201);
    const protocolId = meanwhile === 'protocol-retired' ? await ownCopy() : String((await publishedProtocol(clinic, 'm1-hf10-attal-2021')).id);
    const prescription = { patientId, protocolId, ...(namesCondition && { conditionId: condition.id }), target: { method: 'motor-hotspot' }, ...(hemisphere && { hemisphere }) };
    const course = expectStatus(await clinician.post('/v1/courses', prescription), 201);
    for (const adjunct of adjuncts) expectStatus(await clinician.post(`/v1/courses/${course.id}/adjuncts`, { plan: 'x', startedOn: '2030-03-04', ...adjunct }), 201);
    if (meanwhile === 'condition-resolved') expectStatus(await clinician.patch(`/v1/patients/${patientId}/conditions/${condition.id}`, { resolvedDate: '2030-03-01' }), 200);
    if (meanwhile === 'protocol-retired') expectStatus(await clinician.post(`/v1/protocols/${protocolId}/retire`), 200);
    if (meanwhile === 'patient-archived') expectStatus(await clinician.post(`/v1/patients/${patientId}/archive`), 200);
    if (meanwhile === 'another-course') {
      const other = expectStatus(await clinician.post('/v1/courses', prescription), 201);
      expectStatus(await activate(other.id), 200);
      // The other one has used up the screening.
      service.clock.advanceMinutes(1);
      expectStatus(await clinician.post(`/v1/patients/${patientId}/screenings`, { answers: await clearScreening(clinic) }), 201);
    }
    return course;
  }

  /** The pain protocol under a code of its own, to be retired. */
  async function ownCopy(): Promise<string> {
    const clinician = clinic.as('clinician');
    const { modality, targetRegion, hemisphere, stimulation, sessionMinutes, phases, indications, evidence } = await publishedProtocol(clinic, 'm1-hf10-attal-2021');
    const { id } = expectStatus(await clinician.post('/v1/protocols', { code: 'to-retire', name: 'x', modality, targetRegion, hemisphere, stimulation, sessionMinutes, phases, indications, evidence }), 201);
    expectStatus(await clinician.post(`/v1/protocols/${id}/versions/1/publish`), 200);
    return String(id);
  }

  const activate = (id: string, rules: string[] = ['S05']) =>
    clinic.as('clinician').post(`/v1/courses/${id}/activate`, { overrides: rules.map((rule) => ({ rule, rationale: 'as published' })) });

  it.each<[string, Intake, string[]]>([
    ['nothing', {}, []],
    ['the screening', { screening: null }, ['screening-missing']],
    ['a decision on a finding', { screening: { syncope: true } }, ['screening-not-cleared']],
    ['an answer to an item, which is not known then', { screening: { seizure: null } }, ['screening-not-cleared']],
    ['a head without an implant', { screening: { 'cochlear-implant': true } }, ['screening-not-cleared']],
    ['consent to treatment', { treatmentConsent: false }, ['treatment-consent-missing']],
    ['consent to off-label use', { offLabelConsent: false }, ['off-label-consent-missing']],
    ['an answer to the finding on its dose', { overrides: [] }, ['safety-finding-unanswered S05']],
    ['the side of pain', { side: null }, ['safety-finding-unanswered S29']],
    ['the side opposite to the pain', { hemisphere: 'right' }, ['safety-finding-unanswered S29']],
    ['the condition that its side depends on', { namesCondition: false }, ['condition-missing S29']],
    ['a condition that is not over', { meanwhile: 'condition-resolved' }, ['condition-resolved condition-resolved']],
    ['a protocol that is still used', { meanwhile: 'protocol-retired' }, ['protocol-retired']],
    ['a patient who is not archived', { meanwhile: 'patient-archived' }, ['patient-archived']],
    ['the place of its modality to itself', { meanwhile: 'another-course' }, ['another-course-active another-course-active']],
    ['a word on a medicine of high risk', { medicines: [HIGH_RISK] }, ['safety-finding-unanswered medication-risk']],
    ['a word on two medicines of moderate risk', { medicines: MODERATE }, ['safety-finding-unanswered medication-risk']],
    ['a word on a medicine begun a week ago', { medicines: [{ ...HIGH_RISK, name: 'Sertraline', startedOn: '2030-02-25' }] }, ['safety-finding-unanswered medication-risk']],
    ['a word on a medicine whose name may hide a listed drug', { medicines: [{ ...HIGH_RISK, name: 'Clozapime' }] }, ['safety-finding-unanswered medication-name']],
    ['a word on one that was just stopped under such a name', { medicines: [{ ...HIGH_RISK, name: 'Lorazepan', stoppedOn: '2030-03-03' }] }, ['safety-finding-unanswered medication-name']],
    ['nothing, with one that was stopped long ago under such a name', { medicines: [{ ...HIGH_RISK, name: 'Lorazepan', stoppedOn: '2030-02-01' }] }, []],
    ['nothing, with one medicine of moderate risk', { medicines: MODERATE.slice(1) }, []],
    ['consent to the current that goes with it', { combinedConsent: false, overrides: ['S05', 'adjunct-tdcs'], adjuncts: [{ kind: 'tdcs', timing: { relation: 'before' } }] }, ['combined-consent-missing']],
    ['nothing, with a consent to a combination that it does not have', { combinedConsent: false }, []],
    ['a word on the current that goes with it', { adjuncts: [{ kind: 'tdcs', timing: { relation: 'before' } }] }, ['safety-finding-unanswered adjunct-tdcs']],
  ])('that lacks %s', async (_what, intake, missing) => {
    const { id } = await prescribe(intake);
    const answer = await activate(id, intake.overrides);
    if (missing.length === 0) {
      expect(expectStatus(answer, 200)).toMatchObject({ status: 'active', overrides: [{ rule: 'S05', rationale: 'as published', givenBy: clinic.staff.clinician.id }] });
      return;
    }
    const problem = expectStatus(answer, 409);
    expect(problem.code).toBe('not-ready');
    expect(problem.missing.map(({ code, rule }: Json) => [code, rule].filter(Boolean).join(' '))).toEqual(missing);
    expect(expectStatus(await clinic.as('clinician').get(`/v1/courses/${id}`), 200)).toMatchObject({ status: 'draft', overrides: [] });
  });

  it('takes the clinician’s answer to what may be answered, and then begins', async () => {
    const { id } = await prescribe({ namesCondition: false, medicines: [HIGH_RISK] });
    const { missing } = expectStatus(await activate(id), 409);
    expect(missing.map(({ rule }: Json) => rule)).toEqual(['S29', 'medication-risk']);
    expectStatus(await activate(id, ['S05', 'S29', 'medication-risk']), 200);
  });

  it('does not ask again for medicines that a clinician has weighed at the screening, until one changes', async () => {
    const { id, patientId } = await prescribe({ screening: { medication: true }, medicines: [HIGH_RISK] });
    const clinician = clinic.as('clinician');
    const { items } = expectStatus(await clinician.get(`/v1/patients/${patientId}/screenings`), 200);
    service.clock.advanceMinutes(1);
    expectStatus(await clinician.post(`/v1/patients/${patientId}/screenings/${items[0].id}/review`, { decision: 'cleared', rationale: 'Clozapine since 2029, level checked.' }), 200);
    service.clock.advanceMinutes(1);
    expectStatus(await clinician.post(`/v1/patients/${patientId}/medications`, { ...HIGH_RISK, name: 'Quetiapine' }), 201);
    expect(expectStatus(await activate(id), 409).missing).toMatchObject([{ rule: 'medication-risk' }]);
    expectStatus(await activate(id, ['S05', 'medication-risk']), 200);
    const seen = await prescribe({ screening: { medication: true }, medicines: [HIGH_RISK] });
    const screening = expectStatus(await clinician.get(`/v1/patients/${seen.patientId}/screenings`), 200).items[0];
    expectStatus(await clinician.post(`/v1/patients/${seen.patientId}/screenings/${screening.id}/review`, { decision: 'cleared', rationale: 'as above' }), 200);
    expectStatus(await clinician.post(`/v1/patients/${seen.patientId}/medications`, { ...HIGH_RISK, name: 'Paracetamol' }), 201);
    expectStatus(await activate(seen.id), 200);
  });

  it('warns where place, indication or age of the pain do not fit the protocol', async () => {
    const clinician = clinic.as('clinician');
    const patientId = await newPatient(clinic);
    const { id: conditionId } = expectStatus(await clinician.post(`/v1/patients/${patientId}/conditions`, { icd10: 'M54.50', description: 'x', category: 'musculoskeletal-pain', side: 'right', onsetDate: '2030-02-01' }), 201);
    const { id: protocolId } = await publishedProtocol(clinic, 'm1-hf10-attal-2021');
    const target = { method: 'beam-f3', headMeasures: { nasionInionCentimetres: 36, tragusTragusCentimetres: 37, circumferenceCentimetres: 57, xCentimetres: 6.4, yCentimetres: 9.1 }, coordinates: { x: 41, y: 41, z: 33, space: 'mni152' }, coilAngleDegrees: 45 };
    const course = expectStatus(await clinician.post('/v1/courses', { patientId, protocolId, conditionId, target }), 201);
    expect(course.target).toEqual(target);
    expect(course.warnings.map(({ code }: Json) => code)).toEqual(['method-of-another-target', 'coordinates-other-side', 'other-indication', 'not-chronic']);
    expectStatus(await clinician.post('/v1/courses', { patientId, protocolId, conditionId, target: { method: 'eeg-10-20', position: 'ear' } }), 400);
    expect((await prescribe({})).warnings).toEqual([]);
  });

  it('tells everything that is missing at once', async () => {
    const { id } = await prescribe({ screening: null, treatmentConsent: false, offLabelConsent: false });
    const { missing } = expectStatus(await activate(id, []), 409);
    expect(missing.map(({ code }: Json) => code)).toEqual(['screening-missing', 'treatment-consent-missing', 'off-label-consent-missing', 'safety-finding-unanswered']);
  });

  it('needs a screening of its own: one that another course began on has served', async () => {
    const first = await prescribe({});
    service.clock.advanceMinutes(1);
    expectStatus(await activate(first.id), 200);
    const clinician = clinic.as('clinician');
    const { patientId, protocolId, conditionId } = first;
    expectStatus(await clinician.post(`/v1/courses/${first.id}/discontinue`, { reason: 'Moved away for a while' }), 200);
    const second = expectStatus(await clinician.post('/v1/courses', { patientId, protocolId, conditionId, target: { method: 'motor-hotspot' } }), 201);
    expect(expectStatus(await activate(second.id), 409).missing.map(({ code }: Json) => code)).toEqual(['screening-expired']);
    expectStatus(await clinician.post(`/v1/patients/${patientId}/screenings`, { answers: await clearScreening(clinic) }), 201);
    expectStatus(await activate(second.id), 200);
  });

  it('needs a screening that nothing has overtaken', async () => {
    const { id, patientId } = await prescribe({});
    const clinician = clinic.as('clinician');
    const path = `/v1/patients/${patientId}/screenings`;
    const [{ id: screeningId }] = expectStatus(await clinician.get(path), 200).items;
    expectStatus(await clinic.as('front-desk').post(`${path}/${screeningId}/void`, { cause: 'implant', note: 'hip' }), 403);
    expectStatus(await clinician.post(`${path}/${screeningId}/void`, { cause: 'holiday', note: 'hip' }), 400);
    expect(expectStatus(await clinic.as('operator').post(`${path}/${screeningId}/void`, { cause: 'implant', note: 'An aneurysm clip, in May.' }), 200)).toMatchObject({ outcome: 'clear', voided: { cause: 'implant', by: clinic.staff.operator.id } });
    expectStatus(await clinician.post(`${path}/${screeningId}/void`, { cause: 'implant', note: 'again' }), 409);
    expect(expectStatus(await activate(id), 409).missing.map(({ code }: Json) => code)).toEqual(['screening-expired']);
    service.clock.advanceMinutes(1);
    expectStatus(await clinician.post(path, { answers: await clearScreening(clinic) }), 201);
    expectStatus(await activate(id), 200);
  });

  it('moves only as its states allow', async () => {
    const { id } = await prescribe({});
    const move = async (verb: string, body: Json = {}) => (await clinic.as('clinician').post(`/v1/courses/${id}/${verb}`, body)).status;
    expect([await move('pause'), await move('resume'), await move('complete')]).toEqual([409, 409, 409]);
    expectStatus(await activate(id), 200);
    expect([(await activate(id)).status, await move('resume'), await move('pause'), await move('pause'), await move('resume')]).toEqual([409, 409, 200, 409, 200]);
    expect([await move('discontinue'), await move('discontinue', { reason: 'moved away' }), await move('complete'), await move('discontinue', { reason: 'again' })]).toEqual([400, 200, 409, 409]);
  });

  it.each([[54, 80, 43, true], [84, 80, 67, true], [99, 80, 79, true]])('doses a threshold of %s %% by its protocol of %s %%: %s %% of output', async (percentMso, _intensity, output, deliverable) => {
    const { id } = await prescribe({});
    const measured = await clinic.as('operator').post(`/v1/courses/${id}/motor-thresholds`, { percentMso, method: 'emg', measuredAt: '2030-03-04T13:00:00Z', hemisphere: 'left' });
    expect(expectStatus(measured, 201)).toMatchObject({ outputPercentMso: output, deliverable });
    expect(expectStatus(await clinic.as('clinician').get(`/v1/courses/${id}`), 200).intensity).toMatchObject({ percentRmt: 80, outputPercentMso: output });
  });

  it('refuses a threshold of the future, and warns of one taken by sight', async () => {
    const { id } = await prescribe({});
    const threshold = { percentMso: 54, method: 'visual', measuredAt: '2030-03-04T13:00:00Z', hemisphere: 'left' };
    expect(expectStatus(await clinic.as('operator').post(`/v1/courses/${id}/motor-thresholds`, { ...threshold, measuredAt: '2030-03-05T13:00:00Z' }), 400).errors[0].pointer).toBe('/measuredAt');
    expect(expectStatus(await clinic.as('operator').post(`/v1/courses/${id}/motor-thresholds`, threshold), 201).warnings).toMatchObject([{ code: 'threshold-by-sight' }]);
  });

  it('keeps how a threshold was found and what for, and doubts one that its own pulses do not show', async () => {
    const { id } = await prescribe({});
    const measure = (changes: Json) => clinic.as('operator').post(`/v1/courses/${id}/motor-thresholds`, { percentMso: 54, method: 'emg', measuredAt: '2030-03-04T13:00:00Z', hemisphere: 'left', ...changes });
    const trials = Array.from({ length: 10 }, (_unused, index) => ({ outputPercentMso: 54, mepMicrovolts: index < 4 ? 80.5 : 20 }));
    const found = { muscle: 'fdi', hotspot: '5 cm left of the vertex', coilAngleDegrees: 45, occasion: 'medication-change', trials };
    const kept = expectStatus(await measure(found), 201);
    expect(kept).toMatchObject({ ...found, warnings: [{ code: 'trials-disagree', message: expect.stringContaining('4 of 10') }] });
    expect(expectStatus(await clinic.as('clinician').get(`/v1/courses/${id}/motor-thresholds/${kept.id}`), 200)).toEqual(kept);
    expect(expectStatus(await measure({ method: 'vendor-algorithm' }), 201)).toMatchObject({ muscle: null, hotspot: null, coilAngleDegrees: null, occasion: null, trials: null });
    const wrong = { muscle: 'biceps', coilAngleDegrees: 360, occasion: 'boredom', trials: [{ outputPercentMso: 101, twitch: true }] };
    expect(expectStatus(await measure(wrong), 400).errors.map(({ pointer }: Json) => pointer).sort()).toEqual(['/coilAngleDegrees', '/muscle', '/occasion', '/trials/0/outputPercentMso']);
    const unclear = [{ outputPercentMso: 54 }, { outputPercentMso: 54, twitch: true }, { outputPercentMso: 54, twitch: true, mepMicrovolts: 60 }];
    expect(expectStatus(await measure({ trials: unclear }), 400).errors.map(({ pointer }: Json) => pointer)).toEqual(['/trials/0', '/trials/2']);
    expectStatus(await measure({ trials: [] }), 400);
  });

  it('shows the front desk what it books with, and nothing clinical', async () => {
    const { id } = await prescribe({});
    const seen = expectStatus(await clinic.as('front-desk').get(`/v1/courses/${id}`), 200);
    expect(Object.keys(seen).sort()).toEqual(['activatedAt', 'createdAt', 'endedAt', 'id', 'modality', 'patientId', 'progress', 'sessionMinutes', 'status']);
    expectStatus(await clinic.as('front-desk').get(`/v1/courses/${id}/motor-thresholds`), 403);
  });
});

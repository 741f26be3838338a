import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { clearScreening, newPatient, publishedProtocol } from '../support/world.js';

/** Everything a course needs to begin, each of which a test may leave out. */
interface Intake {
  screening?: Record<string, boolean | null> | null;
  treatmentConsent?: boolean;
  offLabelConsent?: boolean;
  overrides?: string[];
  side?: string | null;
  hemisphere?: string;
}

describe('a course', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  async function prescribe({ screening = {}, treatmentConsent = true, offLabelConsent = true, side = 'right', hemisphere }: Intake): Promise<Json> {
    const [patientId, clinician] = [await newPatient(clinic), clinic.as('clinician')];
    if (screening) expectStatus(await clinician.post(`/v1/patients/${patientId}/screenings`, { answers: { ...(await clearScreening(clinic)), ...screening } }), 201);
    for (const kind of [...(treatmentConsent ? ['treatment'] : []), ...(offLabelConsent ? ['off-label'] : [])]) {
      expectStatus(await clinician.post(`/v1/patients/${patientId}/consents`, { kind, signedAt: '2030-03-01T10:00:00Z', documentVersion: '1', signedBy: 'R. Example' }), 201);
    }
    const condition = expectStatus(await clinician.post(`/v1/patients/${patientId}/conditions`, { icd10: 'G62.9', description: 'x', category: 'neuropathic-pain', side, onsetDate: '2028-01-01' }), 201);
    const { id: protocolId } = await publishedProtocol(clinic, 'm1-hf10-attal-2021');
    return expectStatus(await clinician.post('/v1/courses', { patientId, protocolId, conditionId: condition.id, target: { method: 'motor-hotspot' }, ...(hemisphere && { hemisphere }) }), 201);
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

  it('shows the front desk what it books with, and nothing clinical', async () => {
    const { id } = await prescribe({});
    const seen = expectStatus(await clinic.as('front-desk').get(`/v1/courses/${id}`), 200);
    expect(Object.keys(seen).sort()).toEqual(['activatedAt', 'createdAt', 'endedAt', 'id', 'modality', 'patientId', 'progress', 'sessionMinutes', 'status']);
    expectStatus(await clinic.as('front-desk').get(`/v1/courses/${id}/motor-thresholds`), 403);
  });
});

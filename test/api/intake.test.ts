import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { clearScreening, newPatient } from '../support/world.js';

describe('intake', () => {
  let service: Service;
  let clinic: TestClinic;
  let patientId: string;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    patientId = await newPatient(clinic);
  });
  afterAll(() => service.stop());

  const add = (what: string, body: Json, id = patientId) => clinic.as('clinician').post(`/v1/patients/${id}/${what}`, body);
  const names = async (q: string): Promise<string[]> =>
    expectStatus(await clinic.as('front-desk').get(`/v1/patients?q=${encodeURIComponent(q)}`), 200).items.map(({ givenName, familyName }: Json) => `${givenName} ${familyName}`);

  it('knows a patient by a number that is unique in the clinic, and there alone', async () => {
    await newPatient(clinic, { mrn: 'M-1' });
    const again = await clinic.as('front-desk').post('/v1/patients', { mrn: 'M-1', givenName: 'A', familyName: 'B', birthDate: '1980-01-01', sexAtBirth: 'male', handedness: 'left' });
    expect(expectStatus(again, 409).code).toBe('duplicate-mrn');
    await newPatient(await service.newClinic(), { mrn: 'M-1' });
  });

  it('finds patients by accents, case, order of names and one typing error, best match first', async () => {
    await newPatient(clinic, { givenName: 'Jürgen', familyName: 'Müller', mrn: 'M-77', birthDate: '1961-07-08' });
    await newPatient(clinic, { givenName: 'Mary', familyName: 'Johnson' });
    for (const q of ['Müller', 'muller', 'MULLER jurgen', 'Jurgen Muller', 'Mullr', 'M-77', '1961-07-08']) expect((await names(q))[0]).toBe('Jürgen Müller');
    for (const q of ['Jonson', 'johnson mary', 'Jhonson']) expect((await names(q))[0]).toBe('Mary Johnson');
    expect(await names('Zzyzx')).toEqual([]);
    for (const q of ['%', '_', "'", '\\', 'a & | b', '(']) await names(q);
  });

  it('points to somebody of the same name and birth date', async () => {
    const first = await newPatient(clinic, { givenName: 'Ada', familyName: 'Twin' });
    const twin = await clinic.as('front-desk').post('/v1/patients', { mrn: 'M-2', givenName: 'ADA', familyName: 'Twín', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' });
    expect(expectStatus(twin, 201).warnings).toEqual([{ code: 'possible-duplicate', patientId: first }]);
  });

  it.each([['neuropathic-pain', '2029-12-03', true], ['neuropathic-pain', '2029-12-04', false], ['fibromyalgia', '2020-01-01', true], ['depression', '2020-01-01', false]])('tells that %s since %s is chronic pain: %s', async (category, onsetDate, chronic) => {
    expect(expectStatus(await add('conditions', { icd10: 'M79.7', description: 'x', category, onsetDate }), 201).chronic).toBe(chronic);
  });

  it('keeps the category of ICD-11 that a clinician chose beside those it suggests', async () => {
    const pain = { icd10: 'G62.9', description: 'x', category: 'neuropathic-pain', onsetDate: '2028-01-01' };
    expect(expectStatus(await add('conditions', { ...pain, icd11Code: 'MG30.51' }), 201)).toMatchObject({ icd11Code: 'MG30.51', icd11: [{ code: 'MG30.5' }] });
    for (const icd11Code of ['MG31', 'MG30.7', 'mg30.5', '8E43']) expect(expectStatus(await add('conditions', { ...pain, icd11Code }), 400).errors[0].pointer).toBe('/icd11Code');
    const { id } = expectStatus(await add('conditions', pain), 201);
    expect(expectStatus(await clinic.as('clinician').patch(`/v1/patients/${patientId}/conditions/${id}`, { icd11Code: 'MG30.50' }), 200).icd11Code).toBe('MG30.50');
  });

  it('screens somebody who was born today in the east, where it is tomorrow', async () => {
    const born = await newPatient(clinic, { birthDate: '2030-03-05' });
    expect(expectStatus(await add('screenings', { answers: await clearScreening(clinic) }, born), 201).findings).toEqual(expect.any(Array));
  });

  it('refuses codes and dates that cannot be, with a pointer', async () => {
    const condition = { icd10: 'M79.7', description: 'x', category: 'fibromyalgia', onsetDate: '2029-01-01' };
    expect(expectStatus(await add('conditions', { ...condition, icd10: 'fibro' }), 400).errors[0].pointer).toBe('/icd10');
    expect(expectStatus(await add('conditions', { ...condition, onsetDate: '2030-03-05' }), 400).errors[0].pointer).toBe('/onsetDate');
    expect(expectStatus(await add('conditions', { ...condition, resolvedDate: '2028-01-01' }), 400).errors[0].pointer).toBe('/resolvedDate');
    expect(expectStatus(await add('consents', { kind: 'treatment', signedAt: '2030-03-05T00:00:00Z', documentVersion: '1', signedBy: 'x' }), 400).errors[0].pointer).toBe('/signedAt');
  });

  it('knows what medicines mean', async () => {
    const medication = (name: string, dose: string, frequency: string) => add('medications', { name, dose, frequency, startedOn: '2029-01-01' });
    expect(expectStatus(await medication('Oxycodone ER', '10 mg', 'twice daily'), 201)).toMatchObject({ dailyMme: 30, lowersSeizureThreshold: false });
    expect(expectStatus(await medication('Tramadol', '50 mg', 'four times daily'), 201)).toMatchObject({ dailyMme: 40, lowersSeizureThreshold: true, seizureRisk: 'high' });
    expect(expectStatus(await medication('Amitriptyline', '25 mg', 'at night'), 201)).toMatchObject({ dailyMme: null, mmeReason: null, lowersSeizureThreshold: true });
  });

  it('takes all medicines of a patient together', async () => {
    const id = await newPatient(clinic);
    const take = async (name: string, dose: string, frequency: string, more: Json = {}) => expectStatus(await add('medications', { name, dose, frequency, startedOn: '2029-01-01', ...more }, id), 201);
    const review = async () => expectStatus(await clinic.as('operator').get(`/v1/patients/${id}/medication-review`), 200);
    expect(await review()).toEqual({ seizureThreshold: { needsReview: false, reasons: [], risks: [] }, opioids: { tableVersion: 'cdc-2022', dailyMme: 0, caution: false, leftOut: [] }, unclearNames: [] });
    await take('Oxycodone ER', '10 mg', 'twice daily');
    await take('Fentanyl patch 25 mcg/h', '25 mcg/h', 'every 72 hours', { stoppedOn: '2029-06-01' });
    await take('Hydrocodone', '5 mg', 'four times daily');
    await take('Buprenorphine', '2 mg', 'daily');
    await take('Sertraline', '50 mg', 'daily');
    expect(await review()).toMatchObject({
      seizureThreshold: { needsReview: false, reasons: [], risks: [{ drug: 'sertraline', level: 'moderate' }] },
      opioids: { dailyMme: 50, caution: true, leftOut: [{ opioid: 'buprenorphine', reason: 'no-factor' }] },
    });
    await take('Quetiapine', '50 mg', 'at night');
    await take('Lorazepam', '1 mg', 'daily', { stoppedOn: '2030-03-01' });
    expect((await review()).seizureThreshold).toMatchObject({ needsReview: true, reasons: [{ code: 'several-moderate-drugs', drugs: ['sertraline', 'quetiapine'] }, { code: 'recent-withdrawal', drugs: ['lorazepam'] }] });
    expectStatus(await clinic.as('front-desk').get(`/v1/patients/${id}/medication-review`), 403);
  });

  it('never clears a screening by itself where something is not known, nor by review where it must not be', async () => {
    const clear = await clearScreening(clinic);
    const unknown = expectStatus(await add('screenings', { answers: { ...clear, seizure: null } }), 201);
    expect(unknown).toMatchObject({ outcome: 'needs-review', findings: [{ code: 'seizure', answer: 'unknown' }] });
    expect(expectStatus(await add(`screenings/${unknown.id}/review`, { decision: 'cleared', rationale: 'asked again, no' }), 200).decision).toBe('cleared');
    expectStatus(await add(`screenings/${unknown.id}/review`, { decision: 'excluded', rationale: 'again' }), 409);
    const implant = expectStatus(await add('screenings', { answers: { ...clear, pacemaker: true } }), 201);
    expect(implant.outcome).toBe('contraindicated');
    expect(expectStatus(await add(`screenings/${implant.id}/review`, { decision: 'cleared', rationale: 'it will be fine' }), 409).code).toBe('absolute-contraindication');
    expect(expectStatus(await add('screenings', { answers: { ...clear, nonsense: true } }), 400).errors[0].pointer).toBe('/answers/nonsense');
    const { items } = expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${patientId}`), 200);
    expect(items.map(({ kind, severity }: Json) => `${kind} ${severity}`)).toEqual(['screening-finding critical', 'screening-finding warning']);
  });

  it('adds nothing to an archived patient, and loses nothing', async () => {
    const id = await newPatient(clinic);
    expectStatus(await clinic.as('clinician').post(`/v1/patients/${id}/archive`), 200);
    expect(expectStatus(await add('conditions', { icd10: 'M79.7', description: 'x', category: 'fibromyalgia', onsetDate: '2029-01-01' }, id), 409).code).toBe('patient-archived');
    expectStatus(await clinic.as('front-desk').get(`/v1/patients/${id}`), 200);
    const listed = expectStatus(await clinic.as('front-desk').get('/v1/patients?limit=200'), 200).items.map((patient: Json) => patient.id);
    expect(listed).not.toContain(id);
  });

  it('leaves a trace of every look at the record', async () => {
    await clinic.as('operator').get(`/v1/patients/${patientId}/conditions`);
    const { items } = expectStatus(await clinic.as('auditor').get(`/v1/audit-events?patientId=${patientId}&action=conditions.listed`), 200);
    expect(items[0]).toMatchObject({ actorId: clinic.staff.operator.id, patientId });
  });
});

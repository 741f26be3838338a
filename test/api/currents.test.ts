import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';
import { activate, booked, draftCourse, laterOn, measureThreshold, prescribed, routineDay, type CourseWishes } from '../support/world.js';

/** Sessions without pulses: a direct current, and neurofeedback. */
const TDCS: CourseWishes = { protocolCode: 'tdcs-m1-2ma-fregni-2006', side: 'right' };
const TRAINING = { site: 'C4', bands: [{ lowHz: 12, highHz: 15, direction: 'reward' }, { lowHz: 4, highHz: 7, direction: 'inhibit' }], rounds: 6, roundMinutes: 5, pauseMinutes: 1 };

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  service.clock.set(TEST_NOW);
  clinic = await service.newClinic();
  for (const n of [1, 2]) expectStatus(await clinic.as('admin').post('/v1/devices', { name: `Current ${n}`, manufacturer: 'Example', model: 'DC', modalities: ['tdcs', 'neurofeedback'] }), 201);
});

const operator = () => clinic.as('operator');
const clinician = () => clinic.as('clinician');

async function started(wishes: CourseWishes): Promise<{ path: string; session: Json; courseId: string }> {
  const { courseId } = await draftCourse(service, clinic, wishes);
  await activate(clinic, courseId);
  const { id } = await booked(service, clinic, courseId);
  expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  return { path: `/v1/sessions/${id}`, session: expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 200), courseId };
}

describe('a session of direct current', () => {
  it('is prescribed in milliamperes and minutes, and delivered so, with its charge and density', async () => {
    const { path, session, courseId } = await started(TDCS);
    expect(session.prescribed).toMatchObject({ modality: 'tdcs', currentMilliamps: 2, durationMinutes: 20, electrodeAreaSquareCentimetres: 35, anode: 'C3', cathode: 'Fp2' });
    service.clock.advanceMinutes(21);
    const delivered = { currentMilliamps: 2, durationMinutes: 20, rampUpSeconds: 30, rampDownSeconds: 30, impedanceKiloohms: 6.5 };
    const done = expectStatus(await operator().post(`${path}/complete`, { delivered, tolerability: { nrsBefore: 6, nrsAfter: 4 } }), 200);
    expect(done.delivered).toMatchObject({ ...delivered, electrodeAreaSquareCentimetres: 35, anode: 'C3', cathode: 'Fp2', fidelity: 'as-prescribed', chargeCoulombs: 2.4, currentDensityMilliampsPerSquareCentimetre: 0.057143, percentOfPrescribedDose: 100 });
    expect(expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).progress).toMatchObject({ sessionsDelivered: 1, pulsesDelivered: 0 });
    const { total, byModality } = expectStatus(await clinician().get(`/v1/patients/${session.patientId}/dose-ledger`), 200);
    expect([total, byModality]).toEqual([{ sessions: 1, pulses: 0 }, [{ modality: 'tdcs', sessions: 1, pulses: 0 }]]);
    expect(expectStatus(await clinician().get(`${path}/billing`), 200)).toMatchObject({ code: null, reasons: [{ code: 'no-code-for-modality' }] });
    expect(expectStatus(await clinician().get('/v1/adverse-event-rates'), 200).sessions).toBe(1);
  });

  it('is never more, denser or elsewhere than prescribed; less has a reason', async () => {
    const { path } = await started(TDCS);
    const given = { currentMilliamps: 2, durationMinutes: 20 };
    const complete = async (changes: Json): Promise<Json> => (await operator().post(`${path}/complete`, { delivered: { ...given, ...changes } })).body;
    expect(await complete({ currentMilliamps: 2.1 })).toMatchObject({ status: 422, code: 'dose-above-prescription', rule: 'S23', limit: '2 mA', errors: [{ pointer: '/delivered/currentMilliamps' }] });
    expect(await complete({ durationMinutes: 20.5 })).toMatchObject({ status: 422, code: 'dose-above-prescription', errors: [{ pointer: '/delivered/durationMinutes' }] });
    expect(await complete({ electrodeAreaSquareCentimetres: 25 })).toMatchObject({ status: 422, code: 'dose-above-prescription', limit: '35 cm² at least' });
    expect(await complete({ anode: 'C4' })).toMatchObject({ status: 422, code: 'electrodes-elsewhere', errors: [{ pointer: '/delivered/anode' }] });
    expect(await complete({ trains: 30 })).toMatchObject({ status: 400, errors: [{ pointer: '/delivered/trains', code: 'not-applicable' }] });
    expect(await complete({ currentMilliamps: undefined })).toMatchObject({ status: 400, errors: [{ pointer: '/delivered/currentMilliamps', code: 'required' }] });
    expect(await complete({ durationMinutes: 0 })).toMatchObject({ status: 422, code: 'nothing-given' });
    expect(await complete({ durationMinutes: 15 })).toMatchObject({ status: 422, code: 'reason-required' });
    expectStatus(await operator().post(`${path}/progress`, { trains: 1 }), 400);
    expectStatus(await operator().post(`${path}/complete`, {}), 400);
    expect((await complete({ durationMinutes: 15, reason: 'Itching' })).delivered).toMatchObject({ fidelity: 'below-prescription', percentOfPrescribedDose: 75, chargeCoulombs: 1.8 });
  });

  it('that was stopped counts for the day and for the gap to the next; before its first minute it counts for nothing', async () => {
    const { path, courseId } = await started(TDCS);
    const stopped = expectStatus(await operator().post(`${path}/abort`, { reason: 'Burning', delivered: { currentMilliamps: 2, durationMinutes: 12 } }), 200);
    expect(stopped.delivered).toMatchObject({ fidelity: 'below-prescription', percentOfPrescribedDose: 60, reason: 'Burning' });
    expect((await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-03-04T17:00:00Z' })).body.code).toBe('daily-maximum');
    const other = await started(TDCS);
    const nothing = expectStatus(await operator().post(`${other.path}/abort`, { reason: 'Went home', delivered: { currentMilliamps: 0, durationMinutes: 0 } }), 200);
    expect(nothing.delivered).toMatchObject({ chargeCoulombs: 0, percentOfPrescribedDose: 0 });
    expect(expectStatus(await clinician().get(`/v1/courses/${other.courseId}`), 200).progress.sessionsDelivered).toBe(0);
  });
});

it('neurofeedback is delivered in minutes and rounds', async () => {
  const protocol = {
    code: 'our-smr', name: 'SMR at C4', modality: 'neurofeedback', targetRegion: 'M1', hemisphere: 'right', training: TRAINING, sessionMinutes: 40,
    phases: [{ name: 'induction', sessions: 20, sessionsPerWeek: 3, sessionsPerDay: 1 }], indications: ['fibromyalgia'], evidence: { citation: 'After Kayiran 2010' },
  };
  const { id } = expectStatus(await clinician().post('/v1/protocols', protocol), 201);
  expectStatus(await clinician().post(`/v1/protocols/${id}/versions/1/publish`, {}), 200);
  const { path, session } = await started({ protocolCode: 'our-smr', category: 'fibromyalgia', icd10: 'M79.7', side: 'bilateral' });
  expect(session.prescribed).toMatchObject({ modality: 'neurofeedback', durationMinutes: 30, training: { site: 'C4', rounds: 6 } });
  const complete = (delivered: Json) => operator().post(`${path}/complete`, { delivered });
  expectStatus(await complete({ intensityPercentRmt: 80, trains: 1, totalPulses: 1 }), 400);
  expect(expectStatus(await complete({ durationMinutes: 25, rounds: 5 }), 422).code).toBe('reason-required');
  expect(expectStatus(await complete({ durationMinutes: 30, rounds: 6 }), 200).delivered).toEqual({ durationMinutes: 30, rounds: 6, fidelity: 'as-prescribed', percentOfPrescribedDose: 100 });
});

it('a current right before pulses wants a signature (S16), and is no second session of the day, neither when it is booked nor when it starts (S15)', async () => {
  const { courseId: currentId, patientId } = await draftCourse(service, clinic, TDCS);
  await activate(clinic, currentId);
  const { courseId: pulsesId } = await prescribed(clinic, patientId);
  await activate(clinic, pulsesId);
  await measureThreshold(service, clinic, pulsesId);
  const late = await booked(service, clinic, currentId, { startsAt: '2030-03-06T13:30:00Z' });
  const next = await booked(service, clinic, pulsesId, { startsAt: '2030-03-06T14:15:00Z' });
  await laterOn(service, clinic, '2030-03-06T14:00:00.000Z', 'operator', 'clinician');
  for (const { id } of [late, next]) expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  expectStatus(await operator().post(`/v1/sessions/${late.id}/start`, {}), 200);
  service.clock.advanceMinutes(20);
  expectStatus(await operator().post(`/v1/sessions/${late.id}/complete`, { delivered: { currentMilliamps: 2, durationMinutes: 20 } }), 200);
  service.clock.advanceMinutes(5);
  const refused = expectStatus(await operator().post(`/v1/sessions/${next.id}/start`, {}), 409);
  expect(refused.findings).toMatchObject([{ rule: 'S16', severity: 'override', limit: '15 minutes at least', actual: '5 minutes' }]);
  expectStatus(await clinician().post(`/v1/sessions/${next.id}/start`, { overrides: [{ rule: 'S16', rationale: 'Priming, with consent' }] }), 200);
});

it('a current asks for no ear protection, and pulses do', async () => {
  const answers = { ...(await routineDay(clinic)), 'ear-protection': false };
  const { courseId, patientId } = await draftCourse(service, clinic, TDCS);
  await activate(clinic, courseId);
  const { id } = await booked(service, clinic, courseId);
  expect(expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers }), 200).status).toBe('checked-in');
  expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 200);
  const { courseId: pulsesId } = await prescribed(clinic, patientId);
  await activate(clinic, pulsesId);
  const later = await booked(service, clinic, pulsesId, { startsAt: '2030-03-04T15:00:00Z' });
  expect(expectStatus(await operator().post(`/v1/sessions/${later.id}/check-in`, { answers }), 200)).toMatchObject({ status: 'held', check: { findings: [{ code: 'ear-protection' }] } });
});

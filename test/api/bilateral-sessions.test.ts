import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { TEST_PASSWORD } from '../support/service.js';
import { activate, booked, doseAsPrescribed, draftCourse, measureThreshold, routineDay, sessionInProgress, type CourseWishes } from '../support/world.js';

/** 1 Hz on the right and then 10 Hz on the left, in one session. */
const RIGHT = { hemisphere: 'right', stimulation: { frequencyHz: 1, intensityPercentRmt: 110, pulsesPerTrain: 60, interTrainIntervalSeconds: 30, trains: 10 } };
const LEFT = { hemisphere: 'left', stimulation: { frequencyHz: 10, intensityPercentRmt: 120, pulsesPerTrain: 30, interTrainIntervalSeconds: 27, trains: 50 } };
const PROTOCOL = {
  code: 'our-sequential-bilateral', name: 'Right 1 Hz, then left 10 Hz', modality: 'rtms', targetRegion: 'DLPFC', hemisphere: 'bilateral', blocks: [RIGHT, LEFT], pauseBetweenBlocksSeconds: 120,
  sessionMinutes: 45, phases: [{ name: 'induction', sessions: 20, sessionsPerWeek: 5, sessionsPerDay: 1 }], indications: ['depression'], evidence: { citation: 'After Blumberger 2016 J Psychiatry Neurosci 41:E58' },
};
const WISHES: CourseWishes = { protocolCode: PROTOCOL.code, category: 'depression', icd10: 'F33.2', side: null };

clinicForEachTest();

const operator = () => clinic.as('operator');
const clinician = () => clinic.as('clinician');
const draft = (changes: Json = {}) => clinician().post('/v1/protocols', { ...PROTOCOL, ...changes });
async function published(): Promise<Json> {
  const { id } = expectStatus(await draft(), 201);
  return expectStatus(await clinician().post(`/v1/protocols/${id}/versions/1/publish`, {}), 200);
}
async function readyToStart(ramp: Json[] = []): Promise<{ courseId: string }> {
  await published();
  const { courseId } = await draftCourse(service, clinic, WISHES);
  await activate(clinic, courseId);
  await measureThreshold(service, clinic, courseId, { hemisphere: 'right', percentMso: 50 });
  await measureThreshold(service, clinic, courseId, { hemisphere: 'left', percentMso: 60 });
  if (ramp.length > 0) expectStatus(await clinician().post(`/v1/courses/${courseId}/ramp`, { ramp, reason: 'Comfort' }), 200);
  return { courseId };
}
async function inProgress(): Promise<{ path: string; session: Json; courseId: string }> {
  const { courseId } = await readyToStart();
  const { id } = await booked(service, clinic, courseId);
  expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  return { path: `/v1/sessions/${id}`, session: expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 200), courseId };
}
const given = (prescribedBlock: number, trains: number, totalPulses: number, more: Json = {}): Json => ({ prescribedBlock, intensityPercentRmt: prescribedBlock === 1 ? 110 : 120, trains, totalPulses, ...more });
const whole = (...blocks: Json[]): Json => ({
  intensityPercentRmt: Math.max(...blocks.map((block) => block.intensityPercentRmt)), trains: blocks.reduce((sum, { trains }) => sum + trains, 0), totalPulses: blocks.reduce((sum, { totalPulses }) => sum + totalPulses, 0), blocks,
});

describe('a protocol of several blocks', () => {
  it('has each dose filled in and judged, with the pulses of all in a day', async () => {
    const { blocks, stimulation, pauseBetweenBlocksSeconds, status } = await published();
    expect([stimulation, pauseBetweenBlocksSeconds, status]).toEqual([null, 120, 'published']);
    expect(blocks).toMatchObject([
      { hemisphere: 'right', targetRegion: 'DLPFC', modality: 'rtms', stimulation: { totalPulses: 600, trainDurationSeconds: 60 } },
      { hemisphere: 'left', stimulation: { totalPulses: 1500, trainDurationSeconds: 3 } },
    ]);
    const strong = { ...LEFT, stimulation: { ...LEFT.stimulation, intensityPercentRmt: 140 } };
    const { id } = expectStatus(await draft({ code: 'too-strong', blocks: [RIGHT, strong] }), 201);
    expect(expectStatus(await clinician().post(`/v1/protocols/${id}/versions/1/publish`, {}), 409)).toMatchObject({ code: 'unsafe-protocol', findings: [{ rule: 'S02' }] });
  });

  it('is refused where it contradicts itself, with a pointer into the block', async () => {
    const pointers = async (changes: Json): Promise<string[]> => expectStatus(await draft(changes), 400).errors.map(({ pointer }: Json) => pointer);
    expect(await pointers({ blocks: [RIGHT] })).toEqual(['/blocks']);
    expect(await pointers({ hemisphere: 'left' })).toEqual(['/hemisphere']);
    expect(await pointers({ stimulation: LEFT.stimulation })).toEqual(['/stimulation']);
    expect(await pointers({ blocks: null })).toEqual(['/stimulation']);
    expect(await pointers({ blocks: [RIGHT, { ...LEFT, modality: 'tdcs' }] })).toEqual(['/blocks/1/modality']);
    expect(await pointers({ blocks: [RIGHT, { ...LEFT, stimulation: { ...LEFT.stimulation, totalPulses: 1501 } }] })).toEqual(['/blocks/1/stimulation/totalPulses']);
  });

  it('stands in the catalogue as far as its source tells, and is not prescribed before it is known in full', async () => {
    const { items } = expectStatus(await clinician().get('/v1/protocols?code=bilat-seq-blumberger-2016'), 200);
    expect(items[0]).toMatchObject({ status: 'draft', hemisphere: 'bilateral', parameters: { knownInPart: [{ hemisphere: 'right', frequencyHz: 1, totalPulses: 600 }, { hemisphere: 'left', frequencyHz: 10, totalPulses: 1500 }] } });
    expect(expectStatus(await clinician().post(`/v1/protocols/${items[0].id}/versions/1/publish`, {}), 409).code).toBe('incomplete-protocol');
    const { code: _code, name: _name, ...content } = PROTOCOL;
    expectStatus(await clinician().post(`/v1/protocols/${items[0].id}/versions`, content), 201);
    expectStatus(await clinician().post(`/v1/protocols/${items[0].id}/versions/2/publish`, {}), 200);
  });
});

describe('a session of several blocks', () => {
  it('asks for the threshold of each side, and says which is missing', async () => {
    await published();
    const { courseId } = await draftCourse(service, clinic, WISHES);
    await activate(clinic, courseId);
    await measureThreshold(service, clinic, courseId, { hemisphere: 'right', percentMso: 50 });
    const { id } = await booked(service, clinic, courseId);
    const checkedIn = expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
    expect(checkedIn.today.motorThreshold).toBeNull();
    const refused = expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 409);
    expect(refused).toMatchObject({ code: 'not-safe', findings: [{ rule: 'S19', explanation: expect.stringContaining('Block 2, left') }] });
    await measureThreshold(service, clinic, courseId, { hemisphere: 'left', percentMso: 84 });
    expect(expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 409).findings).toMatchObject([{ rule: 'S17', actual: '100.8 % MSO', explanation: expect.stringContaining('Block 2, left') }]);
    const { intensity, warnings } = expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200);
    expect(intensity).toMatchObject({ percentRmt: 110, outputPercentMso: 55, deliverable: true, blocks: [{ hemisphere: 'right', outputPercentMso: 55, deliverable: true }, { hemisphere: 'left', percentRmt: 120, outputPercentMso: 100, deliverable: false }] });
    expect(warnings.map(({ code }: Json) => code)).toContain('not-deliverable');
  });

  it('has the board and the review ask for a threshold of each side as the start does: for the one that is missing, and the one that is too old', async () => {
    await published();
    const { courseId } = await draftCourse(service, clinic, WISHES);
    await activate(clinic, courseId);
    const { id } = await booked(service, clinic, courseId);
    const asked = async (): Promise<[boolean, string[]]> => {
      const { sessions } = expectStatus(await operator().get(`/v1/day-board?date=${service.clock.now().slice(0, 10)}`), 200);
      const { due } = expectStatus(await clinician().get(`/v1/courses/${courseId}/review`), 200);
      return [sessions.find((one: Json) => one.id === id).due.includes('motor-threshold'), due.filter(({ what }: Json) => what === 'motor-threshold').map(({ detail, state }: Json) => `${detail}, ${state}`)];
    };
    expect(await asked()).toEqual([true, ['left: not measured yet, due', 'right: not measured yet, due']]);
    await measureThreshold(service, clinic, courseId, { hemisphere: 'right', percentMso: 50 });
    expect(await asked()).toEqual([true, ['left: not measured yet, due']]);
    await measureThreshold(service, clinic, courseId, { hemisphere: 'left', percentMso: 60, measuredAt: '2030-01-23T14:00:00Z' });
    expect(await asked()).toEqual([true, ['left: last measured more than 14 days ago, overdue']]);
    await measureThreshold(service, clinic, courseId, { hemisphere: 'left', percentMso: 60 });
    expect(await asked()).toEqual([false, []]);
  });

  it('prescribes each block with its own output, and is completed as prescribed in one word', async () => {
    const { path, session, courseId } = await inProgress();
    expect(session.prescribed).toMatchObject({ hemisphere: 'bilateral', intensityPercentRmt: 120, trains: 60, totalPulses: 2100, outputPercentMso: 72, pauseBetweenBlocksSeconds: 120 });
    expect(session.prescribed.blocks).toMatchObject([{ hemisphere: 'right', outputPercentMso: 55, trains: 10, totalPulses: 600 }, { hemisphere: 'left', outputPercentMso: 72, trains: 50, totalPulses: 1500 }]);
    const { delivered } = expectStatus(await operator().post(`${path}/complete`, { delivered: doseAsPrescribed(session) }), 200);
    expect(delivered).toMatchObject({ fidelity: 'as-prescribed', percentOfPrescribedPulses: 100, blocks: [{ prescribedBlock: 1, totalPulses: 600 }, { prescribedBlock: 2, totalPulses: 1500 }] });
    expect(delivered.byPrescribedBlock).toMatchObject([{ hemisphere: 'right', fidelity: 'as-prescribed', percentOfPrescribedPulses: 100 }, { hemisphere: 'left', fidelity: 'as-prescribed' }]);
    expectStatus(await clinician().post(`${path}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
    const { total } = expectStatus(await clinician().get(`/v1/patients/${session.patientId}/dose-ledger`), 200);
    expect(total).toEqual({ sessions: 1, pulses: 2100 });
    expect(expectStatus(await clinician().get(`/v1/courses/${courseId}/review`), 200).dose).toMatchObject({ prescribedPulses: 2100, deliveredPulses: 2100, sessionsBelowPrescription: 0 });
  });

  it('judges what was given block by block: one that is over cannot hide behind one that is under', async () => {
    const { path } = await inProgress();
    const complete = (delivered: Json) => operator().post(`${path}/complete`, { delivered });
    expect(expectStatus(await complete({ intensityPercentRmt: 120, trains: 59, totalPulses: 2070 }), 400).errors).toMatchObject([{ pointer: '/delivered/blocks', code: 'required' }]);
    expect(expectStatus(await complete(whole({ ...given(1, 10, 600), prescribedBlock: undefined }, given(2, 50, 1500))), 400).errors).toMatchObject([{ pointer: '/delivered/blocks/0/prescribedBlock' }]);
    expect(expectStatus(await complete(whole(given(1, 10, 600), given(3, 50, 1500))), 400).errors).toMatchObject([{ pointer: '/delivered/blocks/1/prescribedBlock' }]);
    expect(expectStatus(await complete(whole(given(1, 11, 660), given(2, 48, 1440))), 422)).toMatchObject({ code: 'dose-above-prescription', rule: 'S23', errors: [{ pointer: '/delivered/blocks/0/trains' }] });
    expect(expectStatus(await complete(whole(given(1, 10, 600, { intensityPercentRmt: 115 }), given(2, 50, 1500))), 422).errors).toMatchObject([{ pointer: '/delivered/blocks/0/intensityPercentRmt' }]);
    expect(expectStatus(await complete(whole(given(1, 10, 600), given(2, 20, 600), given(2, 20, 600))), 422).code).toBe('reason-required');
    const less = { ...whole(given(1, 10, 600), given(2, 20, 600), given(2, 20, 600)), reason: 'Wanted to stop' };
    const { delivered } = expectStatus(await complete(less), 200);
    expect(delivered).toMatchObject({ fidelity: 'below-prescription', percentOfPrescribedPulses: 85.7 });
    expect(delivered.byPrescribedBlock).toMatchObject([{ fidelity: 'as-prescribed', totalPulses: 600 }, { fidelity: 'below-prescription', trains: 40, totalPulses: 1200, percentOfPrescribedPulses: 80 }]);
  });

  it('reports progress by block, and is stopped with what each had', async () => {
    const { path, courseId } = await inProgress();
    const report = (body: Json) => operator().post(`${path}/progress`, body);
    expect(expectStatus(await report({ trains: 5 }), 400).errors[0].pointer).toBe('/prescribedBlock');
    expect(expectStatus(await report({ prescribedBlock: 1, trains: 10 }), 201)).toMatchObject({ prescribedBlock: 1, totalPulses: 600, intensityPercentRmt: 110 });
    expect(expectStatus(await report({ prescribedBlock: 1, trains: 1 }), 422).code).toBe('dose-above-prescription');
    expectStatus(await report({ prescribedBlock: 2, trains: 20 }), 201);
    const { progress } = expectStatus(await clinician().get(path), 200);
    expect(progress).toMatchObject({ trains: 30, totalPulses: 1200, intensityPercentRmt: 120, blocks: [{ prescribedBlock: 1, trains: 10, totalPulses: 600 }, { prescribedBlock: 2, trains: 20, totalPulses: 600 }] });
    const { delivered } = expectStatus(await operator().post(`${path}/abort`, { reason: 'Headache' }), 200);
    expect(delivered.byPrescribedBlock).toMatchObject([{ percentOfPrescribedPulses: 100 }, { percentOfPrescribedPulses: 40, fidelity: 'below-prescription' }]);
    expect(expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).progress).toMatchObject({ sessionsDelivered: 1, pulsesDelivered: 1200 });
  });

  it('climbs with the ramp on each side, never above what that side is prescribed, and counts the same pulses', async () => {
    const { courseId } = await readyToStart([{ fromSession: 1, intensityPercentRmt: 115 }, { fromSession: 2, intensityPercentRmt: 120 }]);
    const { id } = await booked(service, clinic, courseId);
    expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
    const { prescribed } = expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 200);
    expect(prescribed).toMatchObject({ intensityPercentRmt: 115, outputPercentMso: 69, totalPulses: 2100, trains: 60 });
    expect(prescribed.blocks.map((block: Json) => [block.hemisphere, block.intensityPercentRmt, block.outputPercentMso, block.totalPulses])).toEqual([['right', 110, 55, 600], ['left', 115, 69, 1500]]);
    const above = whole(given(1, 10, 600, { intensityPercentRmt: 112 }), given(2, 50, 1500, { intensityPercentRmt: 115 }));
    expect(expectStatus(await operator().post(`/v1/sessions/${id}/complete`, { delivered: above }), 422).errors).toMatchObject([{ pointer: '/delivered/blocks/0/intensityPercentRmt' }]);
  });

  it('takes as long as both sides, their pauses and the way between them', async () => {
    const [first, second] = [RIGHT, LEFT].map(({ stimulation }) => stimulation);
    const asked = { modality: 'rtms', stimulation: first, followingBlocks: [{ modality: 'rtms', stimulation: second }], pauseBetweenBlocksSeconds: 120, schedule: { sessionsPerDay: 1 } };
    const { derived } = expectStatus(await clinician().post('/v1/protocols/check', asked), 200);
    // 10 × (60 + 30) − 30, 120, and 50 × (3 + 27) − 27 seconds.
    expect(derived).toMatchObject({ totalPulses: 600, stimulationSeconds: 870, doseMinutes: 42, session: { totalPulses: 2100, stimulationSeconds: 2463 } });
    const { courseId } = await readyToStart();
    const book = (durationMinutes: number) => clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: service.clock.now(), durationMinutes });
    expect(expectStatus(await book(41), 400).errors).toMatchObject([{ pointer: '/durationMinutes', code: 'shorter-than-dose' }]);
    expectStatus(await book(42), 201);
  });

  it('is matched with a row of the device for each block', async () => {
    const { path, session } = await inProgress();
    const { name } = expectStatus(await clinician().get(`/v1/devices/${session.deviceId}`), 200);
    const { mrn } = expectStatus(await clinician().get(`/v1/patients/${session.patientId}`), 200);
    service.clock.advanceMinutes(30);
    expectStatus(await operator().post(`${path}/complete`, { delivered: doseAsPrescribed(session) }), 200);
    const later = new Date(Date.parse(session.startedAt) + 17 * 60_000).toISOString();
    const row = (startedAt: string, block: number, trains: number, pulses: number): string => `${name},${mrn},${startedAt},${trains},${pulses},${block}`;
    const content = ['device,patientMrn,startedAt,trains,totalPulses,prescribedBlock', row(session.startedAt, 1, 10, 600), row(later, 2, 50, 1500), row(later, 2, 49, 1470)].join('\n');
    const { rows } = expectStatus(await operator().post('/v1/device-files', { name: 'day.csv', format: 'csv', content }), 201);
    expect(rows.map(({ status, sessionId }: Json) => [status, sessionId])).toEqual([['matched', session.id], ['matched', session.id], ['proposed', session.id]]);
  });

  it('keeps the shape of a single block where there is one', async () => {
    const { session } = await sessionInProgress(service, clinic);
    expect(Object.keys(session.prescribed).sort()).toEqual(
      ['frequencyHz', 'hemisphere', 'intensityPercentRmt', 'interTrainIntervalSeconds', 'modality', 'motorThresholdId', 'outputPercentMso', 'pulsesPerTrain', 'targetRegion', 'totalPulses', 'trainDurationSeconds', 'trains'],
    );
    expectStatus(await operator().post(`/v1/sessions/${session.id}/progress`, { trains: 1 }), 201);
    expect(Object.keys(expectStatus(await clinician().get(`/v1/sessions/${session.id}`), 200).progress)).not.toContain('blocks');
  });
});

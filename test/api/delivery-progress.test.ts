import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { checkedInSession, doseAsPrescribed, sessionInProgress } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

const send = (sessionId: string, action: string, body: Json) => clinic.as('operator').post(`/v1/sessions/${sessionId}/${action}`, body);

describe('trains reported while a session runs', () => {
  it('are added up, and are what was given unless somebody says otherwise', async () => {
    const { sessionId, session } = await sessionInProgress(service, clinic);
    const { pulsesPerTrain, intensityPercentRmt, trains } = session.prescribed;
    const first = await send(sessionId, 'progress', { trains: 5, intensityPercentRmt: intensityPercentRmt - 10, rampStep: true });
    expect(expectStatus(first, 201)).toMatchObject({ trains: 5, totalPulses: 5 * pulsesPerTrain, rampStep: true, reportedBy: clinic.staff.operator.id });
    expect(expectStatus(await clinic.as('clinician').get(first.headers['location'] ?? ''), 200)).toEqual(first.body);
    expectStatus(await send(sessionId, 'progress', { trains: trains - 5, coil: 'No. 4' }), 201);
    const seen = expectStatus(await clinic.as('clinician').get(`/v1/sessions/${sessionId}`), 200);
    expect(seen.progress).toEqual({ trains, totalPulses: trains * pulsesPerTrain, intensityPercentRmt, outputPercentMso: null, coil: 'No. 4', reportedAt: service.clock.now() });
    const done = expectStatus(await send(sessionId, 'complete', {}), 200);
    expect(done.delivered).toMatchObject({ trains, totalPulses: trains * pulsesPerTrain, intensityPercentRmt, coil: 'No. 4', fidelity: 'as-prescribed' });
    expect(expectStatus(await send(sessionId, 'progress', { trains: 1 }), 409).code).toBe('wrong-state');
  });

  it('never pass the prescription, together or alone', async () => {
    const { sessionId, session } = await sessionInProgress(service, clinic);
    const { trains, intensityPercentRmt, pulsesPerTrain } = session.prescribed;
    expectStatus(await send(sessionId, 'progress', { trains: trains - 1 }), 201);
    for (const [body, code, pointer] of [
      [{ trains: 2 }, 'dose-above-prescription', '/trains'],
      [{ trains: 1, intensityPercentRmt: intensityPercentRmt + 1 }, 'dose-above-prescription', '/intensityPercentRmt'],
      [{ trains: 1, outputPercentMso: 100 }, 'dose-above-prescription', '/outputPercentMso'],
      [{ trains: 1, totalPulses: pulsesPerTrain + 1 }, 'inconsistent-dose', '/totalPulses'],
    ] as const) {
      const answer = await send(sessionId, 'progress', body);
      expect([answer.body.code, answer.body.errors[0].pointer]).toEqual([code, pointer]);
    }
    expectStatus(await send(sessionId, 'progress', { trains: 1 }), 201);
  });

  it('are not quietly forgotten: fewer on the record need a reason, and an abort keeps them by itself', async () => {
    const { sessionId, session } = await sessionInProgress(service, clinic);
    const { pulsesPerTrain, intensityPercentRmt } = session.prescribed;
    expectStatus(await send(sessionId, 'progress', { trains: 20 }), 201);
    const fewer = { intensityPercentRmt, trains: 10, totalPulses: 10 * pulsesPerTrain };
    expect(expectStatus(await send(sessionId, 'abort', { reason: 'Headache', delivered: fewer }), 422).code).toBe('reason-required');
    const aborted = expectStatus(await send(sessionId, 'abort', { reason: 'Headache' }), 200);
    expect(aborted.delivered).toMatchObject({ trains: 20, totalPulses: 20 * pulsesPerTrain, fidelity: 'below-prescription', reason: 'Headache' });
  });

  it('need a session that runs', async () => {
    const { sessionId } = await checkedInSession(service, clinic);
    expect(expectStatus(await send(sessionId, 'progress', { trains: 1 }), 409)).toMatchObject({ code: 'wrong-state', state: 'checked-in' });
    expectStatus(await clinic.as('front-desk').get(`/v1/sessions/${sessionId}/progress`), 403);
  });
});

describe('blocks of a delivered dose', () => {
  it('are kept with what interrupted them, and add up', async () => {
    const { sessionId, session } = await sessionInProgress(service, clinic);
    const dose = doseAsPrescribed(session);
    const { pulsesPerTrain } = session.prescribed;
    const block = (trains: number, intensityPercentRmt: number): Json => ({ trains, totalPulses: trains * pulsesPerTrain, intensityPercentRmt, coil: 'No. 4', targetDeviationMm: 1.5 });
    const rest = dose.trains - 5;
    const blocks = [{ ...block(5, dose.intensityPercentRmt - 10), rampStep: true }, block(rest, dose.intensityPercentRmt)];
    const interruptions = [{ reason: 'Coil too warm', afterTrains: 5, durationSeconds: 90 }];
    const wrong = await send(sessionId, 'complete', { delivered: { ...dose, blocks: [blocks[0]] } });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'inconsistent-dose']);
    const strong = await send(sessionId, 'complete', { delivered: { ...dose, blocks: [blocks[0], block(rest, dose.intensityPercentRmt + 1)] } });
    expect([strong.status, strong.body.code]).toEqual([400, 'inconsistent-dose']);
    const done = expectStatus(await send(sessionId, 'complete', { delivered: { ...dose, blocks, interruptions }, tolerability: { painDuringStimulation: 3, headacheAfter: false, nrsBefore: 6, nrsAfter: 5 } }), 200);
    expect(done.delivered).toMatchObject({ blocks, interruptions, fidelity: 'as-prescribed' });
    expectStatus(await clinic.as('clinician').post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
  });
});

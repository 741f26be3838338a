import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { checkedInSession, completedSession, doseAsPrescribed, sessionInProgress } from '../support/world.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 8);

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

const act = (sessionId: string, action: string, body: Json) => clinic.as('operator').post(`/v1/sessions/${sessionId}/${action}`, body);
const seen = async (sessionId: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/sessions/${sessionId}`), 200);

it('a dose in other units, as text or beyond all numbers is refused, and nothing of it is kept', async () => {
  const { sessionId, session } = await sessionInProgress(service, clinic);
  const dose = doseAsPrescribed(session);
  const games: Json[] = [
    { intensityPercentRmt: String(dose.intensityPercentRmt) },
    { intensityPercentRmt: dose.intensityPercentRmt / 100 },
    { intensityPercentRmt: dose.intensityPercentRmt + 0.0000001 },
    { intensityPercentRmt: 119.9999999 },
    { intensityPercentRmt: 'NaN' },
    { intensityPercentRmt: null },
    { intensityPercentRmt: [dose.intensityPercentRmt] },
    { outputPercentMso: dose.intensityPercentRmt },
    { totalPulses: String(dose.totalPulses) },
    { totalPulses: dose.totalPulses + 0.5 },
    { totalPulses: dose.totalPulses * 10 },
    { totalPulses: -1 },
    { totalPulses: 1e308 },
    { trains: dose.trains + 1 },
    { trains: true },
  ];
  for (const game of games) {
    const answer = await act(sessionId, 'complete', { delivered: { ...dose, ...game } });
    expect([JSON.stringify(game), [400, 422].includes(answer.status)]).toEqual([JSON.stringify(game), true]);
    expect(answer.body.errors[0].pointer).toMatch(/^\/delivered\//);
  }
  const now = await seen(sessionId);
  expect([now.status, now.delivered]).toEqual(['in-progress', null]);
  expect(expectStatus(await act(sessionId, 'complete', { delivered: dose }), 200).delivered).toMatchObject(dose);
});

it('a signed session is edited, deleted and taken back by nobody', async () => {
  const { sessionId, session } = await completedSession(service, clinic);
  expectStatus(await clinic.as('clinician').post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
  const signed = await seen(sessionId);
  for (const role of ['admin', 'clinician', 'operator', 'front-desk'] as const) {
    for (const method of ['PATCH', 'PUT', 'DELETE'] as const) {
      for (const path of [`/v1/sessions/${sessionId}`, `/v1/sessions/${sessionId}/signatures`, `/v1/sessions/${sessionId}/progress`, `/v1/courses/${signed.courseId}`, `/v1/patients/${signed.patientId}`]) {
        if (method === 'PATCH' && path.includes('/patients/')) continue; // names change, and no session with them
        const answer = await clinic.as(role).send(method, path, method === 'DELETE' ? undefined : { status: 'scheduled' }, { 'if-match': '*' });
        expect([method, path, answer.status >= 400 && answer.status < 500]).toEqual([method, path, true]);
      }
    }
  }
  const moves: [string, Json][] = [
    ['complete', { delivered: doseAsPrescribed(session) }], ['abort', { reason: 'Undo', delivered: doseAsPrescribed(session) }], ['cancel', { reason: 'Undo' }], ['no-show', {}], ['start', {}],
    ['reschedule', { startsAt: '2030-03-11T15:00:00Z', reason: 'Undo' }], ['progress', { trains: 1 }],
  ];
  for (const [action, body] of moves) expect([action, (await clinic.as(action === 'cancel' ? 'front-desk' : 'operator').post(`/v1/sessions/${sessionId}/${action}`, body)).body.code]).toEqual([action, 'wrong-state']);
  expect(await seen(sessionId)).toEqual(signed);
});

it(`a session that is started and cancelled at once is one of both, ${ROUNDS} times`, async () => {
  const winners = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    clinic = await service.newClinic();
    const { sessionId } = await checkedInSession(service, clinic);
    const start = () => act(sessionId, 'start', {});
    const cancel = () => clinic.as('front-desk').post(`/v1/sessions/${sessionId}/cancel`, { reason: 'Called off' });
    const both = await Promise.all(round % 2 === 0 ? [start(), cancel()] : [cancel(), start()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = both.find(({ status }) => status === 200)?.body.status;
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('wrong-state');
    expect((await seen(sessionId)).status).toBe(won);
    winners.add(String(won));
  }
  expect([...winners].every((state) => ['in-progress', 'cancelled'].includes(state))).toBe(true);
});

it('an answer given at one patient’s session is not kept as another’s', async () => {
  const [mine, other] = [await checkedInSession(service, clinic), await (async () => completedSession(service, await service.newClinic()))()];
  const answer = (sessionId: string, more: Json = {}) => clinic.as('operator').post('/v1/assessments', { patientId: mine.patientId, courseId: mine.courseId, sessionId, measure: 'nrs-pain', answers: { pain: 5 }, ...more });
  expect((await answer(other.sessionId)).status).toBe(404);
  const neighbour = await checkedInSession(service, clinic, {}, { deviceId: clinic.devices[1], operatorId: clinic.staff.operator2.id });
  expect([400, 404, 409]).toContain((await answer(neighbour.sessionId)).status);
  expect([400, 404, 409]).toContain((await answer(mine.sessionId, { patientId: neighbour.patientId })).status);
  expectStatus(await answer(mine.sessionId), 201);
});

import { expectStatus } from '../support/caller.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';
import { activate, booked, courseReadyToStart, doseAsPrescribed, laterOn, measureThreshold, prescribed, routineDay } from '../support/world.js';

/** 200 with ROUNDS=200. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 20);
const DAY_MS = 86_400_000;
const PROTOCOL_SESSIONS = 10;

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
});
afterAll(() => service.stop());

/** The next weekday, at the same time of day by UTC and well within opening hours. */
function nextWeekday(instant: string): string {
  let ms = Date.parse(instant) + DAY_MS;
  while ([0, 6].includes(new Date(ms).getUTCDay())) ms += DAY_MS;
  return new Date(ms).toISOString();
}

it(`two operators who complete one session at once make one delivery of it, ${ROUNDS} times`, async () => {
  const answers = await routineDay(clinic);
  let now = `${TEST_NOW.slice(0, 11)}16:00:00.000Z`;
  let delivered = 0;
  let course = await courseReadyToStart(service, clinic);
  for (let round = 0; round < ROUNDS; round += 1) {
    await laterOn(service, clinic, now, 'operator', 'operator2', 'clinician', 'front-desk');
    if (round > 0 && round % PROTOCOL_SESSIONS === 0) {
      course = await courseReadyToStart(service, clinic);
      delivered = 0;
    }
    const { id } = await booked(service, clinic, course.courseId);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${id}/check-in`, { answers }), 200);
    const started = expectStatus(await clinic.as('operator').post(`/v1/sessions/${id}/start`, {}), 200);
    const body = { delivered: doseAsPrescribed(started) };
    const both = await Promise.all([clinic.as('operator'), clinic.as('operator2')].map((caller) => caller.post(`/v1/sessions/${id}/complete`, body)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    delivered += 1;
    const { sessionsDelivered, pulsesDelivered } = expectStatus(await clinic.as('clinician').get(`/v1/courses/${course.courseId}`), 200).progress;
    expect([sessionsDelivered, pulsesDelivered]).toEqual([delivered, delivered * body.delivered.totalPulses]);
    now = nextWeekday(now);
  }
}, 600_000);

it('two sessions of one patient in two courses never run at the same time, on whatever devices', async () => {
  service.clock.set(TEST_NOW);
  const mine = await service.newClinic();
  const answers = await routineDay(mine);
  const one = await courseReadyToStart(service, mine);
  const other = await prescribed(mine, one.patientId, { protocolCode: 'ldlpfc-hf10-oreardon-2007', category: 'depression', icd10: 'F33.2', side: null });
  await activate(mine, other.courseId);
  await measureThreshold(service, mine, other.courseId);
  const wishes = [{ courseId: one.courseId, deviceId: mine.devices[0] }, { courseId: other.courseId, deviceId: mine.devices[1], startsAt: '2030-03-04T14:50:00Z', kind: 'follow-up' }];
  const sessions = await Promise.all(wishes.map(({ courseId, ...changes }) => booked(service, mine, courseId, changes)));
  service.clock.advanceMinutes(25);
  for (const { id } of sessions) expectStatus(await mine.as('operator').post(`/v1/sessions/${id}/check-in`, { answers }), 200);
  const both = await Promise.all(sessions.map(({ id }, index) => mine.as(index === 0 ? 'operator' : 'operator2').post(`/v1/sessions/${id}/start`, {})));
  expect(both.map(({ status, body }) => (status === 200 ? 'started' : body.code)).sort()).toEqual(['another-in-progress', 'started']);
  const running = sessions[both.findIndex(({ status }) => status === 200)]?.id;
  expect(both.find(({ status }) => status === 409)?.body.sessionId).toBe(running);
});

import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';
import { courseReadyToStart, laterOn, routineDay } from '../support/world.js';

/** 1,000 with FULL=1. */
const SESSIONS = process.env['FULL'] === '1' ? 1000 : 100;
const COURSES_AT_ONCE = 5;
const DAY_MS = 86_400_000;

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
});
afterAll(() => service.stop());

/** Numbers from 0 to 1 that are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

it(`the ledger of doses equals an independent sum after ${SESSIONS} random sessions, aborts among them`, async () => {
  const random = dice(20_300_304);
  const answers = await routineDay(clinic);
  const sums = new Map<string, { sessions: number; pulses: number }>();
  let ms = Date.parse(TEST_NOW);
  let courses: string[] = [];
  const coil = { pulses: 0, sessions: 0 };
  for (let done = 0, day = 0; done < SESSIONS; day += 1) {
    while ([0, 6].includes(new Date(ms).getUTCDay())) ms += DAY_MS;
    await laterOn(service, clinic, new Date(ms).toISOString().replace(/T.*/, 'T15:00:00.000Z'), 'operator', ...(day % 10 === 0 ? (['clinician', 'front-desk'] as const) : []));
    if (day % 10 === 0) courses = await Promise.all(Array.from({ length: COURSES_AT_ONCE }, async () => (await courseReadyToStart(service, clinic)).courseId));
    for (const [index, courseId] of courses.entries()) {
      if (done >= SESSIONS) break;
      if (index > 0) {
        service.clock.advanceMinutes(60);
        await laterOn(service, clinic, service.clock.now(), 'operator');
      }
      const { id } = expectStatus(await clinic.as('operator').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: service.clock.now() }), 201);
      const move = async (action: string, body: Json): Promise<Json> => expectStatus(await clinic.as('operator').post(`/v1/sessions/${id}/${action}`, body), 200);
      await move('check-in', { answers });
      const { prescribed } = await move('start', {});
      const trains = random() < 0.2 ? 0 : Math.ceil(random() * prescribed.trains);
      const cut = trains > 0 ? Math.floor(random() * prescribed.pulsesPerTrain) : 0;
      const isWhole = random() < 0.4;
      const totalPulses = isWhole ? prescribed.totalPulses : trains * prescribed.pulsesPerTrain - cut;
      const { intensityPercentRmt } = prescribed;
      if (isWhole) await move('complete', { delivered: { intensityPercentRmt, trains: prescribed.trains, totalPulses } });
      else await move('abort', { reason: 'Stopped', delivered: { intensityPercentRmt, trains, totalPulses } });
      const sum = sums.get(courseId) ?? { sessions: 0, pulses: 0 };
      sums.set(courseId, { sessions: sum.sessions + (totalPulses > 0 ? 1 : 0), pulses: sum.pulses + totalPulses });
      coil.pulses += totalPulses;
      coil.sessions += totalPulses > 0 ? 1 : 0;
      done += 1;
    }
    ms += DAY_MS;
  }
  clinic.callers.clinician = await service.logIn(clinic.staff.clinician.email);
  for (const [courseId, { sessions, pulses }] of sums) {
    const course = expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}`), 200).progress;
    expect([course.sessionsDelivered, course.pulsesDelivered]).toEqual([sessions, pulses]);
  }
  const counted = await Promise.all(clinic.devices.map(async (device): Promise<Json[]> => expectStatus(await clinic.as('operator').get(`/v1/devices/${device}/coils`), 200).items));
  const total = (field: 'pulses' | 'sessions'): number => counted.flat().reduce((sum, one) => sum + Number(one[field]), 0);
  expect({ pulses: total('pulses'), sessions: total('sessions') }).toEqual(coil);
}, 900_000);

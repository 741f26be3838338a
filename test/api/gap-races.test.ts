import pg from 'pg';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { listen, type HttpAnswer, type HttpPost } from '../support/over-http.js';
import { activate, activeCourse, prescribed } from '../support/world.js';

let post: HttpPost;
let superuser: pg.Client;
// Before the database goes.
afterAll(() => superuser.end());
clinicForEachTest();
beforeAll(async () => {
  post = await listen(service);
  superuser = new pg.Client(service.databaseOfTest.superuserUrl);
  await superuser.connect();
});

const GAP_MINUTES = 50;
const SESSION_MINUTES = 20;
/** Two times whose sessions do not overlap and are too close. */
const [TEN, TEN_FORTY] = ['2030-03-05T15:00:00.000Z', '2030-03-05T15:40:00.000Z'];

/** Two courses of one patient, of one session of theta burst each, on a day that may have two. */
async function twoCourses(): Promise<[string, string]> {
  const protocol = {
    code: 'twice', name: 'Twice a day', modality: 'itbs', targetRegion: 'M1', hemisphere: 'contralateral-to-pain', sessionMinutes: SESSION_MINUTES,
    stimulation: { frequencyHz: 5, intensityPercentRmt: 80, trains: 20, trainDurationSeconds: 2, interTrainIntervalSeconds: 8, burst: { frequencyHz: 50, pulses: 3 } },
    phases: [{ name: 'induction', sessions: 1, sessionsPerWeek: 10, sessionsPerDay: 2 }], indications: ['neuropathic-pain'], evidence: { citation: 'Our own' },
  };
  const { id } = expectStatus(await clinic.as('clinician').post('/v1/protocols', protocol), 201);
  expectStatus(await clinic.as('clinician').post(`/v1/protocols/${id}/versions/1/publish`, {}), 200);
  const { courseId, patientId } = await activeCourse(service, clinic, { protocolCode: 'twice' });
  const { courseId: other } = await prescribed(clinic, patientId, { protocolCode: 'twice' });
  await activate(clinic, other);
  return [courseId, other];
}

/** Of two requests each has a device, a room and an operator of its own: nothing but the patient keeps them apart. */
const place = (n: 0 | 1): Json => ({ deviceId: clinic.devices[n], roomId: clinic.rooms[1 - n], operatorId: clinic.staff[n === 0 ? 'operator' : 'operator2'].id });
const send = (path: string, body: Json = {}): Promise<HttpAnswer> => post(clinic.as('front-desk'), path, body);
const treatment = (courseId: string, startsAt: string, n: 0 | 1): Json => ({ courseId, kind: 'treatment', startsAt, ...place(n) });
const sent = async (path: string, body: Json): Promise<Json> => expectStatus(await clinic.as('front-desk').post(path, body), 201);

/** Both are held up before they write, until each has read all that it will read or waits for the other to end. */
async function atOnce(...requests: (() => Promise<HttpAnswer>)[]): Promise<HttpAnswer[]> {
  await superuser.query('begin; lock table sessions in share mode');
  const answers = requests.map((request) => request());
  const waiting = async (): Promise<number> => {
    await superuser.query('select pg_stat_clear_snapshot()'); // within a transaction the first look would stand
    return (await superuser.query(`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rows[0].n;
  };
  for (const giveUp = Date.now() + 2_000; (await waiting()) < requests.length && Date.now() < giveUp; ) await new Promise((resolve) => setTimeout(resolve, 10));
  const met = await waiting();
  await superuser.query('commit');
  const all = await Promise.all(answers);
  expect(met).toBe(requests.length);
  return all;
}

const starts = async (): Promise<number[]> =>
  (await superuser.query(`select starts_at as at from sessions where clinic_id = $1 and status <> 'cancelled' order by 1`, [clinic.id])).rows.map(({ at }) => Date.parse(at));

async function expectGaps(): Promise<void> {
  const gaps = (await starts()).map((at, n, all) => (at - (all[n - 1] ?? -Infinity)) / 60_000 - SESSION_MINUTES);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(GAP_MINUTES);
}

const codesOf = ({ body }: HttpAnswer): string[] => (body.reasons ?? body.unplaced[0].reasons).map(({ code }: Json) => code);

describe('two sessions of one patient that would be too close are asked for at once', () => {
  it.each<[string, (courseId: string) => Promise<() => Promise<HttpAnswer>>]>([
    ['a booking in another course', (courseId) => Promise.resolve(() => send('/v1/sessions', treatment(courseId, TEN_FORTY, 1)))],
    ['a whole course', (courseId) => Promise.resolve(() => send(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['10:40'], policy: 'all-or-nothing', ...place(1) }))],
    ['a move', async (courseId) => {
      const { id } = await sent('/v1/sessions', treatment(courseId, '2030-03-05T20:00:00Z', 1));
      return () => send(`/v1/sessions/${id}/reschedule`, { startsAt: TEN_FORTY, reason: 'asked for', ...place(1) });
    }],
    ['the move of a course', async (courseId) => {
      await sent('/v1/sessions', treatment(courseId, '2030-03-06T20:00:00Z', 1));
      return () => send(`/v1/courses/${courseId}/reschedule`, { startDate: '2030-03-05', preferredTimes: ['10:40'], policy: 'all-or-nothing', reason: 'asked for', ...place(1) });
    }],
    ['a reservation that is booked', async (courseId) => {
      const { id } = await sent('/v1/reservations', treatment(courseId, TEN_FORTY, 1));
      return () => send(`/v1/reservations/${id}/book`);
    }],
    ['an answer to an offer of the waitlist', async (courseId) => {
      // The first device is taken around it, so the offer is of the second, in the first room; and so is the first operator.
      const taken = { startsAt: '2030-03-05T15:35:00Z', endsAt: '2030-03-05T16:10:00Z', reason: 'service' };
      expectStatus(await clinic.as('admin').post(`/v1/devices/${clinic.devices[0]}/downtimes`, taken), 201);
      expectStatus(await clinic.as('admin').post(`/v1/staff/${clinic.staff.operator.id}/absences`, taken), 201);
      const entry = await sent('/v1/waitlist', { courseId, windows: [{ weekday: 2, from: '10:40', to: '11:05' }], expiresAt: '2030-03-08T23:00:00Z' });
      await service.app.get(Jobs).runNow('waitlist');
      const { offers } = expectStatus(await clinic.as('front-desk').get(`/v1/waitlist/${entry.id}`), 200);
      expect(offers).toMatchObject([{ deviceId: clinic.devices[1], operatorId: clinic.staff.operator2.id, roomId: clinic.rooms[0] }]);
      return () => send(`/v1/waitlist/${entry.id}/offers/${offers[0].id}/accept`);
    }],
  ])('a booking and %s: one of them is made, the other is told why', async (_what, prepare) => {
    const [one, other] = await twoCourses();
    const rival = await prepare(other);
    const answers = await atOnce(() => send('/v1/sessions', treatment(one, TEN, 0)), rival);
    const refused = answers.filter(({ status }) => status === 409);
    expect(answers.map(({ status }) => (status < 300 ? 'made' : status)).sort()).toEqual([409, 'made']);
    expect(refused.map(codesOf)).toEqual([['too-soon']]);
    await expectGaps();
  });

  it('a booking and a re-plan: the one that comes second goes around the other, or is refused', async () => {
    const [one, other] = await twoCourses();
    const { id } = await sent('/v1/sessions', treatment(other, TEN_FORTY, 1));
    // Its device is broken, and the other is not free at its time.
    expectStatus(await clinic.as('admin').post(`/v1/devices/${clinic.devices[0]}/downtimes`, { startsAt: '2030-03-05T15:40:00Z', endsAt: '2030-03-05T16:10:00Z', reason: 'service' }), 201);
    const [booking, replan] = await atOnce(
      () => send('/v1/sessions', treatment(one, '2030-03-05T17:10:00Z', 0)),
      () => send('/v1/schedule/replan', { deviceId: clinic.devices[1], from: '2030-03-05T13:00:00Z', to: '2030-03-06T00:00:00Z', reason: 'broken' }),
    );
    expect([booking?.status === 201 || codesOf(booking!).includes('too-soon'), replan?.status]).toEqual([true, 200]);
    expect(replan?.body.moved.map(({ sessionId }: Json) => sessionId)).toEqual([id]);
    await expectGaps();
  });
});

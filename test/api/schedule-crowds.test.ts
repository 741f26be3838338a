import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { expectStatus, type Json } from '../support/caller.js';
import { manyCourses } from '../support/many-courses.js';
import { listen, tally, type HttpPost } from '../support/over-http.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

/** 100 rounds for the full proof. */
const ROUNDS = Number(process.env['PROVE_ROUNDS'] ?? 5);
const DESKS = 40;
const FIRST = Temporal.ZonedDateTime.from('2030-06-03T08:00[America/New_York]');

describe('a crowd that wants what is free', () => {
  let service: Service;
  let post: HttpPost;
  let superuser: pg.Client;
  beforeAll(async () => {
    service = await startService();
    post = await listen(service);
    superuser = new pg.Client(service.databaseOfTest.superuserUrl);
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await service.stop();
  });

  /** Active courses of fifteen sessions, five a week and then fewer. */
  async function courses(clinic: TestClinic, count: number): Promise<string[]> {
    await manyCourses(service, clinic, count * 9, 0, 15);
    await superuser.query(
      `update courses c set protocol_id = v.protocol_id, protocol_version = v.version, modality = v.modality from protocol_versions v join protocols p on (p.clinic_id, p.id) = (v.clinic_id, v.protocol_id)
       where c.clinic_id = $1 and v.clinic_id = $1 and p.code = 'm1-hf10-attal-2021' and v.status = 'published'`, [clinic.id]);
    return (await superuser.query(`select id from courses where clinic_id = $1 and status = 'active' order by id`, [clinic.id])).rows.map(({ id }: Json) => id);
  }

  /** The rows themselves, compared pair by pair. */
  const overlaps = async (): Promise<number> =>
    (await superuser.query(`select count(*)::int as n from claims a join claims b
      on (a.clinic_id, a.kind, a.resource_id) = (b.clinic_id, b.kind, b.resource_id) and a.id < b.id and a.during && b.during where a.live and b.live`)).rows[0].n;

  it(`gets every one of twenty free hours of one device at once, ${ROUNDS} times`, async () => {
    const clinic = await service.newClinic({ devices: 1 });
    const patients = await courses(clinic, 20);
    const counts: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      const hours = [1, 2].flatMap((day) => Array.from({ length: 10 }, (_unused, n) => FIRST.add({ days: round * 7 + day, hours: n }).toInstant().toString()));
      const answers = await Promise.all(patients.map((courseId, n) => post(clinic.as('front-desk'), '/v1/sessions', { courseId, kind: 'follow-up', startsAt: hours[n], durationMinutes: 50, deviceId: clinic.devices[0] })));
      for (const [name, n] of Object.entries(tally(answers))) counts[name] = (counts[name] ?? 0) + n;
    }
    expect(counts).toEqual({ 201: ROUNDS * 20 });
    expect(await overlaps()).toBe(0);
  }, 600_000);

  it(`books ${DESKS} courses of one clinic at once, each wholly`, async () => {
    const clinic = await service.newClinic({ devices: 4, rooms: 4 });
    for (const n of [3, 4]) expectStatus(await clinic.as('admin').post('/v1/staff', { email: `more${n}-${clinic.id}@test.example`, displayName: `Operator ${n}`, roles: ['operator'] }), 201);
    const all = await courses(clinic, DESKS);
    const begun = performance.now();
    let busy = 0;
    const answers = await Promise.all(all.map(async (id) => {
      for (;;) {
        const answer = await post(clinic.as('front-desk'), `/v1/courses/${id}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00', '14:00'], policy: 'nearest' }, { 'idempotency-key': `crowd-${id}` });
        if (answer.status !== 503) return answer;
        // Too many at once for the connections at hand: a desk waits as long as it is told to, and asks again with its key.
        busy += 1;
        await wait(Number(answer.headers.get('retry-after')) * 1000);
      }
    }));
    const ms = performance.now() - begun;
    const placed = answers.reduce((sum, { body }) => sum + (body.sessions?.length ?? 0), 0);
    process.stdout.write(`${DESKS} courses at once: ${placed} sessions in ${Math.round(ms)} ms; ${JSON.stringify(tally(answers))}, told to come again ${busy} times\n`);
    expect(tally(answers)).toEqual({ 201: DESKS });
    expect(answers.map(({ body }) => [body.sessions.length, body.unplaced.length])).toEqual(answers.map(() => [15, 0]));
    expect(await overlaps()).toBe(0);
    const { rows } = await superuser.query(`select kind, count(*)::int as n from claims where clinic_id = $1 and live group by 1 order by 1`, [clinic.id]);
    expect(rows).toEqual(['device', 'operator', 'patient', 'room'].map((kind) => ({ kind, n: DESKS * 15 })));
  });
});

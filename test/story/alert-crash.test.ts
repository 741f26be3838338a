import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Json } from '../support/caller.js';
import { cloneDatabase, type ClonedDatabase } from '../support/database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

/** How often the service is killed: ALERT_KILLS=100 for all of it (some minutes). */
const KILLS = Number(process.env['ALERT_KILLS'] ?? 10);
const ANSWERS_AT_ONCE = 4;

/** As the power going out between an answer that points to suicidality and its alert. */
describe('a service that is killed while it stores an alarming answer', () => {
  let database: ClonedDatabase;
  let service: MortalService;
  let superuser: pg.Client;

  beforeAll(async () => {
    database = await cloneDatabase();
    superuser = new pg.Client(database.superuserUrl);
    await superuser.connect();
    service = new MortalService(database.ownerUrl, TEST_PASSWORD);
    await service.start();
  }, 60_000);
  afterAll(async () => {
    await service.kill();
    await superuser.end();
    await database.drop();
  });

  const post = async (path: string, body: Json, token = ''): Promise<Json> => {
    const answer = await fetch(`${service.address}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
    return { status: answer.status, ...((await answer.json()) as Json) };
  };

  it(`never has the answer without its alert, nor its mail (killed ${KILLS} times)`, async () => {
    const token = String((await post('/v1/auth/login', { email: 'clinician@harbour.example', password: TEST_PASSWORD })).accessToken);
    const patient = await post('/v1/patients', { mrn: 'crash-1', givenName: 'Kim', familyName: 'Example', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' }, token);
    const body = { patientId: patient.id, measure: 'phq-9', answers: { q1: 0, q2: 0, q3: 0, q4: 0, q5: 0, q6: 0, q7: 0, q8: 0, q9: 2 } };
    let acknowledged = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const login = String((await post('/v1/auth/login', { email: 'clinician@harbour.example', password: TEST_PASSWORD })).accessToken);
      const inFlight = Array.from({ length: ANSWERS_AT_ONCE }, async () => {
        for (;;) {
          const { status } = await post('/v1/assessments', body, login).catch(() => ({ status: 0 }));
          if (status !== 201) return;
          acknowledged += 1;
        }
      });
      await wait(40 + Math.random() * 120);
      await service.kill();
      await Promise.all(inFlight);
      await service.start();
    }
    const [{ answers, alerts, alone, unmailed }] = (
      await superuser.query(`
        select (select count(*)::int from assessments) as answers, (select count(*)::int from alerts) as alerts,
          (select count(*)::int from assessments a where not exists (select 1 from alerts l where l.clinic_id = a.clinic_id and l.key = 'suicidality/' || a.id)) as alone,
          (select count(*)::int from alerts l where not exists (select 1 from outbox_messages m where m.about_id = l.id)) as unmailed`)
    ).rows;
    expect(service.kills).toBe(KILLS);
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS);
    expect(answers).toBeGreaterThanOrEqual(acknowledged);
    expect({ alerts, alone, unmailed }).toEqual({ alerts: answers, alone: 0, unmailed: 0 });
  }, 60_000 + KILLS * 5_000);
});

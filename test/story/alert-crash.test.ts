import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Json } from '../support/caller.js';
import { cloneDatabase, type ClonedDatabase } from '../support/database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

/** How often the service is killed: ALERT_KILLS=100 for all of it (some minutes). */
const KILLS = Number(process.env['ALERT_KILLS'] ?? 10);
const ANSWERS_AT_ONCE = 4;
/** What a kill and the start after it may take on a machine that has other work. */
const MS_PER_KILL = 15_000;

/** Until answers come in by both ways, so that the kill falls among them however slow the machine is. */
async function answering(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 10_000 && !isSo(); waited += 5) await wait(5);
}

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
    return { ...((await answer.json()) as Json), status: answer.status };
  };

  /** An answer that is saved on the page and not sent: where it was acknowledged, 303. */
  const saveOnPage = async (token: string): Promise<number> => {
    const body = new URLSearchParams({ move: 'answer', lang: 'en', q: 'phq-9.q9', value: '2' });
    return (await fetch(`${service.address}/self-report/${token}`, { method: 'POST', redirect: 'manual', body })).status;
  };

  it(`never has the answer without its alert, nor its mail (killed ${KILLS} times)`, async () => {
    const token = String((await post('/v1/auth/login', { email: 'clinician@harbour.example', password: TEST_PASSWORD })).accessToken);
    const patient = await post('/v1/patients', { mrn: 'crash-1', givenName: 'Kim', familyName: 'Quillfeather', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' }, token);
    const body = { patientId: patient.id, measure: 'phq-9', answers: { q1: 0, q2: 0, q3: 0, q4: 0, q5: 0, q6: 0, q7: 0, q8: 0, q9: 2 } };
    let acknowledged = 0;
    let saved = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = { acknowledged, saved };
      const login = String((await post('/v1/auth/login', { email: 'clinician@harbour.example', password: TEST_PASSWORD })).accessToken);
      const inFlight = Array.from({ length: ANSWERS_AT_ONCE }, async () => {
        for (;;) {
          const { status } = await post('/v1/assessments', body, login).catch(() => ({ status: 0 }));
          if (status !== 201) return;
          acknowledged += 1;
        }
      });
      inFlight.push((async () => {
        for (;;) {
          const link = await post('/v1/self-report-links', { patientId: patient.id, measures: ['phq-9'] }, login).catch(() => ({ status: 0, token: '' }));
          if (link.status !== 201 || (await saveOnPage(link.token).catch(() => 0)) !== 303) return;
          saved += 1;
        }
      })());
      await answering(() => acknowledged > before.acknowledged && saved > before.saved);
      await wait(Math.random() * 120);
      await service.kill();
      await Promise.all(inFlight);
      await service.start();
    }
    const [{ answers, drafts, alerts, alone, aloneOnPage, unmailed }] = (
      await superuser.query(`
        select (select count(*)::int from assessments) as answers, (select count(*)::int from alerts) as alerts,
          (select count(*)::int from self_report_links where draft -> 'phq-9' ->> 'q9' = '2') as drafts,
          (select count(*)::int from self_report_links d where draft -> 'phq-9' ->> 'q9' = '2'
            and not exists (select 1 from alerts l where l.clinic_id = d.clinic_id and l.key = 'suicidality/' || d.id || '/phq-9')) as "aloneOnPage",
          (select count(*)::int from assessments a where not exists (select 1 from alerts l where l.clinic_id = a.clinic_id and l.key = 'suicidality/' || a.id)) as alone,
          (select count(*)::int from alerts l where not exists (select 1 from outbox_messages m where m.about_id = l.id)) as unmailed`)
    ).rows;
    expect({ alerts, alone, aloneOnPage, unmailed }).toEqual({ alerts: answers + drafts, alone: 0, aloneOnPage: 0, unmailed: 0 });
    expect(service.kills).toBe(KILLS);
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS);
    expect(answers).toBeGreaterThanOrEqual(acknowledged);
    expect(drafts).toBeGreaterThanOrEqual(saved);
    expect(saved).toBeGreaterThanOrEqual(KILLS);
  }, 60_000 + KILLS * MS_PER_KILL);
});

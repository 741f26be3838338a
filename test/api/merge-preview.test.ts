import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, booked, completedSession, courseReadyToStart, newPatient, preparedPatient } from '../support/world.js';

/** What a merge would come to is told by doing it and taking it back: nothing stays, and the merge then comes to the same. */
clinicForEachTest();

const clinician = () => clinic.as('clinician');
const merge = (from: string, into: string, more: Json = {}) => clinic.as('admin').post(`/v1/patients/${from}/merge`, { intoPatientId: into, reason: 'Same passport.', ...more });
const preview = async (from: string, into: string): Promise<Json> => expectStatus(await merge(from, into, { dryRun: true }), 200);
const clozapine = { name: 'Clozapine', dose: '100 mg', frequency: 'daily', startedOn: '2029-01-01' };

/** All that somebody can see of two records, apart from who looked. */
async function seenOf(...ids: string[]): Promise<string> {
  const parts = ids.flatMap((id) => [`/v1/patients/${id}`, ...['conditions', 'medications', 'screenings', 'consents'].map((what) => `/v1/patients/${id}/${what}`), ...['courses', 'sessions', 'alerts'].map((list) => `/v1/${list}?patientId=${id}`)]);
  const answers = [];
  for (const path of parts) answers.push((await clinician().get(path)).text);
  return JSON.stringify(answers);
}

it('tells what would move, which courses would be held and what has to be asked again, and the merge does just that', async () => {
  const { patientId: stays, courseId } = await activeCourse(service, clinic);
  service.clock.advanceMinutes(1);
  const { patientId: gone, courseId: other } = await completedSession(service, clinic, { protocolCode: 'ldlpfc-itbs-threed-2018', category: 'depression', icd10: 'F33.2', side: null });
  const third = await preparedPatient(service, clinic, { 'family-epilepsy': true });
  expectStatus(await clinician().post(`/v1/patients/${gone}/medications`, clozapine), 201);
  await booked(service, clinic, courseId, { startsAt: '2030-03-06T15:00:00Z' });
  const before = await seenOf(gone, stays);
  const told = await preview(gone, stays);
  expect(told).toMatchObject({ id: stays, archivedAt: null, warnings: [], merge: { dryRun: true, conflicts: [] } });
  // The other record's course, which was held for the medicine already, is held for the merge as well.
  expect(told.merge.holds).toEqual([courseId, other].map((id) => ({ courseId: id, code: 'medication-change', detail: expect.stringMatching(/merged.*Clozapine/) })));
  const moved = Object.fromEntries(told.merge.moved.map(({ what, rows }: Json) => [what, rows]));
  expect(moved).toMatchObject({ conditions: 1, consents: 3, courses: 1, medications: 1, screenings: 1, sessions: 1, 'patient-demographics': 1 });
  expect(await seenOf(gone, stays)).toBe(before);
  expect(await preview(gone, stays)).toEqual(told);
  const done = expectStatus(await merge(gone, stays), 200);
  expect(done).toEqual({ ...told, merge: { ...told.merge, dryRun: false } });
  expect(expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).holds).toMatchObject([{ code: 'medication-change' }]);

  // The last screening of the two denies what the other's tells.
  service.clock.advanceMinutes(1);
  const last = await preparedPatient(service, clinic);
  const asked = await preview(third, last);
  const [screening] = expectStatus(await clinician().get(`/v1/patients/${last}/screenings`), 200).items;
  expect([asked.merge.voidedScreeningIds, screening.voided]).toEqual([[screening.id], null]);
  expect(expectStatus(await merge(third, last), 200).merge).toEqual({ ...asked.merge, dryRun: false });
});

it('tells why it would be refused, and moves nothing', async () => {
  const [one, other] = [await courseReadyToStart(service, clinic), await courseReadyToStart(service, clinic)];
  for (const { courseId } of [one, other]) await booked(service, clinic, courseId, { startsAt: '2030-03-05T15:00:00Z' });
  const told = await preview(one.patientId, other.patientId);
  expect(told.merge).toMatchObject({ moved: [], holds: [], voidedScreeningIds: [], conflicts: [{ kind: 'course-running' }, { kind: 'booking', startsAt: '2030-03-05T15:00:00.000Z' }] });
  expect(told.warnings).toMatchObject([{ code: 'sessions-on-one-day', onDate: '2030-03-05' }]);
  expect(expectStatus(await merge(one.patientId, other.patientId), 409).conflicts).toEqual(told.merge.conflicts);
  expectStatus(await merge(one.patientId, one.patientId, { dryRun: true }), 400);
  expectStatus(await clinician().post(`/v1/patients/${one.patientId}/merge`, { intoPatientId: other.patientId, reason: 'Same passport.', dryRun: true }), 403);
  expectStatus(await merge(one.patientId, await newPatient(await service.newClinic()), { dryRun: true }), 404);
});

it('leaves a look at both records on the trail and no change, and the key of a preview is not the merge’s', async () => {
  const [gone, stays] = [await newPatient(clinic), await newPatient(clinic)];
  const send = (dryRun: boolean, key: string) => clinic.as('admin').post(`/v1/patients/${gone}/merge`, { intoPatientId: stays, reason: 'Same passport.', dryRun }, { 'idempotency-key': key });
  const first = await send(true, 'one');
  expect((await send(true, 'one')).text).toBe(first.text);
  expect(expectStatus(await send(false, 'one'), 422).code).toBe('idempotency-key-reused');
  for (const id of [gone, stays]) {
    const { items } = expectStatus(await clinic.as('auditor').get(`/v1/audit-events?patientId=${id}`), 200);
    expect(items.map(({ action }: Json) => action).filter((action: string) => action.startsWith('patient.merge'))).toEqual(['patient.merge-previewed']);
  }
  expect(expectStatus(await clinic.as('auditor').get('/v1/audit/verify'), 200).ok).toBe(true);
  expectStatus(await clinic.as('admin').post(`/v1/patients/${stays}/restrict`, { reason: 'a colleague' }), 200);
  expectStatus(await send(true, 'two'), 403);
  expectStatus(await clinic.as('admin').post(`/v1/patients/${stays}/unrestrict`, { reason: 'no longer' }), 200);
  expectStatus(await send(false, 'three'), 200);
});

it('keeps no other clinic from writing while it waits for a table, and takes its turn after another', async () => {
  const [gone, other, stays] = [await preparedPatient(service, clinic), await preparedPatient(service, clinic), await preparedPatient(service, clinic)];
  const elsewhere = await service.newClinic();
  const patientId = await newPatient(elsewhere);
  const client = new pg.Client(service.databaseOfTest.superuserUrl);
  await client.connect();
  try {
    // Somebody who has written and is not done yet.
    await client.query('begin; lock table screenings in row exclusive mode; lock table consents in row exclusive mode');
    const previews = Promise.all([preview(gone, stays), preview(other, stays)]);
    const waiting = async (kind: string): Promise<boolean> => (await client.query(`select from pg_locks where locktype = $1 and not granted and database = (select oid from pg_database where datname = current_database())`, [kind])).rowCount !== 0;
    for (let looks = 0; !((await waiting('relation')) && (await waiting('advisory'))); looks += 1) {
      if (looks === 200) throw new Error('The previews do not wait for each other');
      await sleep(5);
    }
    const began = performance.now();
    expectStatus(await elsewhere.as('clinician').post(`/v1/patients/${patientId}/consents`, { kind: 'treatment', documentVersion: '2030-01', signedAt: service.clock.now(), signedBy: 'Pat Elsewhere' }), 201);
    expect(performance.now() - began).toBeLessThan(1_000);
    await client.query('rollback');
    expect((await previews).map(({ merge: { dryRun } }) => dryRun)).toEqual([true, true]);
  } finally {
    await client.end();
  }
});

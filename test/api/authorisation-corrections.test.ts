import pg from 'pg';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { approve, BEYOND, day, desk, given, onDay, operator, path, started, used, warnings } from '../support/authorised.js';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { booked, courseReadyToStart, doseAsPrescribed, laterOn } from '../support/world.js';

/** A payer's word that was written down wrongly: what was counted to it is counted by what stands now, and nothing in silence. */
clinicForEachTest();

const at = (courseId: string, id: string): string => `${path(courseId)}/${id}`;
const correct = (courseId: string, id: string, change: Json) => desk().patch(at(courseId, id), { reason: 'Read wrongly', ...change });
const voided = (courseId: string, id: string) => desk().post(`${at(courseId, id)}/void`, { reason: 'Of another patient' });
const sessionWarnings = async ({ id }: Json): Promise<string[]> => warnings(expectStatus(await desk().get(`/v1/sessions/${id}`), 200));

it('is corrected downwards, with the reason, by whoever has seen it; never below what is counted', async () => {
  const { courseId, patientId } = await courseReadyToStart(service, clinic);
  const { id } = await approve(courseId, { sessionsApproved: 30 });
  await given(courseId);
  await onDay(5);
  await given(courseId);
  expectStatus(await desk().patch(at(courseId, id), { sessionsApproved: 3, reason: 'Read wrongly' }, { 'if-match': '' }), 428);
  const seenBefore = (await desk().get(at(courseId, id))).headers['etag'] ?? '';
  expect(expectStatus(await correct(courseId, id, { sessionsApproved: 1 }), 400).errors).toMatchObject([{ pointer: '/sessionsApproved', code: 'fewer-than-counted', message: expect.stringContaining('2 or more') }]);
  expect(expectStatus(await correct(courseId, id, { sessionsApproved: 3, payer: 'Sample Mutual' }), 200)).toMatchObject({ sessionsApproved: 3, sessionsUsed: 2, sessionsLeft: 1, payer: 'Sample Mutual', voided: null });
  expectStatus(await desk().patch(at(courseId, id), { sessionsApproved: 4, reason: 'Read wrongly' }, { 'if-match': seenBefore }), 412);
  for (const [change, pointer] of [[{}, ''], [{ validTo: '2030-02-01' }, '/validTo'], [{ validFrom: '2030-06-01' }, '/validFrom'], [{ reason: 'x' }, '/reason']] as const) {
    expect(expectStatus(await correct(courseId, id, change), 400).errors).toMatchObject([{ pointer }]);
  }
  expectStatus(await operator().patch(at(courseId, id), { sessionsApproved: 4, reason: 'Mine' }), 403);
  const other = await approve(courseId, { reference: 'A-2' });
  const same = { payer: 'Sample Mutual', reference: 'A-1', sessionsApproved: 3 };
  expect(expectStatus(await correct(courseId, other.id, same), 409)).toMatchObject({ code: 'duplicate-authorisation', authorisationId: id });
  await laterOn(service, clinic, day(5), 'auditor');
  const [entry] = expectStatus(await clinic.as('auditor').get(`/v1/audit-events?patientId=${patientId}&action=authorisation.corrected`), 200).items;
  expect(JSON.stringify(entry.changes)).toContain('Read wrongly');
  expect(entry.changes.sessionsApproved).toEqual({ from: 30, to: 3 });
});

it('has its sessions counted anew where its days change: by another that has something left, else by none, and they say so', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const { id } = await approve(courseId);
  const sessions: Json[] = [];
  for (const n of [4, 5, 6]) {
    if (n > 4) await onDay(n);
    sessions.push(await given(courseId));
  }
  const second = await approve(courseId, { reference: 'A-2', sessionsApproved: 1, validTo: '2030-05-31' });
  const corrected = expectStatus(await correct(courseId, id, { validTo: '2030-03-04' }), 200);
  expect([corrected.sessionsUsed, warnings(corrected)]).toEqual([1, ['expired', 'sessions-uncovered']]);
  expect(expectStatus(await desk().get(at(courseId, second.id)), 200)).toMatchObject({ sessionsUsed: 1, sessionsLeft: 0 });
  expect(await Promise.all(sessions.map(sessionWarnings))).toEqual([[], [], [BEYOND]]);
  // A longer end takes them back, and says no more.
  const longer = expectStatus(await correct(courseId, id, { validTo: '2030-04-30' }), 200);
  expect([longer.sessionsUsed, warnings(longer)]).toEqual([2, []]);
  expect(await Promise.all(sessions.map(sessionWarnings))).toEqual([[], [], []]);
});

it('is voided: it stays to be read and pays for nothing, what it paid for says so, and a later one counts that anew', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const { id } = await approve(courseId);
  const session = await given(courseId);
  const ahead = await booked(service, clinic, courseId, { startsAt: day(6) });
  expect([warnings(session), warnings(ahead)]).toEqual([[], []]);
  expectStatus(await operator().post(`${at(courseId, id)}/void`, { reason: 'Not mine' }), 403);
  const gone = expectStatus(await voided(courseId, id), 200);
  expect(gone).toMatchObject({ sessionsApproved: 10, sessionsUsed: 0, sessionsLeft: 0, voided: { by: clinic.staff['front-desk'].id, reason: 'Of another patient' } });
  expect(warnings(gone)).toEqual(['voided', 'sessions-uncovered']);
  expect([await sessionWarnings(session), await sessionWarnings(ahead)]).toEqual([[BEYOND], [BEYOND]]);
  const plan = { startDate: '2030-03-07', preferredTimes: ['10:00'], policy: 'nearest', dryRun: true };
  expect(expectStatus(await desk().post(`/v1/courses/${courseId}/schedule`, plan), 200).warnings).toMatchObject([{ code: BEYOND }]);
  expect(expectStatus(await clinic.as('admin').get('/v1/exports/billing.csv?from=2030-03-01&to=2030-03-31'), 200) ?? '').not.toContain('Example Health');
  for (const move of ['void', 'extend']) expect(expectStatus(await desk().post(`${at(courseId, id)}/${move}`, { reason: 'Again', ...(move === 'extend' && { sessions: 1 }) }), 409).code).toBe('wrong-state');
  expect(expectStatus(await correct(courseId, id, { sessionsApproved: 5 }), 409).code).toBe('wrong-state');
  // The same letter, entered where it belongs.
  expect(await approve(courseId)).toMatchObject({ sessionsUsed: 1, warnings: [] });
  expect([await sessionWarnings(session), await sessionWarnings(ahead)]).toEqual([[], []]);
  expect(await used(courseId)).toEqual([0, 1]);
  const elsewhere = await service.newClinic();
  expectStatus(await elsewhere.as('front-desk').post(`${at(courseId, id)}/void`, { reason: 'Not ours' }), 404);
});

it('gives what it paid for to another that has something left; of before uses were kept too', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const { id } = await approve(courseId, { validTo: '2030-03-31' });
  const other = await approve(courseId, { reference: 'A-2' });
  const session = await given(courseId);
  await onDay(5);
  const later = await given(courseId);
  const client = new pg.Client(service.databaseOfTest.superuserUrl);
  await client.connect();
  await client.query('delete from authorisation_uses where clinic_id = $1', [clinic.id]);
  await client.end();
  expectStatus(await voided(courseId, id), 200);
  expect(await used(courseId)).toEqual([0, 2]);
  expectStatus(await voided(courseId, other.id), 200);
  expect([await sessionWarnings(session), await sessionWarnings(later), await used(courseId)]).toEqual([[BEYOND], [BEYOND], [0, 0]]);
});

it('of before uses were kept, each session stays with whose days it is in, when another is voided or its days are corrected', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const a = await approve(courseId, { validFrom: '2030-03-04', validTo: '2030-03-06' });
  const b = await approve(courseId, { reference: 'B-1', validFrom: '2030-03-07', validTo: '2030-03-31' });
  const sessions: Json[] = [];
  for (const n of [4, 5, 6, 7, 8]) {
    if (n > 4) await onDay(n);
    sessions.push(await given(courseId));
  }
  expect(await used(courseId)).toEqual([3, 2]);
  const client = new pg.Client(service.databaseOfTest.superuserUrl);
  await client.connect();
  const forget = () => client.query('delete from authorisation_uses where clinic_id = $1', [clinic.id]);
  await forget();
  expectStatus(await correct(courseId, b.id, { validFrom: '2030-03-08' }), 200);
  expect([await used(courseId), await Promise.all(sessions.map(sessionWarnings))]).toEqual([[3, 1], [[], [], [], [BEYOND], []]]);
  expectStatus(await correct(courseId, b.id, { validFrom: '2030-03-07' }), 200);
  await forget();
  await client.end();
  expectStatus(await voided(courseId, a.id), 200);
  expect([await used(courseId), await Promise.all(sessions.map(sessionWarnings))]).toEqual([[0, 2], [[BEYOND], [BEYOND], [BEYOND], [], []]]);
});

it('of a patient for whom no payer has a say is voided as such: nothing is said of payers any more, until one is approved', async () => {
  const { courseId, patientId } = await courseReadyToStart(service, clinic);
  const { id } = await approve(courseId, { sessionsApproved: 1 });
  const session = await given(courseId);
  const ahead = await booked(service, clinic, courseId, { startsAt: day(6) });
  const noPayer = { reason: 'Pays herself', noPayerConcerned: true };
  expect(expectStatus(await voided(courseId, id), 200).voided.noPayerConcerned).toBe(false);
  expect([await sessionWarnings(session), await sessionWarnings(ahead)]).toEqual([[BEYOND], [BEYOND]]);
  expect(expectStatus(await desk().post(`${at(courseId, id)}/void`, { reason: 'Pays herself', noPayerConcerned: 'yes' }), 400).errors).toMatchObject([{ pointer: '/noPayerConcerned' }]);
  // That no payer is concerned may be known only later.
  const gone = expectStatus(await desk().post(`${at(courseId, id)}/void`, noPayer), 200);
  expect([gone.voided, warnings(gone)]).toMatchObject([{ reason: 'Of another patient', noPayerConcerned: true }, ['voided']]);
  expect(expectStatus(await desk().post(`${at(courseId, id)}/void`, noPayer), 409).code).toBe('wrong-state');
  expect([await sessionWarnings(session), await sessionWarnings(ahead)]).toEqual([[], []]);
  const plan = { startDate: '2030-03-07', preferredTimes: ['10:00'], policy: 'nearest', dryRun: true };
  expect(expectStatus(await desk().post(`/v1/courses/${courseId}/schedule`, plan), 200).warnings).toEqual([]);
  expectStatus(await desk().post(`/v1/sessions/${ahead.id}/cancel`, { reason: 'ill' }), 200);
  await onDay(5);
  expect(warnings(await given(courseId))).toEqual([]);
  const wait = expectStatus(await desk().post('/v1/waitlist', { courseId, windows: [{ from: '08:00', to: '18:00' }], expiresAt: '2030-03-08T23:00:00Z' }), 201);
  await service.app.get(Jobs).runNow('waitlist');
  expect(expectStatus(await desk().get(`/v1/waitlist/${wait.id}`), 200).offers).toMatchObject([{ status: 'open' }]);
  await laterOn(service, clinic, day(5), 'auditor', 'front-desk');
  const { items } = expectStatus(await clinic.as('auditor').get(`/v1/audit-events?patientId=${patientId}&action=authorisation.voided`), 200);
  expect(JSON.stringify(items)).toContain('noPayerConcerned');
  // A payer's word that comes after all has a say again, and pays for what was given in between.
  expect(await approve(courseId, { reference: 'A-2', sessionsApproved: 1 })).toMatchObject({ sessionsUsed: 1 });
  expect(await sessionWarnings(session)).toEqual([]);
});

it('at the very moment of a delivery, or twice at once, counts each session once', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const sums: unknown[] = [];
  for (const n of [4, 5, 6, 7]) {
    if (n > 4) await onDay(n);
    const { id } = await approve(courseId, { sessionsApproved: 1, validFrom: `2030-03-0${n}`, validTo: `2030-03-0${n}` });
    const session = await started(courseId);
    service.clock.advanceMinutes(20);
    const complete = () => operator().post(`/v1/sessions/${session.id}/complete`, { delivered: doseAsPrescribed(session) });
    const answers = await Promise.all([complete(), n % 2 === 0 ? voided(courseId, id) : correct(courseId, id, { payer: 'Sample Mutual' }), complete()]);
    expect([answers[0].status, answers[2].status].sort()).toEqual([200, 409]);
    const { sessionsUsed, voided: isVoid } = expectStatus(await desk().get(at(courseId, id)), 200);
    sums.push([sessionsUsed, isVoid !== null, (await sessionWarnings(session)).includes(BEYOND)]);
  }
  expect(sums).toEqual([[0, true, true], [1, false, false], [0, true, true], [1, false, false]]);
  const { id } = await approve(courseId, { reference: 'LAST' });
  const seen = { 'if-match': (await desk().get(at(courseId, id))).headers['etag'] ?? '' };
  const twice = await Promise.all([5, 6].map((sessionsApproved) => desk().patch(at(courseId, id), { sessionsApproved, reason: 'Read wrongly' }, seen)));
  expect(twice.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect((await Promise.all([voided(courseId, id), voided(courseId, id)])).map(({ status }) => status).sort()).toEqual([200, 409]);
});

import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { approve, BEYOND, day, desk, given, onDay, operator, path, started, used, warnings } from '../support/authorised.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, booked, courseReadyToStart, doseAsPrescribed, laterOn } from '../support/world.js';

/** What payers have approved, attacked: no session is counted twice, to another's approval or in silence to none. */
clinicForEachTest();

it('counts to what ends first, of what is valid on the day, and warns a booking by its own day', async () => {
  const { courseId } = await activeCourse(service, clinic, { protocolCode: 'm1-hf10-chf-10d' });
  await approve(courseId, { sessionsApproved: 4, validTo: '2030-03-08' });
  await approve(courseId, { reference: 'A-2', sessionsApproved: 2, validFrom: '2030-03-07', validTo: '2030-03-31' });
  const plan = { startDate: '2030-03-05', preferredTimes: ['10:00'], policy: 'skip' };
  expect(expectStatus(await desk().post(`/v1/courses/${courseId}/schedule`, { ...plan, dryRun: true }), 200).warnings).toMatchObject([{ code: BEYOND, message: expect.stringContaining('4 of these') }]);
  const { sessions, warnings: ofSeries } = expectStatus(await desk().post(`/v1/courses/${courseId}/schedule`, plan), 201);
  expect(ofSeries).toMatchObject([{ code: BEYOND, message: expect.stringContaining('4 of these') }]);
  // 5 to 8 March by the first, 11 and 12 March by the second, which the days of the first leave whole.
  expect(sessions.map((session: Json) => warnings(session).length)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  const { sessions: board } = expectStatus(await clinic.as('clinician').get('/v1/day-board?date=2030-03-13'), 200);
  expect(board.map(({ due }: Json) => due.includes('authorisation'))).toEqual([true]);
  // One day given back is another's.
  expectStatus(await desk().post(`/v1/sessions/${sessions[5].id}/cancel`, { reason: 'Away' }), 200);
  expect(warnings(expectStatus(await desk().get(`/v1/sessions/${sessions[6].id}`), 200))).toEqual([]);
});

it('is over in the middle of a course: what is booked after it says so, and so does the review', async () => {
  const { courseId } = await activeCourse(service, clinic);
  await approve(courseId, { validTo: '2030-03-05' });
  expect(warnings(await booked(service, clinic, courseId, { startsAt: day(5) }))).toEqual([]);
  expect(warnings(await booked(service, clinic, courseId, { startsAt: day(6) }))).toEqual([BEYOND]);
  await onDay(7);
  const due = expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}/review`), 200).due.filter(({ what }: Json) => what === 'authorisation');
  expect(due).toMatchObject([{ state: 'overdue', dueOn: '2030-03-05' }]);
  expect(expectStatus(await desk().get(path(courseId)), 200).items[0]).toMatchObject({ daysLeft: 0, warnings: [{ code: 'expired' }] });
});

it('is used by what was given: not by what was cancelled, missed or stopped before the first pulse', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  await approve(courseId);
  const cancelled = await booked(service, clinic, courseId, { startsAt: day(5) });
  expectStatus(await desk().post(`/v1/sessions/${cancelled.id}/cancel`, { reason: 'Away' }), 200);
  const missed = await booked(service, clinic, courseId);
  await laterOn(service, clinic, '2030-03-04T16:00:00.000Z', 'operator', 'clinician', 'front-desk');
  expectStatus(await desk().post(`/v1/sessions/${missed.id}/no-show`, {}), 200);
  const stopped = await started(courseId);
  expectStatus(await operator().post(`/v1/sessions/${stopped.id}/abort`, { reason: 'Coil fell', delivered: { ...doseAsPrescribed(stopped), trains: 0, totalPulses: 0 } }), 200);
  expect(await used(courseId)).toEqual([0]);
  await onDay(5);
  const half = await started(courseId);
  expectStatus(await operator().post(`/v1/sessions/${half.id}/abort`, { reason: 'Headache', delivered: { ...doseAsPrescribed(half), trains: 10, totalPulses: 1000 } }), 200);
  expect(await used(courseId)).toEqual([1]);
  await onDay(6);
  const whole = await given(courseId);
  expectStatus(await operator().post(`/v1/sessions/${whole.id}/complete`, { delivered: doseAsPrescribed(whole) }), 409);
  expect(await used(courseId)).toEqual([2]);
});

it('is used first where it ends first', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  await approve(courseId);
  await approve(courseId, { reference: 'A-2', validTo: '2030-03-31' });
  await given(courseId);
  expect(await used(courseId)).toEqual([0, 1]);
});

it('that is exhausted lets the session stand and say so, until the payer says more', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const first = await approve(courseId, { sessionsApproved: 1 });
  expect(warnings(await given(courseId))).toEqual([]);
  await onDay(5);
  const beyond = await given(courseId);
  expect([warnings(beyond), await used(courseId)]).toEqual([[BEYOND], [1]]);
  const extended = expectStatus(await desk().post(`${path(courseId)}/${first.id}/extend`, { sessions: 2, reason: 'Letter of 5 March' }), 200);
  expect(extended).toMatchObject({ sessionsApproved: 3, sessionsUsed: 2, sessionsLeft: 1 });
  expect(warnings(expectStatus(await desk().get(`/v1/sessions/${beyond.id}`), 200))).toEqual([]);
});

it('that comes late counts the sessions of its days that nobody else pays', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  for (const n of [4, 5, 6]) {
    if (n > 4) await onDay(n);
    await given(courseId);
  }
  expect(await approve(courseId, { validFrom: '2030-03-05' })).toMatchObject({ sessionsUsed: 2, sessionsLeft: 8 });
  expect(await approve(courseId, { reference: 'A-2' })).toMatchObject({ sessionsUsed: 1 });
  expect(await approve(courseId, { reference: 'A-3' })).toMatchObject({ sessionsUsed: 0 });
});

it('of before uses were kept counts nothing twice', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const { id } = await approve(courseId);
  await given(courseId);
  const client = new pg.Client(service.databaseOfTest.superuserUrl);
  await client.connect();
  await client.query('delete from authorisation_uses where clinic_id = $1', [clinic.id]);
  await client.end();
  expect(expectStatus(await desk().post(`${path(courseId)}/${id}/extend`, { sessions: 1, reason: 'Letter' }), 200).sessionsUsed).toBe(1);
  expect(await approve(courseId, { reference: 'A-2' })).toMatchObject({ sessionsUsed: 0 });
});

it('is of the day on which the session began, at the clinic', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  await approve(courseId, { validTo: '2030-03-04' });
  const session = await started(courseId);
  await onDay(5);
  expect(warnings(expectStatus(await operator().post(`/v1/sessions/${session.id}/complete`, { delivered: doseAsPrescribed(session) }), 200))).toEqual([]);
  expect(await used(courseId)).toEqual([1]);
});

it('has one last session: of two bookings at once one warns', async () => {
  const { courseId } = await activeCourse(service, clinic);
  await approve(courseId, { sessionsApproved: 1 });
  await Promise.all([5, 6].map((n) => booked(service, clinic, courseId, { startsAt: day(n) })));
  const { items } = expectStatus(await desk().get(`/v1/sessions?courseId=${courseId}`), 200);
  expect(items.map(warnings)).toEqual([[], [BEYOND]]);
});

it('is nobody else’s: another course’s, another clinic’s, an end before the beginning, fewer than before', async () => {
  const { courseId } = await activeCourse(service, clinic);
  const other = await activeCourse(service, clinic);
  const { id } = await approve(courseId);
  expectStatus(await desk().get(`${path(other.courseId)}/${id}`), 404);
  expectStatus(await desk().post(`${path(other.courseId)}/${id}/extend`, { sessions: 1, reason: 'Letter' }), 404);
  const elsewhere = await service.newClinic();
  for (const route of [path(courseId), `${path(courseId)}/${id}`]) expectStatus(await elsewhere.as('front-desk').get(route), 404);
  expectStatus(await elsewhere.as('front-desk').post(path(courseId), { payer: 'P', reference: 'R', sessionsApproved: 1, validFrom: '2030-03-01', validTo: '2030-03-02' }), 404);
  expectStatus(await desk().post(path(courseId), { payer: 'P', reference: 'R', sessionsApproved: 1, validFrom: '2030-03-02', validTo: '2030-03-01' }), 400);
  for (const sessions of [0, -1, 491]) expectStatus(await desk().post(`${path(courseId)}/${id}/extend`, { sessions, reason: 'Letter' }), 400);
  expectStatus(await operator().post(path(courseId), { payer: 'P', reference: 'R', sessionsApproved: 1, validFrom: '2030-03-01', validTo: '2030-03-02' }), 403);
});

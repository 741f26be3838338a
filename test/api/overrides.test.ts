import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { sql } from '../../src/platform/database/sql.js';
import { TEST_PASSWORD } from '../support/service.js';
import { activeCourse, booked, checkedInSession, courseReadyToStart, DEPRESSION_PROTOCOL, doseAsPrescribed, laterOn, routineDay, TEN_A_DAY_PROTOCOL } from '../support/world.js';

/** What a clinician signs for is asked of a course that grows too, and is shown wherever the course is. */
clinicForEachTest();

const clinician = () => clinic.as('clinician');
const operator = () => clinic.as('operator');
const DEPRESSION = { category: 'depression', icd10: 'F33.2', side: null };
const TEN_A_DAY = { ...DEPRESSION, protocolCode: TEN_A_DAY_PROTOCOL };
const extend = (courseId: string, sessions: number, rules: string[] = []) =>
  clinician().post(`/v1/courses/${courseId}/extend`, { sessions, reason: 'Half better on the last day.', ...(rules.length > 0 && { overrides: rules.map((rule) => ({ rule, rationale: `Weighed ${rule}.` })) }) });
const missingOf = ({ body }: { body: Json }): string[] => body.missing.map(({ code, rule }: Json) => `${code} ${rule}`);
const limit = async (name: string, value: number): Promise<void> => void expectStatus(await clinician().patch('/v1/safety-limits', { limits: [{ name, value }], rationale: 'Our own rule' }), 200);

describe('the extension of a course', () => {
  it('of several sessions a day is signed for: its days are none that were published', async () => {
    const { courseId } = await activeCourse(service, clinic, TEN_A_DAY);
    const refused = await extend(courseId, 10);
    expect(expectStatus(refused, 409).code).toBe('not-ready');
    expect(missingOf(refused)).toEqual(['safety-finding-unanswered course-length', 'safety-finding-unanswered S13']);
    expect(missingOf(await extend(courseId, 10, ['S13']))).toEqual(['safety-finding-unanswered course-length']);
    expect(expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200)).toMatchObject({ progress: { sessionsPlanned: 50 }, extensions: [] });
    const extended = expectStatus(await extend(courseId, 10, ['S13', 'course-length']), 200);
    expect(extended.progress.sessionsPlanned).toBe(60);
    expect(extended.findings).toContainEqual(expect.objectContaining({ rule: 'course-length', severity: 'override', limit: '50 sessions', actual: '60 sessions' }));
    expect(extended.findings).toContainEqual(expect.objectContaining({ rule: 'S13', severity: 'override', actual: '18000 pulses a day' }));
    const by = { givenBy: clinic.staff.clinician.id, sessionId: null };
    expect(extended.overrides).toEqual(expect.arrayContaining([expect.objectContaining({ rule: 'S13', answered: ['18000 pulses a day'], ...by }), expect.objectContaining({ rule: 'course-length', answered: ['60 sessions'], ...by })]));
    // What was signed for was ten days' worth, not whatever comes.
    expect(missingOf(await extend(courseId, 1))).toEqual(['safety-finding-unanswered course-length']);
  });

  it('is refused where its days go past what no signature opens', async () => {
    const { courseId } = await activeCourse(service, clinic, TEN_A_DAY);
    await limit('pulsesPerDayAtMost', 17_999);
    expect(missingOf(await extend(courseId, 10, ['S13', 'S14', 'course-length']))).toEqual(['hard-safety-finding S14']);
    await limit('pulsesPerDayAtMost', 18_000);
    await limit('thetaBurstIntensityPercentRmt', 80);
    expect(missingOf(await extend(courseId, 10, ['S12', 'S13', 'course-length']))).toEqual(['hard-safety-finding S12']);
  });

  it('of one session a day is told, and asks nothing that was not asked before', async () => {
    const { courseId } = await activeCourse(service, clinic, { ...DEPRESSION, protocolCode: DEPRESSION_PROTOCOL });
    expect(expectStatus(await extend(courseId, 10), 200).findings).toContainEqual(expect.objectContaining({ rule: 'course-length', severity: 'info', actual: '46 sessions' }));
    await limit('pulsesPerDay', 2500);
    expect(missingOf(await extend(courseId, 1))).toEqual(['safety-finding-unanswered S13']);
    expectStatus(await extend(courseId, 1, ['S13']), 200);
  });
});

it('what was signed for at a start stands with the session and wherever the course is, and answers that start alone', async () => {
  const { courseId, sessionId } = await checkedInSession(service, clinic);
  await limit('pulsesPerDay', 2500);
  const overrides = [{ rule: 'S13', rationale: 'Dose as published.' }];
  expectStatus(await operator().post(`/v1/sessions/${sessionId}/start`, { overrides }), 403);
  const started = expectStatus(await clinician().post(`/v1/sessions/${sessionId}/start`, { overrides }), 200);
  const given = { rule: 'S13', answered: ['3000 pulses a day'], rationale: 'Dose as published.', givenBy: clinic.staff.clinician.id, givenAt: service.clock.now() };
  expect(started.overrides).toEqual([given]);
  expect(started.prescribed.overrides).toBeUndefined();
  const ofCourse = { ...given, sessionId };
  expect(expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).overrides.at(-1)).toEqual(ofCourse);
  expect(expectStatus(await clinician().get(`/v1/courses/${courseId}/review`), 200).overrides.at(-1)).toEqual(ofCourse);
  for (const path of [`/v1/sessions/${sessionId}`, `/v1/courses/${courseId}`]) expect(expectStatus(await clinic.as('front-desk').get(path), 200).overrides).toBeUndefined();
  service.clock.advanceMinutes(20);
  expectStatus(await operator().post(`/v1/sessions/${sessionId}/complete`, { delivered: doseAsPrescribed(started) }), 200);
  expectStatus(await clinician().post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
  expect(expectStatus(await clinician().get(`/v1/sessions/${sessionId}`), 200).overrides).toEqual([given]);
  expect((await clinician().get(`/v1/courses/${courseId}/review.pdf`)).status).toBe(200);

  await laterOn(service, clinic, '2030-03-05T14:00:00.000Z', 'operator', 'clinician', 'front-desk');
  const next = await booked(service, clinic, courseId);
  const { today } = expectStatus(await operator().post(`/v1/sessions/${next.id}/check-in`, { answers: await routineDay(clinic) }), 200);
  expect(today.overrides.at(-1)).toEqual(ofCourse);
  expect(today.againstStarting.map(({ rule }: Json) => rule)).toEqual(['S13']);
});

it('a day beyond the published ones is judged as it turns out, and the signature for its pulses answers each start of it', async () => {
  const { courseId } = await courseReadyToStart(service, clinic, TEN_A_DAY);
  await limit('pulsesPerDay', 1000);
  expectStatus(await extend(courseId, 10, ['S13', 'course-length']), 200);
  const published = await booked(service, clinic, courseId);
  const { today } = expectStatus(await operator().post(`/v1/sessions/${published.id}/check-in`, { answers: await routineDay(clinic) }), 200);
  expect(today.againstStarting).toEqual([]);
  const other = await courseReadyToStart(service, clinic, TEN_A_DAY);
  const asker = { clinicId: clinic.id, staffId: clinic.staff.clinician.id, requestId: 'test', ip: undefined };
  await service.database.work(asker, (work) => work.run(sql`update courses set sessions_planned = 60, sessions_delivered = 50 where id = ${other.courseId}`));
  const added = await booked(service, clinic, other.courseId, { deviceId: clinic.devices[1] });
  expect(expectStatus(await operator().post(`/v1/sessions/${added.id}/check-in`, { answers: await routineDay(clinic) }), 200).today.againstStarting.map(({ rule }: Json) => rule)).toEqual(['S13', 'course-length']);
  await service.database.work(asker, (work) => work.run(sql`insert into course_overrides (clinic_id, id, course_id, rule, rationale, answered, given_by, given_at)
    select clinic_id, gen_random_uuid(), ${other.courseId}, rule, rationale, answered, given_by, given_at from course_overrides where course_id = ${courseId}`));
  expectStatus(await operator().post(`/v1/sessions/${added.id}/start`, {}), 200);
});

it('an edited protocol with more days of several sessions is none that was published', async () => {
  const { items: [{ id, version }] } = expectStatus(await clinician().get(`/v1/protocols?code=${TEN_A_DAY_PROTOCOL}`), 200);
  const { phases, ...before } = expectStatus(await clinician().get(`/v1/protocols/${id}/versions/${version}`), 200);
  const members = ['modality', 'targetRegion', 'hemisphere', 'stimulation', 'sessionMinutes', 'indications', 'evidence'];
  const same = Object.fromEntries(members.map((member) => [member, before[member]]));
  const withSessions = async (sessions: number): Promise<Json> => expectStatus(await clinician().post(`/v1/protocols/${id}/versions`, { ...same, phases: [{ ...phases[0], sessions }] }), 201);
  expect((await withSessions(50)).validatedException).toBe(true);
  expect((await withSessions(60)).validatedException).toBe(false);
});

import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activate, activeCourse, booked, doseAsPrescribed, laterOn, measureThreshold, prescribed, routineDay } from '../support/world.js';

clinicForEachTest();

/** Today, so that its threshold counts for several sessions. */
const DAY = '2030-03-04';
const at = (time: string): string => `${DAY}T${time}:00.000Z`;
const minutesOf = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;
const desk = () => clinic.as('front-desk');
const setLimit = async (name: string, value: number): Promise<void> => void expectStatus(await clinic.as('clinician').patch('/v1/safety-limits', { limits: [{ name, value }], rationale: 'Our own rule' }), 200);

/** 1 Hz, or theta burst, twice a day; neither says how long to wait between the two. */
const STIMULATION: Record<string, Json> = {
  rtms: { frequencyHz: 10, intensityPercentRmt: 80, trains: 30, pulsesPerTrain: 50, interTrainIntervalSeconds: 25 },
  itbs: { frequencyHz: 5, intensityPercentRmt: 80, trains: 20, trainDurationSeconds: 2, interTrainIntervalSeconds: 8, burst: { frequencyHz: 50, pulses: 3 } },
};

async function twiceADay(modality: string, changes: Json = {}): Promise<string> {
  const protocol = {
    code: `twice-${modality}`, name: 'Twice a day', modality, targetRegion: 'M1', hemisphere: 'contralateral-to-pain', stimulation: STIMULATION[modality], sessionMinutes: 20,
    phases: [{ name: 'induction', sessions: 10, sessionsPerWeek: 10, sessionsPerDay: 2 }], indications: ['neuropathic-pain'], evidence: { citation: 'Our own' }, ...changes,
  };
  const { id } = expectStatus(await clinic.as('clinician').post('/v1/protocols', protocol), 201);
  expectStatus(await clinic.as('clinician').post(`/v1/protocols/${id}/versions/1/publish`, {}), 200);
  return protocol.code;
}

async function courseOf(modality: string, changes: Json = {}): Promise<{ courseId: string; patientId: string }> {
  const started = await activeCourse(service, clinic, { protocolCode: await twiceADay(modality, changes) });
  await measureThreshold(service, clinic, started.courseId);
  return started;
}

/** Another course of the same patient. */
async function anotherOf(patientId: string, wishes: { protocolCode: string; side?: 'right' }): Promise<string> {
  const { courseId } = await prescribed(clinic, patientId, wishes);
  await activate(clinic, courseId);
  return courseId;
}

/** Given from its booked start to its booked end, which the clock then shows. */
async function give({ id, startsAt, endsAt }: Json): Promise<void> {
  const operator = () => clinic.as('operator');
  await laterOn(service, clinic, startsAt, 'operator');
  expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  const started = await operator().post(`/v1/sessions/${id}/start`, {});
  expect(started.body.findings ?? []).toEqual([]);
  const delivered = doseAsPrescribed(expectStatus(started, 200));
  service.clock.set(endsAt);
  expectStatus(await operator().post(`/v1/sessions/${id}/complete`, { delivered }), 200);
}

const book = (courseId: string, startsAt: string, more: Json = {}) => desk().post('/v1/sessions', { courseId, kind: 'treatment', startsAt, ...more });
const offered = async (courseId: string, from: string, to: string): Promise<string[]> =>
  expectStatus(await desk().get(`/v1/availability?courseId=${courseId}&from=${from}&to=${to}`), 200).slots.map(({ startsAt }: Json) => startsAt);

describe('the gap at booking is the gap at the start', () => {
  it.each([['rtms', 15], ['itbs', 50]])('where the phase of %s states none: %i minutes, and both sessions begin at their booked times', async (modality, gap) => {
    const { courseId } = await courseOf(modality);
    const first = expectStatus(await book(courseId, at('15:00')), 201);
    const tooSoon = expectStatus(await book(courseId, new Date(Date.parse(first.endsAt) + (gap - 1) * 60_000).toISOString()), 409);
    expect([tooSoon.code, tooSoon.conflicts[0].endsAt]).toEqual(['too-soon', new Date(Date.parse(first.endsAt) + gap * 60_000).toISOString()]);
    const [next = ''] = (await offered(courseId, at('15:00'), at('21:00'))).filter((time) => time > first.startsAt);
    expect(minutesOf(first.endsAt, next)).toBeGreaterThanOrEqual(gap);
    const second = expectStatus(await book(courseId, new Date(Date.parse(first.endsAt) + gap * 60_000).toISOString()), 201);
    await give(first);
    await give(second);
  });

  it('raises what a phase states to the limits of the clinic, and follows them', async () => {
    const phases = [{ name: 'induction', sessions: 10, sessionsPerWeek: 10, sessionsPerDay: 2, minimumGapMinutes: 5 }];
    const { courseId } = await courseOf('rtms', { phases });
    const first = expectStatus(await book(courseId, at('15:00')), 201);
    const codeAfter = async (minutes: number): Promise<string> => (await desk().post('/v1/reservations', { courseId, kind: 'treatment', startsAt: new Date(Date.parse(first.endsAt) + minutes * 60_000).toISOString(), minutes: 1 })).body.code ?? 'kept';
    expect(await codeAfter(14)).toBe('too-soon');
    await setLimit('gapMinutes', 40);
    expect([await codeAfter(39), await codeAfter(40)]).toEqual(['too-soon', 'kept']);
  });

  it('plans, moves and re-plans a course by it', async () => {
    const { courseId } = await courseOf('itbs');
    const gaps = (sessions: Json[]): number[] => sessions.slice(1).map((session, n) => minutesOf(sessions[n]?.endsAt, session.startsAt)).filter((minutes) => minutes < 600);
    const { sessions } = expectStatus(await desk().post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'nearest' }), 201);
    expect(gaps(sessions)).toEqual([55, 55, 55, 55, 55]);
    const { moved } = expectStatus(await desk().post(`/v1/courses/${courseId}/reschedule`, { startDate: '2030-03-06', preferredTimes: ['10:00'], policy: 'nearest', reason: 'x' }), 200);
    expect(gaps(moved.map(({ to }: Json) => to)).every((gap) => gap >= 50)).toBe(true);
    const broken = expectStatus(await desk().post('/v1/schedule/replan', { deviceId: moved[0].to.deviceId, from: '2030-03-06T00:00:00Z', to: '2030-03-07T00:00:00Z', reason: 'x', dryRun: true }), 200);
    expect(gaps(broken.moved.map(({ to }: Json) => to)).every((gap) => gap >= 50)).toBe(true);
  });

  it('finds what is booked closer than a gap that was raised since, and moves the later one', async () => {
    const { courseId } = await courseOf('rtms');
    const first = expectStatus(await book(courseId, at('15:00')), 201);
    const second = expectStatus(await book(courseId, new Date(Date.parse(first.endsAt) + 15 * 60_000).toISOString()), 201);
    const misplaced = (more: Json = {}) => desk().post('/v1/schedule/replan', { misplaced: true, from: at('00:00'), to: '2030-03-10T00:00:00Z', reason: 'gap', ...more });
    expect(expectStatus(await misplaced(), 200).affected).toBe(0);
    await setLimit('gapMinutes', 40);
    const { moved } = expectStatus(await misplaced(), 200);
    expect(moved).toMatchObject([{ sessionId: second.id, reasons: [{ code: 'too-soon', message: expect.stringContaining('40 minutes') }] }]);
    expect(minutesOf(first.endsAt, moved[0].to.startsAt)).toBeGreaterThanOrEqual(40);
    expect(expectStatus(await misplaced(), 200).affected).toBe(0);
  });

  it('is the longer one of two courses of a patient, whichever was booked first', async () => {
    const { courseId: bursts, patientId } = await courseOf('itbs');
    const pulses = await anotherOf(patientId, { protocolCode: await twiceADay('rtms', { phases: [{ name: 'induction', sessions: 15, sessionsPerWeek: 15, sessionsPerDay: 3 }] }) });
    await measureThreshold(service, clinic, pulses);
    const first = expectStatus(await book(pulses, at('15:00')), 201);
    const after = (minutes: number): string => new Date(Date.parse(first.endsAt) + minutes * 60_000).toISOString();
    expect(expectStatus(await book(bursts, after(49)), 409).code).toBe('too-soon');
    const second = expectStatus(await book(bursts, after(50)), 201);
    const later = new Date(Date.parse(second.endsAt) + 15 * 60_000).toISOString();
    expect(expectStatus(await book(pulses, later), 409).code).toBe('too-soon');
    expect((await offered(pulses, first.startsAt, at('20:00'))).every((time) => minutesOf(second.endsAt, time) >= 50)).toBe(true);
    await give(first);
    await give(second);
  });

  it('counts from the recorded end of a session that ran late', async () => {
    const { courseId } = await courseOf('rtms');
    const first = expectStatus(await book(courseId, at('15:00')), 201);
    await laterOn(service, clinic, first.startsAt, 'operator', 'front-desk');
    await clinic.as('operator').post(`/v1/sessions/${first.id}/check-in`, { answers: await routineDay(clinic) });
    const delivered = doseAsPrescribed(expectStatus(await clinic.as('operator').post(`/v1/sessions/${first.id}/start`, {}), 200));
    service.clock.set(new Date(Date.parse(first.endsAt) + 10 * 60_000).toISOString());
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${first.id}/complete`, { delivered }), 200);
    const [next = ''] = await offered(courseId, first.endsAt, at('20:00'));
    expect(minutesOf(first.endsAt, next)).toBe(25);
    await give(expectStatus(await book(courseId, next), 201));
  });

  it('leaves the pause to visits in which nothing is given', async () => {
    const { courseId } = await courseOf('itbs');
    const first = expectStatus(await book(courseId, at('15:00')), 201);
    const free = async (kind: string): Promise<string[]> => expectStatus(await desk().get(`/v1/availability?courseId=${courseId}&kind=${kind}&durationMinutes=20&from=${at('15:00')}&to=${at('17:00')}`), 200).slots.map(({ startsAt }: Json) => startsAt);
    expect([(await free('treatment'))[0], (await free('follow-up'))[0]]).toEqual([at('16:15'), at('15:30')]);
    expectStatus(await book(courseId, first.endsAt, { kind: 'follow-up', durationMinutes: 10 }), 201);
    expectStatus(await book(courseId, at('14:40'), { kind: 'mapping', durationMinutes: 20 }), 201);
    await give(first);
  });
});

describe('a current and pulses of one patient', () => {
  it('are kept apart where a time is looked for, and booked with a warning where one is named', async () => {
    expectStatus(await clinic.as('admin').post('/v1/devices', { name: 'Current', manufacturer: 'Example', model: 'DC', modalities: ['tdcs'] }), 201);
    const { courseId: pulses, patientId } = await activeCourse(service, clinic);
    await measureThreshold(service, clinic, pulses);
    const current = await anotherOf(patientId, { protocolCode: 'tdcs-m1-2ma-fregni-2006', side: 'right' });
    const first = expectStatus(await book(current, at('15:00')), 201);
    const times = await offered(pulses, at('14:10'), at('17:00'));
    expect(times.length).toBeGreaterThan(0);
    for (const time of times) expect(Math.max(minutesOf(first.endsAt, time), minutesOf(time, first.startsAt) - 15)).toBeGreaterThanOrEqual(15);
    const close = expectStatus(await book(pulses, first.endsAt), 201);
    expect(close.warnings.map(({ code }: Json) => code)).toContain('close-to-other-kind');
    const moved = expectStatus(await desk().post(`/v1/sessions/${close.id}/reschedule`, { startsAt: at('17:00'), reason: 'apart' }), 200);
    expect(moved.warnings.map(({ code }: Json) => code)).not.toContain('close-to-other-kind');
  });
});

describe('a session is not shorter than its dose', () => {
  it('at 30 trains of 5 s with 25 s between them: 15 minutes', async () => {
    const { courseId } = await courseOf('rtms');
    // Of a version that was published before its length was asked about.
    const superuser = new pg.Client(service.databaseOfTest.superuserUrl);
    await superuser.connect();
    await superuser.query('set session_replication_role = replica');
    await superuser.query(`update protocol_versions set session_minutes = 10 where clinic_id = $1 and session_minutes = 20 and protocol_id = (select protocol_id from courses where id = $2)`, [clinic.id, courseId]);
    await superuser.end();
    const refused = expectStatus(await book(courseId, at('15:00'), { durationMinutes: 14 }), 400);
    expect(refused.errors).toEqual([{ pointer: '/durationMinutes', code: 'shorter-than-dose', message: expect.stringContaining('15') }]);
    expectStatus(await desk().post('/v1/reservations', { courseId, kind: 'treatment', startsAt: at('15:00'), durationMinutes: 14 }), 400);
    expectStatus(await desk().get(`/v1/availability?courseId=${courseId}&durationMinutes=14&from=${at('15:00')}&to=${at('16:00')}`), 400);
    const usual = expectStatus(await book(courseId, at('15:00')), 201);
    expect(minutesOf(usual.startsAt, usual.endsAt)).toBe(15);
    expectStatus(await book(courseId, at('16:00'), { kind: 'follow-up', durationMinutes: 5 }), 201);
    expectStatus(await book(courseId, at('17:00'), { kind: 'mapping', durationMinutes: 5 }), 201);
    const { sessions } = expectStatus(await desk().post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-06', preferredTimes: ['09:00'], policy: 'nearest', dryRun: true }), 200);
    expect(sessions.map(({ startsAt, endsAt }: Json) => minutesOf(startsAt, endsAt)).every((minutes: number) => minutes === 15)).toBe(true);
  });

  it('counts both sides and the pause between them', async () => {
    const side = (hemisphere: string): Json => ({ modality: 'rtms', targetRegion: 'M1', hemisphere, stimulation: STIMULATION['rtms'] });
    const { courseId } = await courseOf('rtms', { hemisphere: 'bilateral', stimulation: undefined, blocks: [side('right'), side('left')], pauseBetweenBlocksSeconds: 120, sessionMinutes: 40 });
    const refused = expectStatus(await book(courseId, at('15:00'), { durationMinutes: 31 }), 400);
    expect(refused.errors[0].message).toContain('32');
    expectStatus(await book(courseId, at('15:00'), { durationMinutes: 32 }), 201);
    await booked(service, clinic, courseId, { startsAt: at('18:00') });
  });
});

import { sql } from '../../src/platform/database/sql.js';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, booked, courseReadyToStart, DEPRESSION_PROTOCOL, doseAsPrescribed, laterOn, measureThreshold, routineDay, TEN_A_DAY_PROTOCOL, type CourseWishes } from '../support/world.js';

/** Every rule that may stop a session on its day, each broken alone over the API: which it is, its limit, its source. */
const DEPRESSION: CourseWishes = { protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null };

clinicForEachTest();

const operator = () => clinic.as('operator');
const clinician = () => clinic.as('clinician');
const checkedIn = async (courseId: string, changes: Json = {}): Promise<Json> => {
  const session = await booked(service, clinic, courseId, changes);
  expectStatus(await operator().post(`/v1/sessions/${session.id}/check-in`, { answers: await routineDay(clinic) }), 200);
  return session;
};
const setLimits = async (limits: Json[]): Promise<void> => void expectStatus(await clinician().patch('/v1/safety-limits', { limits, rationale: 'Our own rule' }), 200);
const setDevice = async (change: Json): Promise<void> => {
  const { headers } = await clinic.as('admin').get(`/v1/devices/${clinic.devices[0]}`);
  expectStatus(await clinic.as('admin').patch(`/v1/devices/${clinic.devices[0]}`, change, { 'if-match': headers['etag'] ?? '' }), 200);
};
const giveAll = async (session: Json): Promise<void> => {
  const started = expectStatus(await operator().post(`/v1/sessions/${session.id}/start`), 200);
  service.clock.advanceMinutes(20);
  expectStatus(await operator().post(`/v1/sessions/${session.id}/complete`, { delivered: doseAsPrescribed(started) }), 200);
};

interface Broken {
  rule: string;
  severity: 'hard' | 'override';
  limit: RegExp;
  source: RegExp;
  /** Breaks the rule; the session that is refused, and what its start is asked with. */
  arrange: () => Promise<{ id: string; body?: Json }>;
}

const withThreshold = (changes: Json, wishes: CourseWishes = {}) => async (): Promise<{ id: string }> => {
  const { courseId } = await activeCourse(service, clinic, wishes);
  await measureThreshold(service, clinic, courseId, { deviceId: clinic.devices[0], ...changes });
  const { id } = await checkedIn(courseId, { deviceId: clinic.devices[0] });
  return { id };
};

async function withLimit(name: string, value: number): Promise<{ id: string }> {
  const arranged = await withThreshold({})();
  await setLimits([{ name, value }]);
  return arranged;
}

/** A session that was given, and after it something that asks for a new threshold. */
async function sinceThreshold(what: 'gap' | 'faint'): Promise<{ id: string }> {
  const { courseId } = await courseReadyToStart(service, clinic);
  const first = await checkedIn(courseId);
  await giveAll(first);
  if (what === 'faint') expectStatus(await operator().post(`/v1/sessions/${first.id}/adverse-events`, { category: 'syncope', grade: 3, description: 'Fainted when getting up' }), 201);
  await laterOn(service, clinic, what === 'gap' ? '2030-03-12T14:30:00.000Z' : '2030-03-05T14:30:00.000Z', 'operator', 'clinician', 'front-desk');
  return { id: (await checkedIn(courseId)).id };
}

const BROKEN: Broken[] = [
  { rule: 'S13', severity: 'override', limit: /^2500 pulses a day$/, source: /Set by the clinic/, arrange: () => withLimit('pulsesPerDay', 2500) },
  { rule: 'S14', severity: 'hard', limit: /^2900 pulses a day$/, source: /Set by the clinic/, arrange: () => withLimit('pulsesPerDayAtMost', 2900) },
  {
    rule: 'S15', severity: 'hard', limit: /^1 a day$/, source: /protocol/,
    arrange: async () => {
      await setLimits([{ name: 'pulsesPerDay', value: 6000 }]);
      const { courseId } = await courseReadyToStart(service, clinic);
      const missed = await booked(service, clinic, courseId, { startsAt: '2030-03-05T14:00:00Z' });
      const today = await booked(service, clinic, courseId, { startsAt: '2030-03-06T14:00:00Z' });
      await laterOn(service, clinic, '2030-03-06T14:00:00.000Z', 'operator', 'clinician');
      for (const { id } of [missed, today]) expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
      await giveAll(missed);
      service.clock.advanceMinutes(20);
      return today as { id: string };
    },
  },
  {
    rule: 'S16', severity: 'hard', limit: /^50 minutes at least$/, source: /50 for theta burst/,
    arrange: async () => {
      const { courseId } = await courseReadyToStart(service, clinic, { ...DEPRESSION, protocolCode: TEN_A_DAY_PROTOCOL });
      const first = await checkedIn(courseId);
      const second = await booked(service, clinic, courseId, { startsAt: new Date(Date.parse(first.endsAt) + 50 * 60_000).toISOString() });
      await giveAll(first);
      await laterOn(service, clinic, new Date(Date.parse(second.startsAt) - 20 * 60_000).toISOString(), 'operator', 'clinician');
      expectStatus(await operator().post(`/v1/sessions/${second.id}/check-in`, { answers: await routineDay(clinic) }), 200);
      return { id: second.id };
    },
  },
  { rule: 'S17', severity: 'hard', limit: /^100 % MSO$/, source: /Arithmetic/, arrange: withThreshold({ percentMso: 90 }, DEPRESSION) },
  {
    rule: 'S18', severity: 'hard', limit: /^42 % MSO$/, source: /device/,
    arrange: async () => {
      const arranged = await withThreshold({ percentMso: 54 })();
      await setDevice({ maximumOutputPercentMso: 42 });
      return arranged;
    },
  },
  {
    rule: 'S19', severity: 'hard', limit: /^a motor threshold$/, source: /Rossi 2009/,
    arrange: async () => ({ id: (await checkedIn((await activeCourse(service, clinic)).courseId)).id }),
  },
  { rule: 'S20', severity: 'override', limit: /^14 days/, source: /Design default/, arrange: withThreshold({ measuredAt: '2030-01-02T14:00:00Z' }) },
  {
    rule: 'S22', severity: 'override', limit: /coil and device/, source: /Rossi 2009/,
    arrange: async () => {
      const { courseId } = await activeCourse(service, clinic);
      await measureThreshold(service, clinic, courseId, { deviceId: clinic.devices[0] });
      return { id: (await checkedIn(courseId, { deviceId: clinic.devices[1] })).id };
    },
  },
  {
    rule: 'S22', severity: 'override', limit: /coil and device/, source: /Rossi 2009/,
    arrange: async () => {
      await setDevice({ coilType: 'figure-8' });
      return { ...(await withThreshold({})()), body: { coilType: 'circular' } };
    },
  },
  {
    rule: 'S22', severity: 'hard', limit: /coil and device/, source: /Rossi 2009/,
    arrange: async () => ({ ...(await withThreshold({ coilType: 'figure-8' })()), body: { coilType: 'h1' } }),
  },
  { rule: 'S20', severity: 'override', limit: /^14 days, nothing since/, source: /Design default/, arrange: () => sinceThreshold('gap') },
  { rule: 'S20', severity: 'override', limit: /^14 days, nothing since/, source: /Design default/, arrange: () => sinceThreshold('faint') },
  { rule: 'S23', severity: 'hard', limit: /^80 % RMT$/, source: /prescription/, arrange: async () => ({ ...(await withThreshold({})()), body: { intensityPercentRmt: 80.5 } }) },
  { rule: 'S24', severity: 'hard', limit: /^ear protection confirmed$/, source: /Rossi 2009/, arrange: async () => ({ ...(await withThreshold({})()), body: { earProtectionInPlace: false } }) },
  {
    rule: 'S26', severity: 'hard', limit: /^check passed or cleared$/, source: /Rossi 2009/,
    arrange: async () => {
      const arranged = await withThreshold({})();
      await laterOn(service, clinic, '2030-03-05T14:00:00.000Z', 'operator', 'clinician');
      return arranged;
    },
  },
  {
    rule: 'S15', severity: 'override', limit: /^1 a day$/, source: /Design default/,
    arrange: async () => {
      await setLimits([{ name: 'pulsesPerDay', value: 6000 }]);
      const { courseId } = await courseReadyToStart(service, clinic);
      const stopped = await checkedIn(courseId);
      expectStatus(await operator().post(`/v1/sessions/${stopped.id}/start`), 200);
      expectStatus(await operator().post(`/v1/sessions/${stopped.id}/abort`, { reason: 'Coil too hot', delivered: { intensityPercentRmt: 80, trains: 10, totalPulses: 1000 } }), 200);
      service.clock.advanceMinutes(60);
      await laterOn(service, clinic, service.clock.now(), 'operator', 'clinician', 'front-desk');
      return { id: (await checkedIn(courseId)).id };
    },
  },
  {
    rule: 'S25', severity: 'hard', limit: /^screening cleared$/, source: /Rossi 2011/,
    arrange: async () => {
      const { courseId, patientId } = await courseReadyToStart(service, clinic);
      const { id } = await checkedIn(courseId);
      const { items } = expectStatus(await clinician().get(`/v1/patients/${patientId}/screenings`), 200);
      expectStatus(await clinician().post(`/v1/patients/${patientId}/screenings`, { answers: { ...items[0].answers, 'cochlear-implant': true } }), 201);
      return { id };
    },
  },
  {
    rule: 'S27', severity: 'hard', limit: /^off-label consent$/, source: /Consent/,
    arrange: async () => {
      const { courseId, patientId } = await courseReadyToStart(service, clinic);
      const { id } = await checkedIn(courseId);
      const { items } = expectStatus(await clinician().get(`/v1/patients/${patientId}/consents`), 200);
      const { id: consentId } = items.find(({ kind }: Json) => kind === 'off-label');
      expectStatus(await clinician().post(`/v1/patients/${patientId}/consents/${consentId}/withdraw`, {}), 200);
      return { id };
    },
  },
];

describe('a rule of the day, broken alone', () => {
  it.each(BROKEN.map((broken, index) => [`${broken.rule} (${broken.severity}, ${index})`, broken] as const))('%s stops the session and says why', async (_name, { rule, severity, limit, source, arrange }) => {
    const { id, body = {} } = await arrange();
    const refused = expectStatus(await operator().post(`/v1/sessions/${id}/start`, body), 409);
    expect(refused.code).toBe('not-safe');
    expect(refused.findings).toEqual([expect.objectContaining({ rule, severity, limit: expect.stringMatching(limit), source: expect.stringMatching(source), provenance: expect.any(String) })]);
    expect(refused.findings[0].explanation.length).toBeGreaterThan(20);
    expect(refused.findings[0].actual.length).toBeGreaterThan(0);
    const overrides = [{ rule, rationale: 'Weighed with the patient.' }];
    const again = await clinician().post(`/v1/sessions/${id}/start`, { ...body, overrides });
    expect(again.status).toBe(severity === 'hard' ? 409 : 200);
    if (severity === 'hard') expect((await clinician().get(`/v1/sessions/${id}`)).body.status).toBe('checked-in');
  });
});

it('whoever is not checked in, or held, is told by which rule beside the wrong state: S26, or S24 for ear protection alone', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const { id } = await booked(service, clinic, courseId);
  const refused = async (): Promise<Json> => expectStatus(await operator().post(`/v1/sessions/${id}/start`), 409);
  const because = (rule: string): Json => ({ code: 'wrong-state', findings: [expect.objectContaining({ rule, severity: 'hard', limit: expect.any(String), actual: expect.any(String), source: expect.stringContaining('Rossi 2009'), provenance: expect.any(String) })] });
  const routine = await routineDay(clinic);
  const answer = async (changes: Json): Promise<void> => void expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: { ...routine, ...changes } }), 200);
  expect(await refused()).toMatchObject({ state: 'scheduled', ...because('S26') });
  await answer({ 'ear-protection': false });
  expect(await refused()).toMatchObject({ state: 'held', ...because('S24') });
  await answer({ fever: true });
  expect(await refused()).toMatchObject({ state: 'held', ...because('S26') });
  await answer({});
  expectStatus(await operator().post(`/v1/sessions/${id}/start`), 200);
});

it('the operator may set less than prescribed, with the reason, which is then why less was given', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const { id } = await checkedIn(courseId);
  expect(expectStatus(await operator().post(`/v1/sessions/${id}/start`, { intensityPercentRmt: 70 }), 422).errors[0]).toMatchObject({ pointer: '/reason', code: 'reason-required' });
  const { prescribed } = expectStatus(await operator().post(`/v1/sessions/${id}/start`, { intensityPercentRmt: 70, reason: 'Painful at the temple' }), 200);
  expect(prescribed).toMatchObject({ intensityPercentRmt: 80, lowered: { intensityPercentRmt: 70, outputPercentMso: 37, reason: 'Painful at the temple' } });
  expect(expectStatus(await operator().post(`/v1/sessions/${id}/progress`, { trains: 5 }), 201).intensityPercentRmt).toBe(70);
  const given = { trains: prescribed.trains, totalPulses: prescribed.totalPulses };
  expect(expectStatus(await operator().post(`/v1/sessions/${id}/complete`, { delivered: { intensityPercentRmt: 60, ...given } }), 422).code).toBe('reason-required');
  const { delivered } = expectStatus(await operator().post(`/v1/sessions/${id}/complete`, { delivered: { intensityPercentRmt: 70, ...given } }), 200);
  expect(delivered).toMatchObject({ fidelity: 'below-prescription', reason: 'Painful at the temple' });
});

it('more sessions than were prescribed are given only once a clinician has extended the course', async () => {
  const { courseId, course } = await courseReadyToStart(service, clinic);
  const { id } = await checkedIn(courseId);
  const asker = { clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined };
  await service.database.work(asker, (work) => work.run(sql`update courses set sessions_delivered = sessions_planned where id = ${courseId}`));
  const { sessionsPlanned } = course.progress;
  expect(expectStatus(await operator().post(`/v1/sessions/${id}/start`), 409)).toMatchObject({ code: 'all-sessions-given', sessionsPlanned });
  expectStatus(await operator().post(`/v1/courses/${courseId}/extend`, { sessions: 5, reason: 'Still improving' }), 403);
  expectStatus(await clinician().post(`/v1/courses/${courseId}/extend`, { sessions: 5, reason: 'Still improving' }), 200);
  expectStatus(await operator().post(`/v1/sessions/${id}/start`), 200);
});

it('whoever missed sessions is given the step of the ramp that comes next, not that of the session’s number', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const ramp = [{ fromSession: 1, intensityPercentRmt: 60 }, { fromSession: 2, intensityPercentRmt: 80 }];
  expectStatus(await clinician().post(`/v1/courses/${courseId}/ramp`, { ramp, reason: 'Comfort' }), 200);
  const [first, second] = [await booked(service, clinic, courseId), await booked(service, clinic, courseId, { startsAt: '2030-03-05T14:00:00Z' })];
  await laterOn(service, clinic, '2030-03-05T14:00:00.000Z', 'operator', 'front-desk');
  expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${first.id}/no-show`, {}), 200);
  expectStatus(await operator().post(`/v1/sessions/${second.id}/check-in`, { answers: await routineDay(clinic) }), 200);
  expect(second.sequence).toBe(2);
  expect(expectStatus(await operator().post(`/v1/sessions/${second.id}/start`), 200).prescribed.intensityPercentRmt).toBe(60);
});

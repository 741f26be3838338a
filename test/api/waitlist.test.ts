import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { past } from '../support/many-courses.js';
import { activeCourse, booked, bookedSession, laterOn, measureThreshold } from '../support/world.js';

clinicForEachTest({ devices: 1, rooms: 1 });

const ALL_DAY = [{ from: '08:00', to: '18:00' }];
const desk = () => clinic.as('front-desk');
const tend = (): Promise<void> => service.app.get(Jobs).runNow('waitlist');
const wait = async (courseId: string, more: Json = {}): Promise<string> => String(expectStatus(await desk().post('/v1/waitlist', { courseId, windows: ALL_DAY, expiresAt: '2030-03-08T23:00:00Z', ...more }), 201).id);
const offersOf = async (id: string): Promise<Json[]> => {
  await tend();
  return expectStatus(await desk().get(`/v1/waitlist/${id}`), 200).offers;
};
/** Takes the only device from Monday to Thursday, but for what is left of a named day. */
const fill = async (startsAt: string, endsAt: string): Promise<string> => String(expectStatus(await clinic.as('admin').post(`/v1/devices/${clinic.devices[0]}/downtimes`, { startsAt, endsAt, reason: 'full' }), 201).id);

describe('the waitlist', () => {
  it('offers a freed time to whoever it fits, and books it for the first who answers', async () => {
    const booked = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    await fill('2030-03-04T13:00:00Z', '2030-03-05T15:00:00Z');
    await fill(new Date(Date.parse(booked.session.endsAt) + 600_000).toISOString(), '2030-03-09T23:00:00Z');
    const [one, other] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
    const [first, second] = [await wait(one.courseId), await wait(other.courseId)];
    expect([await offersOf(first), await offersOf(second)]).toEqual([[], []]);
    expectStatus(await desk().post(`/v1/sessions/${booked.sessionId}/cancel`, { reason: 'ill' }), 200);
    const [[mine], [theirs]] = [await offersOf(first), await offersOf(second)];
    expect([mine.startsAt, theirs.startsAt]).toEqual(['2030-03-05T15:00:00.000Z', '2030-03-05T15:00:00.000Z']);
    const answers = await Promise.all([desk().post(`/v1/waitlist/${first}/offers/${mine.id}/accept`), desk().post(`/v1/waitlist/${second}/offers/${theirs.id}/accept`)]);
    expect(answers.map(({ status, body }) => (status === 200 ? body.startsAt : body.code)).sort()).toEqual(['2030-03-05T15:00:00.000Z', 'slot-taken']);
    const loser = answers[0].status === 200 ? second : first;
    expect((await offersOf(loser)).map(({ status }) => status)).toEqual(['lost']);
    expect(expectStatus(await desk().get(`/v1/waitlist/${loser}`), 200).status).toBe('waiting');
  });

  it('offers nothing by mail outside the hours a patient named, and waits for no hours where it is the clinic that calls', async () => {
    const [asleep, called] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
    const prefer = async ({ patientId }: { patientId: string }, channel: string) =>
      expectStatus(await desk().patch(`/v1/patients/${patientId}`, { email: `${channel}@patients.example`, contactPreferences: { channel, reminders: true, notBefore: '09:10', notAfter: '20:00' } }), 200);
    await prefer(asleep, 'email');
    await prefer(called, 'phone');
    const [one, other] = [await wait(asleep.courseId), await wait(called.courseId)]; // 09:00 in New York
    expect([(await offersOf(one)).length, (await offersOf(other)).length]).toEqual([0, 1]);
    service.clock.set('2030-03-04T14:10:00Z');
    expect(await offersOf(one)).toHaveLength(1);
  });

  it('looks after everybody although it cannot after one of them', async () => {
    const [broken, whole] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
    expectStatus(await desk().patch(`/v1/patients/${broken.patientId}`, { email: 'broken@patients.example' }), 200);
    const [first, second] = [await wait(broken.courseId), await wait(whole.courseId)];
    await past(service, async (client) => void (await client.query(`update patients set time_zone = 'Nowhere/At-all' where id = $1`, [broken.patientId])));
    expect([(await offersOf(first)).length, (await offersOf(second)).length]).toEqual([0, 1]);
  });

  it('brings a booked session forward, and offers nothing later than it', async () => {
    const { courseId, sessionId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-06T15:00:00Z' });
    const id = await wait(courseId, { sessionId, windows: [{ weekday: 2, from: '10:00', to: '12:00' }, { weekday: 4, from: '08:00', to: '18:00' }] });
    const [offer] = await offersOf(id);
    expect(offer.startsAt).toBe('2030-03-05T15:00:00.000Z');
    const moved = expectStatus(await desk().post(`/v1/waitlist/${id}/offers/${offer.id}/accept`), 200);
    expect([moved.id, moved.startsAt, moved.movedFrom]).toEqual([sessionId, '2030-03-05T15:00:00.000Z', '2030-03-06T15:00:00.000Z']);
    expect(expectStatus(await desk().get(`/v1/waitlist/${id}`), 200).status).toBe('booked');
    expect((await desk().post(`/v1/waitlist/${id}/offers/${offer.id}/accept`)).body.code).toBe('offer-over');
  });

  it('puts nothing off that was moved forward by hand meanwhile, and ends with the session', async () => {
    const { courseId, sessionId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-07T15:00:00Z' });
    const id = await wait(courseId, { sessionId, windows: [{ weekday: 3, from: '10:00', to: '12:00' }] });
    const [offer] = await offersOf(id);
    expectStatus(await desk().post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: '2030-03-05T15:00:00Z', reason: 'asked for' }), 200);
    const accept = () => desk().post(`/v1/waitlist/${id}/offers/${offer.id}/accept`);
    expect(expectStatus(await accept(), 409).code).toBe('offer-over');
    expect(expectStatus(await desk().get(`/v1/sessions/${sessionId}`), 200).startsAt).toBe('2030-03-05T15:00:00.000Z');
    expectStatus(await desk().post(`/v1/sessions/${sessionId}/cancel`, { reason: 'ill' }), 200);
    expect(expectStatus(await accept(), 409).code).toBe('offer-over');
    expect(expectStatus(await desk().post('/v1/waitlist', { courseId, windows: ALL_DAY, expiresAt: '2030-03-08T23:00:00Z' }), 409).code).toBe('already-waiting');
    expect((await offersOf(id)).map(({ status }) => status)).toEqual(['expired']);
    expect(expectStatus(await desk().get(`/v1/waitlist/${id}`), 200).status).toBe('expired');
    await wait(courseId);
  });

  it('is taken once, however many desks take one offer at the same moment, and nothing is taken twice', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const id = await wait(courseId);
    const [offer] = await offersOf(id);
    const accept = (role: 'front-desk' | 'operator' | 'admin') => clinic.as(role).post(`/v1/waitlist/${id}/offers/${offer.id}/accept`);
    const answers = await Promise.all([accept('front-desk'), accept('operator'), accept('admin'), desk().post(`/v1/waitlist/${id}/withdraw`)]);
    const won = answers.slice(0, 3).filter(({ status }) => status === 200);
    expect(won.length + Number(answers[3]?.status === 200)).toBe(1);
    expect(answers.slice(0, 3).filter(({ status }) => status === 409).every(({ body }) => body.code === 'offer-over')).toBe(true);
    expect(expectStatus(await desk().get(`/v1/sessions?courseId=${courseId}`), 200).items).toHaveLength(won.length);
  });

  it('gives no offer to a course that was held, booked to its end or completed since, and says why', async () => {
    const offered = async (courseId: string): Promise<() => Promise<Json>> => {
      const id = await wait(courseId);
      const [offer] = await offersOf(id);
      return async () => expectStatus(await desk().post(`/v1/waitlist/${id}/offers/${offer.id}/accept`), 409);
    };
    const [held, full, ended] = [await activeCourse(service, clinic), await activeCourse(service, clinic), await activeCourse(service, clinic)];
    const [ofHeld, ofFull, ofEnded] = [await offered(held.courseId), await offered(full.courseId), await offered(ended.courseId)];
    const { id: hold } = expectStatus(await clinic.as('clinician').post(`/v1/courses/${held.courseId}/holds`, { detail: 'wait' }), 201);
    expect(await ofHeld()).toMatchObject({ code: 'offer-over', detail: expect.stringContaining('hold') });
    expectStatus(await desk().post(`/v1/courses/${full.courseId}/schedule`, { startDate: '2030-03-20', preferredTimes: ['09:00'], policy: 'all-or-nothing' }), 201);
    expect(await ofFull()).toMatchObject({ code: 'offer-over', detail: expect.stringContaining('booked') });
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${ended.courseId}/discontinue`, { reason: 'Better' }), 200);
    expect(await ofEnded()).toMatchObject({ code: 'course-not-active' });
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${held.courseId}/holds/${hold}/release`, { note: 'Looked at' }), 200);
    for (const { courseId } of [held, ended]) expect(expectStatus(await desk().get(`/v1/sessions?courseId=${courseId}`), 200).items).toEqual([]);
  });

  it('does not repeat what was declined or has expired', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const id = await wait(courseId);
    const [offer] = await offersOf(id);
    expectStatus(await desk().post(`/v1/waitlist/${id}/offers/${offer.id}/decline`), 200);
    const [next] = await offersOf(id);
    expect(Date.parse(next.startsAt)).toBeGreaterThan(Date.parse(offer.startsAt));
    service.clock.advanceMinutes(30);
    expect((await offersOf(id))[0].id).toBe(next.id);
    service.clock.set(next.expiresAt);
    expect((await desk().post(`/v1/waitlist/${id}/offers/${next.id}/accept`)).body.code).toBe('offer-over');
    const offers = await offersOf(id);
    expect(offers.map(({ status }) => status)).toEqual(['open', 'expired', 'declined']);
    expect(new Set(offers.map(({ startsAt }) => startsAt)).size).toBe(3);
  });

  it('offers nothing to a course on hold, beyond its authorisation, or on a day that has its session', async () => {
    const held = await activeCourse(service, clinic);
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${held.courseId}/holds`, { detail: 'wait' }), 201);
    const unauthorised = await activeCourse(service, clinic);
    expectStatus(await desk().post(`/v1/courses/${unauthorised.courseId}/authorisations`, { payer: 'P', reference: 'R', sessionsApproved: 10, validFrom: '2030-05-01', validTo: '2030-12-31' }), 201);
    const daily = await bookedSession(service, clinic, {}, { startsAt: '2030-03-04T19:00:00Z' });
    const [a, b, c] = [await wait(held.courseId), await wait(unauthorised.courseId), await wait(daily.courseId)];
    expect([await offersOf(a), await offersOf(b)]).toEqual([[], []]);
    expect((await offersOf(c))[0].startsAt.slice(0, 10)).toBe('2030-03-05');
  });

  it('offers no day on which the motor threshold counts no more, until it is measured again', async () => {
    const { courseId } = await activeCourse(service, clinic);
    await measureThreshold(service, clinic, courseId);
    // A Sunday; on Tuesday the threshold is older than fourteen days.
    await laterOn(service, clinic, '2030-03-17T14:00:00Z', 'front-desk', 'operator', 'clinician');
    const [monday, tuesday] = [{ weekday: 1, from: '08:00', to: '18:00' }, { weekday: 2, from: '10:00', to: '18:00' }];
    const until = { expiresAt: '2030-03-22T23:00:00Z' };
    const id = await wait(courseId, { ...until, windows: [tuesday] });
    expect(await offersOf(id)).toEqual([]);
    await measureThreshold(service, clinic, courseId);
    expect((await offersOf(id)).map(({ startsAt }) => startsAt)).toEqual(['2030-03-19T14:00:00.000Z']);
    const other = await activeCourse(service, clinic);
    await measureThreshold(service, clinic, other.courseId, { measuredAt: '2030-03-04T14:00:00Z' });
    const [offer] = await offersOf(await wait(other.courseId, { ...until, windows: [monday, tuesday] }));
    expect(offer.startsAt.slice(0, 10)).toBe('2030-03-18');
  });

  it('offers no device but that of the motor threshold, with its coil', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const { id: other } = expectStatus(await clinic.as('admin').post('/v1/devices', { name: 'Another', manufacturer: 'Example', model: 'M', modalities: ['rtms'], coilType: 'figure-8' }), 201);
    await measureThreshold(service, clinic, courseId, { deviceId: other });
    expectStatus(await clinic.as('admin').post(`/v1/devices/${other}/downtimes`, { startsAt: '2030-03-04T14:00:00Z', endsAt: '2030-03-05T23:00:00Z', reason: 'service' }), 201);
    const id = await wait(courseId);
    const [offer] = await offersOf(id);
    expect([offer.deviceId, offer.startsAt.slice(0, 10)]).toEqual([other, '2030-03-06']);
    expectStatus(await clinic.as('admin').patch(`/v1/devices/${other}`, { coilType: 'double-cone' }), 200);
    expect((await offersOf(id)).map(({ status }) => status)).toEqual(['lost']);
  });

  it('brings a mapping forward by its own length, and offers none beyond the course', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const mapping = await booked(service, clinic, courseId, { kind: 'mapping', startsAt: '2030-03-06T15:00:00Z', durationMinutes: 60 });
    await fill('2030-03-04T13:00:00Z', '2030-03-05T15:00:00Z');
    await fill('2030-03-05T15:30:00Z', '2030-03-05T18:00:00Z');
    const id = await wait(courseId, { sessionId: mapping.id, windows: [{ weekday: 2, from: '08:00', to: '18:00' }] });
    const [offer] = await offersOf(id);
    expect(offer.startsAt).toBe('2030-03-05T18:00:00.000Z');
    expect(expectStatus(await desk().post(`/v1/waitlist/${id}/offers/${offer.id}/accept`), 200)).toMatchObject({ startsAt: offer.startsAt, endsAt: '2030-03-05T19:00:00.000Z' });
    const whole = await activeCourse(service, clinic);
    const { sessions } = expectStatus(await desk().post(`/v1/courses/${whole.courseId}/schedule`, { startDate: '2030-03-20', preferredTimes: ['09:00'], policy: 'all-or-nothing' }), 201);
    const beyond = await wait(whole.courseId);
    expect(await offersOf(beyond)).toEqual([]);
    expectStatus(await desk().post(`/v1/sessions/${sessions[0].id}/cancel`, { reason: 'Ill' }), 200);
    expect(await offersOf(beyond)).toHaveLength(1);
  });

  it('holds each course once, ends at its hour and when it is withdrawn', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const id = await wait(courseId);
    const again = await desk().post('/v1/waitlist', { courseId, windows: ALL_DAY, expiresAt: '2030-03-08T23:00:00Z' });
    expect(again.body.code).toBe('already-waiting');
    await offersOf(id);
    const ended = expectStatus(await desk().post(`/v1/waitlist/${id}/withdraw`), 200);
    expect([ended.status, ended.offers[0].status]).toEqual(['withdrawn', 'declined']);
    const next = await wait(courseId);
    service.clock.set('2030-03-04T14:30:00Z');
    const soon = expectStatus(await desk().get('/v1/waitlist?status=waiting'), 200).items;
    expect(soon.map(({ id: waiting }: Json) => waiting)).toEqual([next]);
  });
});

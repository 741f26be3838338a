import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, DEPRESSION_PROTOCOL, TEN_A_DAY_PROTOCOL, type ActiveCourse } from '../support/world.js';

/** A time of Tuesday in New York; the clock of the tests stands on Monday. */
const at = (time: string, date = '2030-03-05'): string => new Date(`${date}T${time}:00-05:00`).toISOString();
const TEN = at('10:00');

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
/** One device, one room: whatever is taken is taken. Sessions of the usual course last 15 minutes, and 10 of turnover. */
beforeEach(async () => {
  clinic = await service.newClinic({ devices: 1, rooms: 1 });
});

const desk = () => clinic.as('front-desk');
const admin = () => clinic.as('admin');
const book = (course: ActiveCourse, changes: Json = {}) => desk().post('/v1/sessions', { courseId: course.courseId, kind: 'treatment', startsAt: TEN, ...changes });
const tenADay = (): Promise<ActiveCourse> => activeCourse(service, clinic, { protocolCode: TEN_A_DAY_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null });

/** The refusal: code first, then every code of its reasons. */
async function refusal(course: ActiveCourse, changes: Json = {}): Promise<Json> {
  const answer = await book(course, changes);
  const problem = expectStatus(answer, 409);
  return { ...problem, codes: problem.reasons.map(({ code }: Json) => code) };
}

describe('a time that is taken', () => {
  it('names all that stands in the way, and where else it would work', async () => {
    const theirs = expectStatus(await book(await activeCourse(service, clinic), { operatorId: clinic.staff.operator.id }), 201);
    const refused = await refusal(await activeCourse(service, clinic), { operatorId: clinic.staff.operator.id });
    expect(refused).toMatchObject({ code: 'slot-taken', status: 409, codes: ['slot-taken'] });
    expect(refused.conflicts).toEqual([
      { resource: 'device', id: theirs.deviceId, startsAt: TEN, endsAt: at('10:25') },
      { resource: 'room', id: theirs.roomId, startsAt: TEN, endsAt: at('10:25') },
      { resource: 'operator', id: theirs.operatorId, startsAt: TEN, endsAt: at('10:15') },
    ]);
    expect(refused.nearest).toEqual([at('10:30'), at('10:45'), at('11:00')]);
  });

  it('ends with its turnover, to the minute', async () => {
    const [first, second] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
    expectStatus(await book(first), 201);
    expect((await refusal(second, { startsAt: at('10:24') })).code).toBe('slot-taken');
    expect((await refusal(second, { startsAt: at('09:36') })).code).toBe('slot-taken');
    expectStatus(await book(second, { startsAt: at('10:25') }), 201);
    expectStatus(await book(await activeCourse(service, clinic), { startsAt: at('09:35') }), 201);
  });

  it('is one also when the patient would be in two places', async () => {
    const wide = (clinic = await service.newClinic());
    const course = await activeCourse(service, wide);
    expectStatus(await book(course, { deviceId: wide.devices[0] }), 201);
    const refused = await refusal(course, { kind: 'follow-up', deviceId: wide.devices[1] });
    expect(refused.conflicts).toEqual([{ resource: 'patient', id: course.patientId, startsAt: TEN, endsAt: at('10:15') }]);
    expectStatus(await book(course, { kind: 'follow-up', startsAt: at('10:15'), deviceId: wide.devices[1] }), 201);
  });
});

describe('the rhythm of a course', () => {
  it('keeps to one session a day, by the calendar of the clinic and not that of Greenwich', async () => {
    clinic = await service.newClinic({ timeZone: 'Pacific/Auckland' });
    const course = await activeCourse(service, clinic);
    const [tuesdayEvening, wednesdayMorning, wednesdayEvening] = ['2030-03-05T04:00:00Z', '2030-03-05T19:00:00Z', '2030-03-06T04:00:00Z'];
    expectStatus(await book(course, { startsAt: tuesdayEvening }), 201);
    const morning = expectStatus(await book(course, { startsAt: wednesdayMorning }), 201);
    expect(await refusal(course, { startsAt: wednesdayEvening })).toMatchObject({ code: 'daily-maximum', codes: ['daily-maximum'], conflicts: [] });
    expectStatus(await desk().post(`/v1/sessions/${morning.id}/cancel`, { reason: 'Ill' }), 200);
    expectStatus(await book(course, { startsAt: wednesdayEvening }), 201);
  });

  it('keeps the pause between two sessions of a day, before and after', async () => {
    const course = await tenADay();
    const session = expectStatus(await book(course, { startsAt: at('12:00') }), 201);
    const lengthMinutes = (Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000;
    const after = (minutes: number): string => new Date(Date.parse(session.endsAt) + minutes * 60_000).toISOString();
    const before = (minutes: number): string => new Date(Date.parse(session.startsAt) - (lengthMinutes + minutes) * 60_000).toISOString();
    expect((await refusal(course, { startsAt: after(49) })).codes).toEqual(['too-soon']);
    expect((await refusal(course, { startsAt: before(49) })).codes).toEqual(['too-soon']);
    expect((await refusal(course, { startsAt: after(20) })).conflicts).toEqual([{ resource: 'patient', id: course.patientId, startsAt: session.startsAt, endsAt: after(50) }]);
    expectStatus(await book(course, { startsAt: after(50) }), 201);
    expectStatus(await book(course, { startsAt: before(50) }), 201);
    // Another patient needs no pause.
    expectStatus(await book(await activeCourse(service, clinic), { startsAt: after(10) }), 201);
  });
});

describe('the hours of the clinic', () => {
  it('hold the whole session, but not its turnover', async () => {
    const course = await activeCourse(service, clinic);
    expect(await refusal(course, { startsAt: at('07:59') })).toMatchObject({ code: 'outside-hours', nearest: [at('08:00'), at('08:15'), at('08:30')] });
    expect((await refusal(course, { startsAt: at('17:46') })).code).toBe('outside-hours');
    expectStatus(await book(course, { startsAt: at('17:45') }), 201);
    expect(await refusal(course, { startsAt: at('10:00', '2030-03-09') })).toMatchObject({ code: 'outside-hours', nearest: [at('08:00', '2030-03-11').replace('T13', 'T12'), expect.any(String), expect.any(String)] });
  });

  it('are none on a closure', async () => {
    expectStatus(await admin().post('/v1/clinic/closures', { from: '2030-03-05', to: '2030-03-06', reason: 'Stocktaking' }), 201);
    const course = await activeCourse(service, clinic);
    expect(await refusal(course)).toMatchObject({ code: 'clinic-closed', detail: expect.stringContaining('Stocktaking'), nearest: [at('08:00', '2030-03-07'), at('08:15', '2030-03-07'), at('08:30', '2030-03-07')] });
    expectStatus(await book(course, { startsAt: at('10:00', '2030-03-07') }), 201);
  });
});

describe('a device', () => {
  it('that is down cannot be booked, until it is up again', async () => {
    const course = await activeCourse(service, clinic);
    const downtimes = `/v1/devices/${clinic.devices[0]}/downtimes`;
    const down = expectStatus(await admin().post(downtimes, { startsAt: at('09:00'), endsAt: at('12:00'), reason: 'Coil change' }), 201);
    expect(await refusal(course)).toMatchObject({ code: 'device-down', conflicts: [{ resource: 'device', startsAt: at('09:00'), endsAt: at('12:00') }], nearest: [at('12:00'), at('12:15'), at('12:30')] });
    // Turnover of a session before it counts too.
    expect((await refusal(course, { startsAt: at('08:36') })).code).toBe('device-down');
    expectStatus(await admin().delete(`${downtimes}/${down.id}`), 204);
    expectStatus(await book(course), 201);
  });

  it('cannot be taken down over sessions; they are named', async () => {
    const session = expectStatus(await book(await activeCourse(service, clinic)), 201);
    const refused = await admin().post(`/v1/devices/${clinic.devices[0]}/downtimes`, { startsAt: at('10:24'), endsAt: at('12:00'), reason: 'Coil change' });
    expect(expectStatus(refused, 409)).toMatchObject({ code: 'slot-taken', conflicts: [{ resource: 'device', startsAt: TEN, endsAt: at('10:25'), occupant: 'session', occupantId: session.id }] });
    expectStatus(await admin().post(`/v1/devices/${clinic.devices[0]}/downtimes`, { startsAt: at('10:25'), endsAt: at('12:00'), reason: 'Coil change' }), 201);
  });

  it('out of service, or of another kind, is told apart from one that is taken', async () => {
    const course = await activeCourse(service, clinic);
    const tdcs = expectStatus(await admin().post('/v1/devices', { name: 'Stimulator', manufacturer: 'Example', model: 'Two', modalities: ['tdcs'] }), 201);
    expect((await refusal(course, { deviceId: tdcs.id })).codes).toEqual(['device-unsuitable']);
    expectStatus(await admin().patch(`/v1/devices/${clinic.devices[0]}`, { status: 'out-of-service' }), 200);
    expect((await refusal(course, { deviceId: clinic.devices[0] })).codes).toEqual(['device-down']);
    expect((await refusal(course)).codes).toEqual(['device-unsuitable']);
  });
});

describe('an operator', () => {
  const staff = (role: 'operator' | 'operator2') => `/v1/staff/${clinic.staff[role].id}`;

  it('who is away cannot be booked; the other one is', async () => {
    const course = await activeCourse(service, clinic);
    expectStatus(await admin().post(`${staff('operator')}/absences`, { startsAt: at('00:00'), endsAt: at('23:00'), reason: 'Course' }), 201);
    expect((await refusal(course, { operatorId: clinic.staff.operator.id })).codes).toEqual(['operator-absent']);
    expect(expectStatus(await book(course), 201).operatorId).toBe(clinic.staff.operator2.id);
    expect((await admin().post(`${staff('operator2')}/absences`, { startsAt: at('10:14'), endsAt: at('11:00'), reason: 'Ill' })).body.code).toBe('slot-taken');
  });

  it('works in shifts once one is entered', async () => {
    const course = await activeCourse(service, clinic);
    expectStatus(await admin().post(`${staff('operator')}/shifts`, { startsAt: at('08:00'), endsAt: at('10:10') }), 201);
    expect((await refusal(course, { operatorId: clinic.staff.operator.id })).codes).toEqual(['operator-absent']);
    expectStatus(await admin().post(`${staff('operator')}/shifts`, { startsAt: at('10:10'), endsAt: at('12:00') }), 201);
    expectStatus(await book(course, { operatorId: clinic.staff.operator.id }), 201);
    expect((await refusal(course, { kind: 'follow-up', startsAt: at('12:00'), operatorId: clinic.staff.operator.id })).codes).toEqual(['operator-absent']);
    expect(expectStatus(await book(course, { kind: 'follow-up', startsAt: at('12:00') }), 201).operatorId).toBe(clinic.staff.operator2.id);
  });

  it('who has left treats nobody', async () => {
    const course = await activeCourse(service, clinic);
    expectStatus(await admin().post(`${staff('operator2')}/deactivate`), 200);
    expect((await book(course, { operatorId: clinic.staff.operator2.id })).body.code).toBe('operator-absent');
    expect(expectStatus(await book(course), 201).operatorId).toBe(clinic.staff.operator.id);
  });
});

it('tells every reason at once', async () => {
  const course = await activeCourse(service, clinic, { protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null });
  expectStatus(await book(course), 201);
  expectStatus(await admin().post(`/v1/devices/${clinic.devices[0]}/downtimes`, { startsAt: at('17:00'), endsAt: at('20:00'), reason: 'Coil change' }), 201);
  const refused = await refusal(course, { startsAt: at('17:50') });
  expect(new Set(refused.codes)).toEqual(new Set(['outside-hours', 'daily-maximum', 'device-down']));
  expect(refused.code).toBe(refused.codes[0]);
  expect(refused.nearest[0]).toBe(at('08:00', '2030-03-06'));
});

import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, PAIN_PROTOCOL, TEN_A_DAY_PROTOCOL, type ActiveCourse } from '../support/world.js';

const at = (time: string, date = '2030-03-05'): string => new Date(`${date}T${time}:00-05:00`).toISOString();

clinicForEachTest();

const desk = () => clinic.as('front-desk');
const admin = () => clinic.as('admin');
const free = async (query: string): Promise<Json[]> => expectStatus(await desk().get(`/v1/availability?${query}`), 200).slots;
const book = (courseId: string, changes: Json) => desk().post('/v1/sessions', { courseId, kind: 'treatment', ...changes });

/** A Tuesday with somebody on each device, a device down, an operator away and the other one in shifts. */
async function crowdedTuesday(): Promise<void> {
  const others = [await activeCourse(service, clinic), await activeCourse(service, clinic), await activeCourse(service, clinic)];
  const taken = [{ startsAt: at('09:00'), deviceId: clinic.devices[0] }, { startsAt: at('09:10'), deviceId: clinic.devices[1] }, { startsAt: at('13:05') }];
  for (const [n, { courseId }] of others.entries()) expectStatus(await book(courseId, taken[n]), 201);
  expectStatus(await admin().post(`/v1/devices/${clinic.devices[1]}/downtimes`, { startsAt: at('14:00'), endsAt: at('16:00'), reason: 'Coil change' }), 201);
  expectStatus(await admin().post(`/v1/staff/${clinic.staff.operator.id}/absences`, { startsAt: at('15:00'), endsAt: at('17:00'), reason: 'Dentist' }), 201);
  for (const [startsAt, endsAt] of [[at('08:00'), at('11:50')], [at('12:30'), at('16:00')]]) {
    expectStatus(await admin().post(`/v1/staff/${clinic.staff.operator2.id}/shifts`, { startsAt, endsAt }), 201);
  }
}

describe('free times', () => {
  it.each([
    ['a session a day', { protocolCode: PAIN_PROTOCOL }],
    ['ten a day, 50 minutes apart', { protocolCode: TEN_A_DAY_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null }],
  ])('are just those that can be booked: %s', async (_what, wishes) => {
    await crowdedTuesday();
    const { courseId } = await activeCourse(service, clinic, wishes);
    if (wishes.protocolCode === TEN_A_DAY_PROTOCOL) expectStatus(await book(courseId, { startsAt: at('11:00') }), 201);
    const slots = await free(`courseId=${courseId}&from=${at('08:00')}&to=${at('18:00')}`);
    const listed = new Map(slots.map((slot) => [slot.startsAt, slot]));
    expect(listed.size).toBeGreaterThan(10);
    for (let startMs = Date.parse(at('08:00')); startMs < Date.parse(at('18:00')); startMs += 15 * 60_000) {
      const startsAt = new Date(startMs).toISOString();
      const slot = listed.get(startsAt);
      const answer = await book(courseId, slot ? { startsAt, deviceId: slot.deviceId, roomId: slot.roomId, operatorId: slot.operatorId } : { startsAt });
      expect([startsAt, answer.status]).toEqual([startsAt, slot ? 201 : 409]);
      if (!slot) continue;
      expect(answer.body).toMatchObject(slot);
      expectStatus(await desk().post(`/v1/sessions/${answer.body.id}/cancel`, { reason: 'Tried' }), 200);
    }
  });

  it('lie on the grid, from now on, and stop at the limit', async () => {
    const slots = await free(`durationMinutes=20&modality=rtms&from=${at('00:00', '2030-03-04')}&to=${at('23:00', '2030-03-04')}&limit=3`);
    expect(slots.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([[at('09:00', '2030-03-04'), at('09:20', '2030-03-04')], [at('09:15', '2030-03-04'), at('09:35', '2030-03-04')], [at('09:30', '2030-03-04'), at('09:50', '2030-03-04')]]);
    expect(await free(`durationMinutes=20&modality=rtms&from=${at('00:00', '2030-03-09')}&to=${at('00:00', '2030-03-11')}`)).toEqual([]);
    expect(await free(`durationMinutes=20&modality=tdcs&from=${at('08:00')}&to=${at('18:00')}`)).toEqual([]);
  });

  it('are those of one device or one operator where that is asked for', async () => {
    await crowdedTuesday();
    const query = `durationMinutes=20&modality=rtms&from=${at('14:00')}&to=${at('18:00')}`;
    expect(new Set((await free(`${query}&deviceId=${clinic.devices[1]}`)).map(({ deviceId, startsAt }) => `${deviceId} ${startsAt >= at('16:00')}`))).toEqual(new Set([`${clinic.devices[1]} true`]));
    expect(new Set((await free(`${query}&operatorId=${clinic.staff.operator.id}`)).map(({ operatorId, startsAt }) => `${operatorId} ${startsAt < at('15:00') || startsAt >= at('17:00')}`))).toEqual(new Set([`${clinic.staff.operator.id} true`]));
  });

  it('are asked for within reason', async () => {
    const { courseId }: ActiveCourse = await activeCourse(service, clinic);
    const window = `from=${at('08:00')}&to=${at('18:00')}`;
    const faults: [string, string][] = [
      [`courseId=${courseId}&from=${at('18:00')}&to=${at('08:00')}`, '/to'],
      [`courseId=${courseId}&from=2030-03-05T13:00:00Z&to=2030-06-06T13:00:00Z`, '/to'],
      [`courseId=${courseId}&from=2030-03-05&to=${at('18:00')}`, '/from'],
      [`courseId=${courseId}&to=${at('18:00')}`, '/from'],
      [window, '/durationMinutes'],
      [`${window}&durationMinutes=3`, '/durationMinutes'],
      [`${window}&durationMinutes=20&limit=501`, '/limit'],
      [`${window}&durationMinutes=20&color=red`, '/color'],
    ];
    for (const [query, pointer] of faults) {
      const answer = await desk().get(`/v1/availability?${query}`);
      expect([query, answer.status, answer.body.errors?.map((fault: Json) => fault.pointer)]).toEqual([query, 400, [pointer]]);
    }
  });
});

import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, type Service } from '../support/service.js';
import { activeCourse } from '../support/world.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

/** Monday, 4 March 2030, 14:00 in UTC is Tuesday in the first two, early Monday in the third; the fourth is three quarters of an hour off. */
describe.each([
  ['Pacific/Kiritimati', '2030-03-05'],
  ['Pacific/Apia', '2030-03-05'],
  ['Pacific/Pago_Pago', '2030-03-04'],
  ['Asia/Kathmandu', '2030-03-04'],
])('a clinic in %s', (timeZone, today) => {
  const wall = (instant: string): string => new Date(instant).toLocaleString('sv-SE', { timeZone }).slice(0, 16);

  it('books, shows, moves and closes by its own dates', async () => {
    service.clock.set(TEST_NOW);
    const clinic = await service.newClinic({ timeZone });
    const desk = clinic.as('front-desk');
    const { courseId } = await activeCourse(service, clinic);
    const request = { preferredTimes: ['09:00'], policy: 'all-or-nothing' };
    const yesterday = today === '2030-03-05' ? '2030-03-04' : '2030-03-03';
    expect(expectStatus(await desk.post(`/v1/courses/${courseId}/schedule`, { ...request, startDate: yesterday }), 400).errors[0].pointer).toBe('/startDate');
    const { sessions } = expectStatus(await desk.post(`/v1/courses/${courseId}/schedule`, { ...request, startDate: '2030-03-06' }), 201);
    expect(sessions.slice(0, 4).map(({ startsAt }: Json) => wall(startsAt))).toEqual(['2030-03-06 09:00', '2030-03-07 09:00', '2030-03-08 09:00', '2030-03-11 09:00']);
    expect(new Set(sessions.map(({ startsAt }: Json) => wall(startsAt).slice(11)))).toEqual(new Set(['09:00']));
    const board = async (date: string): Promise<string[]> => expectStatus(await desk.get(`/v1/day-board?date=${date}`), 200).sessions.map(({ id }: Json) => id);
    expect([await board('2030-03-06'), await board('2030-03-09')]).toEqual([[sessions[0].id], []]);
    expect(expectStatus(await desk.get('/v1/week-board?from=2030-03-04'), 200).days.map(({ sessions: ofDay }: Json) => ofDay.length)).toEqual([0, 0, 1, 1, 1, 0, 0]);
    // One treatment a day, by the clinic's own midnight.
    expect(expectStatus(await desk.post('/v1/sessions', { courseId, kind: 'treatment', startsAt: new Date(Date.parse(sessions[0].startsAt) + 8 * 3_600_000).toISOString() }), 409).code).toBe('daily-maximum');
    const closure = expectStatus(await clinic.as('admin').post('/v1/clinic/closures', { from: '2030-03-07', to: '2030-03-07', reason: 'Storm' }), 201);
    const { moved } = expectStatus(await desk.post('/v1/schedule/replan', { closureId: closure.id, reason: 'Storm' }), 200);
    expect(moved.map(({ sessionId }: Json) => sessionId)).toEqual([sessions[1].id]);
    const later = expectStatus(await desk.post(`/v1/courses/${courseId}/reschedule`, { startDate: '2030-03-06', preferredTimes: ['17:00'], policy: 'nearest', reason: 'A new job' }), 200).moved;
    expect(wall(later[0].to.startsAt)).toBe('2030-03-06 17:00');
    expect(later.some(({ to }: Json) => wall(to.startsAt).startsWith('2030-03-07'))).toBe(false);
  });
});

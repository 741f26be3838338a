import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse } from '../support/world.js';

describe('the numbers of a course', () => {
  let service: Service;
  let clinic: TestClinic;
  let courseId: string;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    ({ courseId } = await activeCourse(service, clinic));
  });
  afterAll(() => service.stop());

  const schedule = (changes: Json = {}) => clinic.as('front-desk').post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'skip', ...changes });
  const numbers = ({ sessions }: Json): number[] => sessions.map(({ sequence }: Json) => sequence);

  it('come back when they were skipped or cancelled, until the course has all it prescribes', async () => {
    expectStatus(await clinic.as('admin').post('/v1/clinic/closures', { from: '2030-03-07', to: '2030-03-07', reason: 'works' }), 201);
    const whole = expectStatus(await schedule(), 201);
    expect(numbers(whole)).toEqual(Array.from({ length: 15 }, (_unused, index) => index + 1));
    const third = whole.sessions[2];
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${third.id}/cancel`, { reason: 'ill' }), 200);
    expect(numbers(expectStatus(await schedule({ dryRun: true, startDate: '2030-09-02' }), 200))).toEqual([3]);
    const made = expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-09-02T14:00:00Z' }), 201);
    expect(made.sequence).toBe(3);
    expect(expectStatus(await schedule(), 409).code).toBe('nothing-left');
    const more = expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-09-03T14:00:00Z' }), 201);
    expect(more).toMatchObject({ sequence: 16, warnings: [{ code: 'beyond-plan' }] });
  });

  it('do not begin in the past', async () => {
    expect(expectStatus(await schedule({ startDate: '2030-03-03' }), 400).errors).toEqual([{ pointer: '/startDate', code: 'in-the-past', message: 'must not be in the past' }]);
  });
});

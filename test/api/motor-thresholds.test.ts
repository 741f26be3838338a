import { expectStatus } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, measureThreshold } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
});
afterAll(() => service.stop());

it('a motor threshold is signed once, by a clinician, and never again', async () => {
  const { courseId } = await activeCourse(service, clinic);
  const { id, signature } = await measureThreshold(service, clinic, courseId);
  expect(signature).toBeNull();
  const path = `/v1/courses/${courseId}/motor-thresholds/${id}/sign`;
  const proof = { password: TEST_PASSWORD };
  expectStatus(await clinic.as('operator').post(path, { password: TEST_PASSWORD }), 403);
  expectStatus(await clinic.as('clinician').post(path, {}), 400);
  expect(expectStatus(await clinic.as('clinician').post(path, { password: 'wrong' }), 401).code).toBe('bad-credentials');
  const signed = expectStatus(await clinic.as('clinician').post(path, proof), 200);
  expect(signed.signature).toMatchObject({ signedBy: clinic.staff.clinician.id, signedAt: service.clock.now() });
  expect(expectStatus(await clinic.as('clinician').post(path, proof), 409).code).toBe('wrong-state');
  const next = await measureThreshold(service, clinic, courseId);
  const both = await Promise.all([1, 2].map(() => clinic.as('clinician').post(`/v1/courses/${courseId}/motor-thresholds/${next.id}/sign`, proof)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

it('a patient of another clinic lends nobody a threshold', async () => {
  const elsewhere = await service.newClinic();
  const { courseId } = await activeCourse(service, elsewhere);
  expectStatus(await clinic.as('operator').post(`/v1/courses/${courseId}/motor-thresholds`, { percentMso: 54, method: 'emg', measuredAt: service.clock.now(), hemisphere: 'left' }), 404);
});

it('a threshold says its unit, and none in SMT units is taken for a share of the maximum', async () => {
  const { courseId } = await activeCourse(service, clinic);
  expect((await measureThreshold(service, clinic, courseId)).unit).toBe('percent-mso');
  const measured = { percentMso: 1.02, method: 'vendor-algorithm', measuredAt: service.clock.now(), hemisphere: 'left' };
  const { errors } = expectStatus(await clinic.as('operator').post(`/v1/courses/${courseId}/motor-thresholds`, { ...measured, unit: 'smt' }), 400);
  expect(errors).toMatchObject([{ pointer: '/unit', code: 'unsupported-unit', message: expect.stringContaining('SMT') }]);
  expectStatus(await clinic.as('operator').post(`/v1/courses/${courseId}/motor-thresholds`, { ...measured, unit: 'volts' }), 400);
  expect((await measureThreshold(service, clinic, courseId, { unit: 'percent-mso' })).percentMso).toBe(54);
});

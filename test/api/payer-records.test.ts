import { expectStatus } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, preparedPatient, publishedProtocol } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
});
afterAll(() => service.stop());

describe('the notes of clinicians', () => {
  it('are written once, by clinicians, and read in order', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const clinician = clinic.as('clinician');
    const path = `/v1/courses/${courseId}/progress-notes`;
    const first = expectStatus(await clinician.post(path, { text: 'Week 1: tolerates it well.' }), 201);
    expect(first).toMatchObject({ courseId, writer: 'Test clinician', writtenBy: clinic.staff.clinician.id });
    expectStatus(await clinician.post(path, { text: 'Week 2: sleeps better.' }), 201);
    expect(expectStatus(await clinic.as('operator').get(path), 200).items.map(({ text }: { text: string }) => text)).toEqual(['Week 1: tolerates it well.', 'Week 2: sleeps better.']);
    expect(expectStatus(await clinician.get(`${path}/${first.id}`), 200)).toEqual(first);
    expectStatus(await clinic.as('operator').post(path, { text: 'Not mine to write.' }), 403);
    expectStatus(await clinic.as('front-desk').get(path), 403);
    expectStatus(await (await service.newClinic()).as('clinician').get(path), 404);
    expectStatus(await clinician.post(path, { text: '' }), 400);
  });
});

describe('the day of referral', () => {
  it('stands on the course and is not in the future', async () => {
    const patientId = await preparedPatient(service, clinic);
    const { id: protocolId } = await publishedProtocol(clinic, 'm1-hf10-attal-2021');
    const prescribe = (referredOn: string) => clinic.as('clinician').post('/v1/courses', { patientId, protocolId, target: { method: 'motor-hotspot' }, referredOn });
    expect(expectStatus(await prescribe('2030-03-05'), 400).errors[0]).toMatchObject({ pointer: '/referredOn', code: 'in-the-future' });
    const course = expectStatus(await prescribe('2030-03-04'), 201);
    expect(course.referredOn).toBe('2030-03-04');
  });
});

describe('what a drug did', () => {
  it('is one of four words, and may be said later', async () => {
    const patientId = await preparedPatient(service, clinic);
    const path = `/v1/patients/${patientId}/medications`;
    const medication = { name: 'Pregabalin', dose: '150 mg', frequency: 'daily', startedOn: '2029-01-01' };
    expectStatus(await clinic.as('clinician').post(path, { ...medication, outcome: 'so-so' }), 400);
    const taken = expectStatus(await clinic.as('clinician').post(path, medication), 201);
    expect(taken.outcome).toBeNull();
    expect(expectStatus(await clinic.as('clinician').patch(`${path}/${taken.id}`, { stoppedOn: '2029-06-01', outcome: 'not-tolerated' }), 200)).toMatchObject({ outcome: 'not-tolerated' });
  });
});

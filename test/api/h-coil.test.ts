import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { prescribed, preparedPatient } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
});
afterAll(() => service.stop());

/** A course with an H-coil, for a patient whose screening has findings that a clinician has cleared. */
async function course(screening: Record<string, boolean>): Promise<{ courseId: string; patientId: string }> {
  const clinician = clinic.as('clinician');
  const patientId = await preparedPatient(service, clinic, screening);
  const { items } = expectStatus(await clinician.get(`/v1/patients/${patientId}/screenings`), 200);
  if (items[0].outcome === 'needs-review') expectStatus(await clinician.post(`/v1/patients/${patientId}/screenings/${items[0].id}/review`, { decision: 'cleared', rationale: 'Long ago; weighed with the neurologist.' }), 200);
  const { courseId } = await prescribed(clinic, patientId, { protocolCode: 'deep-h1-levkovitz-2015', category: 'depression', icd10: 'F33.2', side: null });
  return { courseId, patientId };
}

const s30 = async (courseId: string, overrides: Json[] = []): Promise<Json | undefined> => {
  const answer = await clinic.as('clinician').post(`/v1/courses/${courseId}/activate`, { overrides });
  return (answer.body.missing ?? []).find(({ rule }: Json) => rule === 'S30');
};

describe('an H-coil (S30)', () => {
  it('is never used after a seizure, whoever signs', async () => {
    const { courseId } = await course({ seizure: true });
    expect(await s30(courseId)).toBeDefined();
    expect(await s30(courseId, [{ rule: 'S30', rationale: 'Only once, in childhood.' }])).toBeDefined();
  });

  it('asks for a signature where an answer or a medicine raises the risk of one', async () => {
    const [asked, taking, plain] = [await course({ 'family-epilepsy': true }), await course({}), await course({})];
    const bupropion = { name: 'Bupropion', dose: '300 mg', frequency: 'daily', startedOn: '2029-01-01' };
    const { id, seizureRisk }: Json = expectStatus(await clinic.as('clinician').post(`/v1/patients/${taking.patientId}/medications`, bupropion), 201);
    expect(['high', 'moderate']).toContain(seizureRisk);
    expect([await s30(asked.courseId), await s30(taking.courseId)]).toEqual([expect.anything(), expect.anything()]);
    expect(await s30(asked.courseId, [{ rule: 'S30', rationale: 'A cousin’s is what was meant.' }])).toBeUndefined();
    expect(await s30(plain.courseId)).toBeUndefined();
    expectStatus(await clinic.as('clinician').post(`/v1/patients/${taking.patientId}/medications/${id}/void`, { reason: 'Of another patient' }), 200);
    expect(await s30(taking.courseId)).toBeUndefined();
  });
});

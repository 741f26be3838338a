import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { completedSession, newPatient } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

const log = async (patientId: string, query = ''): Promise<Json[]> => expectStatus(await clinic.as('auditor').get(`/v1/patients/${patientId}/access-log?limit=200${query}`), 200).items;

describe('the access log of a patient', () => {
  it('says who looked and who changed, by name, and that it was asked', async () => {
    const patientId = await newPatient(clinic);
    const other = await newPatient(clinic);
    for (const id of [patientId, other]) expectStatus(await clinic.as('clinician').get(`/v1/patients/${id}/conditions`), 200);
    const entries = await log(patientId);
    expect(entries.map(({ what, action, actorName, actorRoles, actorKind }) => [what, action, actorName, actorRoles, actorKind])).toEqual([
      ['seen', 'conditions.listed', 'Test clinician', ['clinician'], 'staff'],
      ['changed', 'patient.registered', 'Test front-desk', ['front-desk'], 'staff'],
    ]);
    expect((await log(patientId)).map(({ action, actorName }) => [action, actorName])[0]).toEqual(['access-log.read', 'Test auditor']);
    expect((await log(patientId, '&what=changed')).map(({ action }) => action)).toEqual(['patient.registered']);
    expect((await log(patientId, `&actorId=${clinic.staff.clinician.id}`)).map(({ action }) => action)).toEqual(['conditions.listed']);
  });

  it('goes in pages, over everything that was done for a session', async () => {
    const { patientId } = await completedSession(service, clinic);
    const all = (await log(patientId)).map(({ id }) => id);
    const paged: string[] = [];
    for (let cursor = ''; ; ) {
      const page: Json = expectStatus(await clinic.as('auditor').get(`/v1/patients/${patientId}/access-log?limit=3${cursor}`), 200);
      paged.push(...page.items.filter(({ action }: Json) => action !== 'access-log.read').map(({ id }: Json) => id));
      if (!page.nextCursor) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(10);
  });

  it('names what was seen through a broken glass, and why, and is itself not closed by a restriction', async () => {
    const patientId = await newPatient(clinic);
    expectStatus(await clinic.as('admin').post(`/v1/patients/${patientId}/restrict`, { staffIds: [clinic.staff.clinician.id], reason: 'Works here' }), 200);
    expectStatus(await clinic.as('clinician2').get(`/v1/patients/${patientId}/conditions`), 403);
    service.clock.advanceMinutes(1);
    expectStatus(await clinic.as('clinician2').post(`/v1/patients/${patientId}/break-glass`, { reason: 'Found unconscious in the waiting room', password: TEST_PASSWORD }), 201);
    expectStatus(await clinic.as('clinician2').get(`/v1/patients/${patientId}/conditions`), 200);
    const seen = (await log(patientId)).find(({ action }) => action === 'conditions.listed');
    expect(seen).toMatchObject({ actorName: 'Test clinician2', glassBrokenFor: 'Found unconscious in the waiting room' });
    expect((await log(patientId)).find(({ action }) => action === 'access.refused')).toMatchObject({ actorName: 'Test clinician2', glassBrokenFor: null });
    expectStatus(await clinic.as('admin').get(`/v1/patients/${patientId}/access-log`), 200);
  });

  it('is not for the front desk, nor for another clinic', async () => {
    const patientId = await newPatient(clinic);
    for (const role of ['front-desk', 'operator', 'clinician'] as const) expectStatus(await clinic.as(role).get(`/v1/patients/${patientId}/access-log`), 403);
    const stranger = await service.newClinic();
    expectStatus(await stranger.as('auditor').get(`/v1/patients/${patientId}/access-log`), 404);
  });
});

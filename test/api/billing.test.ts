import { parse } from 'csv-parse/sync';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { booked, completedSession, doseAsPrescribed, laterOn, measureThreshold, routineDay, type SessionOfCourse } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
  service.clock.set(TEST_NOW);
});

const billing = async (sessionId: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/sessions/${sessionId}/billing`), 200);
const sign = async (sessionId: string): Promise<void> => void expectStatus(await clinic.as('clinician').post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);

/** One more session of the course on another day, delivered and signed; with a new threshold if wished. */
async function another({ courseId }: SessionOfCourse, instant: string, withThreshold: boolean): Promise<string> {
  await laterOn(service, clinic, instant, 'operator', 'clinician', 'front-desk');
  if (withThreshold) await measureThreshold(service, clinic, courseId);
  const { id } = await booked(service, clinic, courseId);
  const operator = clinic.as('operator');
  expectStatus(await operator.post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  const started = expectStatus(await operator.post(`/v1/sessions/${id}/start`, {}), 200);
  expectStatus(await operator.post(`/v1/sessions/${id}/complete`, { delivered: doseAsPrescribed(started) }), 200);
  await sign(String(id));
  return String(id);
}

describe('billing support', () => {
  it('is one code a session: initial, later, later with a new threshold; nothing while a signature is missing', async () => {
    const first = await completedSession(service, clinic);
    const before = await billing(first.sessionId);
    expect([before.code, before.missing.map(({ code }: Json) => code)]).toEqual([null, ['signature']]);
    expect(before.disclaimer).toContain('not advice');
    await sign(first.sessionId);
    const second = await another(first, '2030-03-05T14:00:00Z', false);
    const third = await another(first, '2030-03-06T14:00:00Z', true);
    expect([(await billing(first.sessionId)).code, (await billing(second)).code, (await billing(third)).code]).toEqual(['90867', '90868', '90869']);
    const file = await clinic.as('clinician').get('/v1/exports/billing.csv?from=2030-03-04&to=2030-03-06');
    expect(file.headers['content-type']).toContain('text/csv');
    const lines = parse(file.text, { columns: true }) as Json[];
    expect(lines.map(({ dateOfService, code, sessionId }) => [dateOfService, code, sessionId])).toEqual([['2030-03-04', '90867', first.sessionId], ['2030-03-05', '90868', second], ['2030-03-06', '90869', third]]);
    expect((await clinic.as('clinician').get('/v1/exports/billing.csv?from=2030-03-07&to=2030-03-06')).status).toBe(400);
    expect((await clinic.as('operator').get('/v1/exports/billing.csv?from=2030-03-04&to=2030-03-06')).status).toBe(403);
  });

  it('defuses what a spreadsheet would run, and consumes an authorisation on delivery', async () => {
    const one = await completedSession(service, clinic);
    const path = `/v1/courses/${one.courseId}/authorisations`;
    const granted = { payer: '=HYPERLINK("http://x")', reference: '+1', sessionsApproved: 5, validFrom: '2030-01-01', validTo: '2030-12-31' };
    expectStatus(await clinic.as('clinician').post(path, granted), 201);
    await sign(one.sessionId);
    await another(one, '2030-03-05T14:00:00Z', false);
    expect(expectStatus(await clinic.as('clinician').get(path), 200).items).toMatchObject([{ sessionsUsed: 2, sessionsLeft: 3 }]);
    const [line] = parse((await clinic.as('clinician').get('/v1/exports/billing.csv?from=2030-03-04&to=2030-03-04')).text, { columns: true }) as Json[];
    expect([line?.payer, line?.reference]).toEqual([`'${granted.payer}`, `'+1`]);
  });
});

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { completedSession, sessionInProgress } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

describe('the report of an event', () => {
  it('keeps parameters, medications and sleep of that day, whatever changes later', async () => {
    const one = await sessionInProgress(service, clinic);
    const clinician = clinic.as('clinician');
    const medication = expectStatus(await clinician.post(`/v1/patients/${one.patientId}/medications`, { name: 'Gabapentin', dose: '300 mg', frequency: 'daily', startedOn: '2029-01-01' }), 201);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/progress`, { trains: 7 }), 201);
    const circumstances = { sleepHours: 3.5, alcoholDrinks: 1, trainNumber: 7, injury: true, witness: 'The operator' };
    const event = expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/adverse-events`, { category: 'presyncope', grade: 2, description: 'Pale, sweating; слабость', circumstances }), 201);
    expect([event.serious, event.circumstances]).toEqual([true, circumstances]);
    const path = `/v1/sessions/${one.sessionId}/adverse-events/${event.id}/report`;
    const before = expectStatus(await clinician.get(path), 200);
    expect(before).toMatchObject({ event: { id: event.id }, prescribed: { trains: one.session.prescribed.trains }, delivered: { trains: 7 }, check: { 'sleep-under-4-hours': false }, medications: [{ name: 'Gabapentin' }] });
    expectStatus(await clinician.patch(`/v1/patients/${one.patientId}/medications/${medication.id}`, { dose: '600 mg' }), 200);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/abort`, { reason: 'Faint' }), 200);
    expect(expectStatus(await clinician.get(path), 200)).toEqual(before);

    const pdf = await service.app.inject({ method: 'GET', url: `${path}.pdf`, headers: { authorization: `Bearer ${clinician.token}` } });
    expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
    const document = await getDocument({ data: new Uint8Array(pdf.rawPayload) }).promise;
    const pages = await Promise.all(Array.from({ length: document.numPages }, async (_page, index) => (await document.getPage(index + 1)).getTextContent()));
    const text = pages.flatMap(({ items }) => items.map((item) => ('str' in item ? item.str : ''))).join(' ').replaceAll(/\s+/g, ' ');
    const patient = expectStatus(await clinician.get(`/v1/patients/${one.patientId}`), 200);
    for (const { items } of pages) {
      const page = items.map((item) => ('str' in item ? item.str : '')).join('').replaceAll(/\s+/g, ' ');
      for (const part of ['Adverse event report', `MRN ${patient.mrn} · born ${patient.birthDate}`, `of ${document.numPages}`, '(America/New_York)']) expect(page).toContain(part);
    }
    for (const part of ['presyncope', 'слабость', 'Gabapentin', '300 mg', 'sleep hours', '3.5']) expect(text).toContain(part);
  });
});

describe('rates', () => {
  it('are per 1,000 sessions with exact limits, of what never happened too', async () => {
    const one = await completedSession(service, clinic);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/adverse-events`, { category: 'headache', grade: 1, description: 'Mild' }), 201);
    const { sessions, rates } = expectStatus(await clinic.as('clinician').get('/v1/adverse-event-rates?from=2030-03-04&to=2030-03-04'), 200);
    const of = (wanted: string): Json => rates.find(({ category }: Json) => category === wanted);
    expect(sessions).toBe(1);
    expect([of('headache').per1000, of('seizure').events, of('seizure').lower]).toEqual([1000, 0, 0]);
    expect(of('headache').lower).toBeCloseTo(25.318, 2);
    expect(of('headache').upper).toBeCloseTo(5571.643, 2);
    expect(of('seizure').upper).toBeCloseTo(3688.879, 2);
    expect(expectStatus(await clinic.as('clinician').get('/v1/adverse-event-rates?from=2030-03-05'), 200)).toMatchObject({ sessions: 0 });
    expectStatus(await clinic.as('operator').get('/v1/adverse-event-rates'), 403);
  });
});

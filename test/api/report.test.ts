import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { checkedInSession, doseAsPrescribed } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
let courseId: string;
let review: Json;

beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  const one = await checkedInSession(service, clinic, { referredOn: '2030-02-01' });
  const supervision = { clinicianId: clinic.staff.clinician.id, presence: 'on-site' };
  const running = expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/start`, { supervision }), 200);
  expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/complete`, { delivered: { ...doseAsPrescribed(running), coil: 'B70' } }), 200);
  const admin = clinic.as('admin');
  expectStatus(await admin.patch(`/v1/devices/${one.session.deviceId}`, { serialNumber: 'SN-4711' }), 200);
  const { items: [coil] } = expectStatus(await admin.get(`/v1/devices/${one.session.deviceId}/coils`), 200);
  expectStatus(await admin.patch(`/v1/devices/${one.session.deviceId}/coils/${coil.id}`, { pulseLimit: null, serialNumber: 'COIL-0815' }), 200);
  courseId = one.courseId;
  const [operator, clinician] = [clinic.as('operator'), clinic.as('clinician')];
  const answer = (measure: string, answers: Json, assessedAt: string) => operator.post('/v1/assessments', { patientId: one.patientId, courseId, measure, answers, assessedAt });
  for (const [score, at] of [[8, '2030-02-20T15:00:00Z'], [6, '2030-02-27T15:00:00Z'], [4, '2030-03-04T13:30:00Z']] as const) expectStatus(await answer('nrs-pain', { pain: score }, at), 201);
  expectStatus(await answer('phq-9', { q1: 1, q2: 2, q3: 2, q4: 1, q5: 1, q6: 2, q7: 1, q8: 0, q9: 0 }, '2030-02-20T15:00:00Z'), 201);
  expectStatus(await operator.post(`/v1/sessions/${one.sessionId}/adverse-events`, { category: 'headache', grade: 1, description: 'mild' }), 201);
  expectStatus(await clinician.post(`/v1/patients/${one.patientId}/medications`, { name: 'Morphine', dose: '30 mg', frequency: 'daily', startedOn: '2029-01-01' }), 201);
  expectStatus(await clinician.post(`/v1/patients/${one.patientId}/medications`, { name: 'Duloxetine', dose: '60 mg', frequency: 'daily', startedOn: '2029-01-01', stoppedOn: '2029-03-26', outcome: 'no-response' }), 201);
  expectStatus(await clinician.post(`/v1/courses/${courseId}/progress-notes`, { text: 'Sleeps through since Friday.' }), 201);
  expectStatus(await clinician.post(`/v1/courses/${courseId}/authorisations`, { payer: 'Blue <b>Payer</b>', reference: 'REF-77', sessionsApproved: 36, validFrom: '2030-01-01', validTo: '2030-12-31' }), 201);
  expectStatus(await clinician.post(`/v1/sessions/${one.sessionId}/sign`, { meaning: 'reviewed', password: 'a password for tests only' }), 200);
  expectStatus(await clinician.post(`/v1/sessions/${one.sessionId}/addenda`, { text: 'Recounted by the device.', corrections: [{ field: '/delivered/trains', corrected: 27 }] }), 201);
  review = expectStatus(await clinician.get(`/v1/courses/${courseId}/review`), 200);
});
afterAll(() => service.stop());

const bytesOf = async (audience: string): Promise<Uint8Array> => {
  const token = clinic.as('clinician').token;
  const answer = await service.app.inject({ method: 'GET', url: `/v1/courses/${courseId}/review.pdf?audience=${audience}`, headers: { authorization: `Bearer ${token}` } });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
  const folder = process.env['KEEP_REPORTS'];
  if (folder) writeFileSync(`${folder}/${audience}.pdf`, answer.rawPayload);
  return new Uint8Array(answer.rawPayload);
};

/** The text of every page, as another program selects it. */
async function pagesOf(audience: string): Promise<string[]> {
  const file = createRequire(import.meta.url).resolve('pdfjs-dist/legacy/build/pdf.mjs');
  const { getDocument } = (await import(pathToFileURL(file).href)) as typeof import('pdfjs-dist');
  const pdf = await getDocument({ data: await bytesOf(audience), verbosity: 0 }).promise;
  return Promise.all(Array.from({ length: pdf.numPages }, async (_unused, index) => {
    const { items } = await (await pdf.getPage(index + 1)).getTextContent();
    // A line is broken where it must be, within a word too: what is compared has single spaces and unbroken words.
    return items.map((item) => ('str' in item ? item.str : '')).join('').replaceAll(/\s+/g, ' ');
  }));
}

/** Every number of a review that a reader may look for. */
function numbersOf(node: Json): string[] {
  if (typeof node === 'number') return [String(node)];
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(numbersOf);
}

describe('the report of a course', () => {
  it('holds every number of the review, for the clinician and the payer', async () => {
    for (const audience of ['clinician', 'payer']) {
      const text = (await pagesOf(audience)).join(' ');
      const { due, measures, adherence, dose, painDiary, motorThresholds, adverseEvents, medications } = review;
      const wanted = numbersOf({ measures, adherence, dose, painDiary, motorThresholds, adverseEvents: adverseEvents.map(({ grade }: Json) => grade), medications });
      expect(wanted.length).toBeGreaterThan(30);
      if (audience === 'clinician') for (const { detail, state } of due) for (const words of [detail, state]) expect(text.replaceAll(' ', '')).toContain(words.replaceAll(' ', ''));
      expect(wanted.filter((number) => !new RegExp(`(^|[^\\d.])${number.replace('.', '\\.')}($|[^\\d])`).test(text))).toEqual([]);
    }
  });

  it('names the clinic and the patient on every page, and who signed', async () => {
    const patient = expectStatus(await clinic.as('clinician').get(`/v1/patients/${review.patientId}`), 200);
    for (const audience of ['clinician', 'payer', 'patient']) {
      const pages = await pagesOf(audience);
      for (const [index, page] of pages.entries()) {
        for (const word of [patient.familyName, patient.birthDate, patient.mrn, `page ${index + 1} of ${pages.length}`]) expect(page).toContain(word);
      }
      if (audience !== 'patient') expect(pages.join(' ')).toContain('Test clinician (reviewed): 1');
    }
  });

  it('tells each reader what is theirs', async () => {
    const textOf = async (audience: string): Promise<string> => (await pagesOf(audience)).join(' ');
    const [clinician, payer, patient] = [await textOf('clinician'), await textOf('payer'), await textOf('patient')];
    expect(payer).toContain('REF-77');
    expect(payer).toContain('Blue <b>Payer</b>');
    expect(payer).toMatch(/3000 \/ 3000/);
    for (const words of ['G62.9', '10 Hz', 'sessions ordered', 'Test clinician, reviewed, 2030-03-04', 'headache (1)', '54 (2030-03-04)']) expect(payer.replaceAll(' ', '')).toContain(words.replaceAll(' ', ''));
    expect(payer).toContain('Morphine');
    expect(clinician).toContain('Morphine');
    for (const text of [payer, clinician]) expect(text).toMatch(/Recounted by the device\..*delivered trains: 30 on record, 27 is right/);
    expect(patient).not.toMatch(/Morphine|REF-77|deteriorated|Recounted/);
    expect(patient).toContain('8 at the beginning, 4 now (50 % better)');
  });

  it('holds what a payer asks of each session, and says what is not recorded', async () => {
    const payer = (await pagesOf('payer')).join(' ').replaceAll(' ', '');
    for (const words of ['SN-4711', 'COIL-0815', 'Test clinician (on site)', 'Duloxetine', '2029-03-26 12 no response', 'still taken', 'Sleeps through since Friday.', '1 of 1 week with a session have a note', 'referred on 2030-02-01', 'none: full intensity from the first session', 'Blood pressure, pulse and mood are not recorded']) {
      expect(payer).toContain(words.replaceAll(' ', ''));
    }
    const patient = (await pagesOf('patient')).join(' ');
    expect(patient).not.toMatch(/SN-4711|Duloxetine|Sleeps/);
  });

  it('is refused to the front desk, and to anybody for another clinic’s course', async () => {
    const other = await service.newClinic();
    expect((await clinic.as('front-desk').get(`/v1/courses/${courseId}/review.pdf`)).status).toBe(403);
    expect((await other.as('clinician').get(`/v1/courses/${courseId}/review.pdf`)).status).toBe(404);
    expect((await clinic.as('clinician').get(`/v1/courses/${courseId}/review.pdf?audience=press`)).status).toBe(400);
  });
});

describe('the picture of a measure', () => {
  const svgOf = async (query: string) => clinic.as('clinician').get(`/v1/courses/${courseId}/review.svg${query}`);

  it('shows scores, baseline and response lines, sessions, thresholds and events, and says so in words', async () => {
    const answer = await svgOf('?measure=nrs-pain');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    for (const words of ['baseline', '30 % better', '50 % better', 'adverse event', 'motor threshold', 'sessions delivered']) expect(answer.text).toContain(words);
    expect(/<desc id="d">(.*?)<\/desc>/.exec(answer.text)?.[1]).toMatch(/8 on 2030-02-20 after 0 sessions at 30 MME a day; 6 on .*; 4 on .*From 8 at baseline to 4 at last, 50 % better\. 1 session delivered, 1 motor threshold measured, 1 adverse event \(headache/);
    const folder = process.env['KEEP_REPORTS'];
    if (folder) for (const theme of ['light', 'dark']) writeFileSync(`${folder}/${theme}.svg`, (await svgOf(`?measure=nrs-pain&theme=${theme}`)).text);
  });

  it('loads nothing and runs nothing', async () => {
    const { text } = await svgOf('?measure=phq-9&theme=dark');
    expect(text).not.toMatch(/<script|<image|<foreignObject|href=|url\(http|on\w+="/i);
  });

  it('is of a measure that was taken', async () => {
    expect((await svgOf('?measure=gad-7')).body.errors).toEqual([expect.objectContaining({ pointer: '/measure', code: 'not-measured' })]);
  });
});

import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { newPatient } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

const OWN = { language: 'en', lead: 'By the form we hold:', choices: ['None', 'One', 'Two', 'Three', 'Four'], items: [{ code: 'q1', ask: 'First <b>question</b> of our form?' }] };
const put = (body: Json, measure = 'isi', role: 'admin' | 'clinician' = 'admin') => clinic.as(role).put(`/v1/outcome-measures/${measure}/wording`, body);

/** The screen of one question, as a patient gets it. */
async function screen(question: string, language = 'en', measure = 'isi'): Promise<string> {
  const { token }: Json = expectStatus(await clinic.as('operator').post('/v1/self-report-links', { patientId: await newPatient(clinic), measures: [measure] }), 201);
  const answer = await service.app.inject({ method: 'GET', url: `/self-report/${token}?lang=${language}&q=${question}` });
  expect(answer.statusCode).toBe(200);
  return answer.payload;
}

describe('the words of a form that the clinic holds', () => {
  it('are asked in place of ours, item by item, and as text', async () => {
    const ours = await screen('isi.q1');
    expect(expectStatus(await put(OWN), 200)).toEqual({ measure: 'isi', ...OWN });
    const own = await screen('isi.q1');
    expect(own).toContain('First &lt;b&gt;question&lt;/b&gt; of our form?');
    expect(own).toContain('By the form we hold:');
    expect(own).toContain('Three');
    expect(ours).not.toContain('of our form');
    expect(await screen('isi.q2')).not.toContain('By the form we hold:');
    expect(await screen('isi.q1', 'de')).not.toContain('of our form');
    expect(expectStatus(await clinic.as('clinician').get('/v1/outcome-measures/isi/wording'), 200)).toEqual({ measure: 'isi', ...OWN });
    expectStatus(await clinic.as('clinician').get('/v1/outcome-measures/isi/wording?language=de'), 404);
    const stranger = await service.newClinic();
    expectStatus(await stranger.as('clinician').get('/v1/outcome-measures/isi/wording'), 404);
  });

  it('fit the measure, and are for whoever may use it', async () => {
    const pointers = async (body: Json): Promise<string[]> => expectStatus(await put(body), 400).errors.map(({ pointer }: Json) => pointer);
    expect(await pointers({ ...OWN, items: [{ code: 'q99', ask: 'What?' }] })).toEqual(['/items/0/code']);
    expect(await pointers({ ...OWN, items: [...OWN.items, ...OWN.items] })).toEqual(['/items/1/code']);
    expect(await pointers({ ...OWN, choices: ['Yes', 'No'] })).toEqual(['/choices']);
    expect(await pointers({ ...OWN, items: [{ code: 'q1', ask: 'What?', choices: ['Yes'] }] })).toEqual(['/items/0/choices']);
    expectStatus(await put(OWN, 'isi', 'clinician'), 403);
    expectStatus(await put(OWN, 'no-such-measure'), 404);
    const { items } = expectStatus(await clinic.as('clinician').get('/v1/outcome-measures/odi/licence-statements'), 200);
    expectStatus(await clinic.as('admin').post(`/v1/outcome-measures/odi/licence-statements/${items[0].id}/withdraw`, {}), 200);
    expect(expectStatus(await put({ language: 'en', items: [{ code: 'pain', ask: 'What?' }] }, 'odi'), 409).code).toBe('licence-required');
  });
});

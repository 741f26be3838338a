import { expectStatus } from '../../caller.js';
import { activeCourse } from '../../world.js';
import type { Journey } from '../stage.js';

const nine = (worst: number): Record<string, number> => Object.fromEntries(Array.from({ length: 9 }, (_unused, n) => [`q${n + 1}`, n === 8 ? worst : 1]));
const COEFFICIENTS = ['mobility', 'self-care', 'usual-activities', 'pain', 'anxiety'].flatMap((dimension) => [2, 3, 4, 5].map((level) => ({ dimension, level, decrement: level / 100 })));

/** Outcome measures, by whom they are answered, and whom that alarms. */
export const measureJourneys: Record<string, Journey> = {
  async 'an assessment'(on) {
    const { patientId, courseId } = await activeCourse(on.service, on.clinic);
    const { id } = await on.do('operator', 'POST /v1/assessments', [], { patientId, courseId, measure: 'phq-9', answers: nine(2) });
    await on.do('clinician', 'GET /v1/assessments/{id}', [id]);
    await on.do('clinician', 'GET /v1/courses/{id}/review.svg', [courseId], undefined, { query: 'measure=phq-9' });
    const { items } = await on.do('clinician', 'GET /v1/alerts', [], undefined, { query: 'status=open' });
    const alert = items.find((one: { patientId?: string }) => one.patientId === patientId) ?? items[0];
    await on.do('clinician', 'GET /v1/alerts/{id}', [alert?.id]);
    await on.do('clinician', 'POST /v1/alerts/{id}/acknowledge', [alert?.id], { note: 'Spoke with the patient' });
    const corrected = await on.do('operator', 'POST /v1/assessments/{id}/correct', [id], { answers: nine(0), reason: 'Misread' });
    await on.do('operator', 'POST /v1/assessments/{id}/entered-in-error', [corrected.id ?? id], { reason: 'Wrong patient' });
  },

  async 'a form that the patient fills in'(on) {
    const { patientId, courseId } = await activeCourse(on.service, on.clinic);
    const { token, id } = await on.do('operator', 'POST /v1/self-report-links', [], { patientId, measures: ['phq-9'] });
    await on.do('clinician', 'GET /v1/self-report-links/{id}', [id]);
    await on.do('nobody', 'GET /v1/self-report/{token}', [token]);
    await on.do('nobody', 'POST /v1/self-report/{token}', [token], { answers: nine(0) });
    const other = await on.do('operator', 'POST /v1/self-report-links', [], { patientId, courseId, measures: ['nrs-pain'], kind: 'pain-diary' });
    await on.do('operator', 'POST /v1/self-report-links/{id}/revoke', [other.id]);
  },

  async 'measures of the clinic'(on) {
    const items = [{ code: 'up', topic: 'Stairs up', minimum: 0, maximum: 10 }, { code: 'down', topic: 'Stairs down', minimum: 0, maximum: 10 }];
    const code = on.tag();
    await on.do('clinician', 'POST /v1/outcome-measures', [], { code, name: 'Stairs', method: 'sum', direction: 'higher-is-better', items });
    await on.do('clinician', 'GET /v1/outcome-measures/{code}', [code]);
    await on.do('admin', 'PUT /v1/outcome-measures/{code}/wording', ['phq-9'], { language: 'en', items: [{ code: 'q1', ask: 'As our form has it' }] });
    await on.do('clinician', 'GET /v1/outcome-measures/{code}/wording', ['phq-9']);
    const set = await on.do('admin', 'POST /v1/outcome-measures/{code}/value-sets', ['eq-5d-5l'], { code: on.tag(), name: 'Ruritania', country: 'Ruritania', source: 'A paper', licence: 'A letter', coefficients: COEFFICIENTS });
    await on.do('clinician', 'GET /v1/outcome-measures/{code}/value-sets/{id}', ['eq-5d-5l', set.id]);
    await on.do('clinician', 'GET /v1/outcome-measures/{code}/value-sets', ['eq-5d-5l']);
    const { items: statements } = expectStatus(await on.as('clinician').get('/v1/outcome-measures/odi/licence-statements'), 200);
    const standing = statements.find((one: { withdrawnAt?: string | null }) => !one.withdrawnAt) ?? statements[0];
    await on.do('clinician', 'GET /v1/outcome-measures/{code}/licence-statements', ['odi']);
    await on.do('clinician', 'GET /v1/outcome-measures/{code}/licence-statements/{id}', ['odi', standing.id]);
    await on.do('admin', 'POST /v1/outcome-measures/{code}/licence-statements/{id}/withdraw', ['odi', standing.id]);
    await on.do('admin', 'POST /v1/outcome-measures/{code}/licence-statements', ['odi'], { reference: 'A letter of May' });
  },
};

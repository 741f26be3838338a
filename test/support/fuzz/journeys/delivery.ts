import { expectStatus, type Json } from '../../caller.js';
import { TEST_PASSWORD } from '../../service.js';
import { bookedSession, completedSession, doseAsPrescribed, routineDay, sessionInProgress } from '../../world.js';
import type { Journey } from '../stage.js';

/** Sessions from the door to the signature, what goes wrong in them, and what devices say of them. */
export const deliveryJourneys: Record<string, Journey> = {
  async 'a session'(on) {
    const { sessionId: id, session } = await bookedSession(on.service, on.clinic, {}, await on.place());
    await on.do('operator', 'POST /v1/sessions/{id}/check-in', [id], { answers: await routineDay(on.clinic) });
    const { prescribed } = await on.do('operator', 'POST /v1/sessions/{id}/start', [id], {});
    const progress = await on.do('operator', 'POST /v1/sessions/{id}/progress', [id], { trains: 10 });
    await on.do('operator', 'GET /v1/sessions/{id}/progress/{progressId}', [id, progress.id]);
    const event = await on.do('operator', 'POST /v1/sessions/{id}/adverse-events', [id], { category: 'headache', grade: 1, description: 'Mild, an hour' });
    await on.do('clinician', 'GET /v1/sessions/{id}/adverse-events/{eventId}', [id, event.id]);
    await on.do('clinician', 'GET /v1/sessions/{id}/adverse-events/{eventId}/report', [id, event.id]);
    await on.do('clinician', 'GET /v1/sessions/{id}/adverse-events/{eventId}/report.pdf', [id, event.id]);
    await on.do('operator', 'POST /v1/sessions/{id}/complete', [id], { delivered: doseAsPrescribed({ prescribed }), tolerability: { painDuringStimulation: 2, headacheAfter: false, nrsBefore: 6, nrsAfter: 5 } });
    await on.do('admin', 'GET /v1/sessions/{id}/billing', [id]);
    await on.do('clinician', 'POST /v1/sessions/{id}/sign', [id], { meaning: 'reviewed', password: TEST_PASSWORD });
    const addendum = await on.do('clinician', 'POST /v1/sessions/{id}/addenda', [id], { text: 'Told a day later.' });
    await on.do('clinician', 'GET /v1/sessions/{id}/addenda/{addendumId}', [id, addendum.id]);
    const { items } = await on.do('operator', 'GET /v1/devices/{id}/coils', [session.deviceId]);
    await on.do('operator', 'GET /v1/devices/{id}/coils/{coilId}', [session.deviceId, items[0]?.id]);
    await on.change('operator', 'PATCH /v1/devices/{id}/coils/{coilId}', [session.deviceId, items[0]?.id], { pulseLimit: 1_000_000 });
  },

  async 'a session that is stopped'(on) {
    const { sessionId: id } = await sessionInProgress(on.service, on.clinic, {}, await on.place());
    await on.do('operator', 'POST /v1/sessions/{id}/abort', [id], { reason: 'Headache', delivered: { intensityPercentRmt: 80, trains: 10, totalPulses: 1000 } });
  },

  async 'a finding at the door'(on) {
    const { sessionId: id } = await bookedSession(on.service, on.clinic, {}, await on.place());
    const answers = { ...(await routineDay(on.clinic)), 'sleep-under-4-hours': true };
    await on.do('operator', 'POST /v1/sessions/{id}/check-in', [id], { answers });
    await on.do('clinician', 'POST /v1/sessions/{id}/clear', [id], { rationale: 'Seen and examined.' });
  },

  async 'a seizure'(on) {
    const { sessionId } = await completedSession(on.service, on.clinic, {}, await on.place());
    expectStatus(await on.as('operator').post(`/v1/sessions/${sessionId}/adverse-events`, { category: 'seizure', grade: 3, description: 'Generalised, 40 seconds' }), 201);
    const { items } = await on.do('clinician', 'GET /v1/stimulation-locks', [], undefined, { query: 'status=open' });
    const { id } = items.at(-1) as Json;
    const { steps } = await on.do('clinician', 'GET /v1/stimulation-locks/{id}', [id]);
    await on.do('clinician', 'POST /v1/stimulation-locks/{id}/answer-step', [id], { code: 'neurological-review', note: 'Done and filed' });
    for (const { code } of steps as Json[]) await on.as('clinician').post(`/v1/stimulation-locks/${id}/answer-step`, { code, note: 'Done and filed' });
    await on.do('clinician', 'POST /v1/stimulation-locks/{id}/clear', [id], { capacity: 'treating-clinician', rationale: 'Provoked by a night without sleep; seen by a neurologist', password: TEST_PASSWORD });
  },

  async 'a file of a device'(on) {
    const { sessionId, session } = await completedSession(on.service, on.clinic, {}, await on.place());
    const { name } = expectStatus(await on.as('operator').get(`/v1/devices/${session.deviceId}`), 200);
    const { trains, totalPulses } = session.delivered;
    const content = `device,startedAt,trains,totalPulses\n${name},${String(session.startsAt)},${trains},${totalPulses}\nNobody’s ${on.tag()},${String(session.startsAt)},1,100\n`;
    const { id, rows } = await on.do('operator', 'POST /v1/device-files', [], { name: 'a.csv', format: 'csv', content });
    await on.do('operator', 'GET /v1/device-files/{id}', [id]);
    await on.do('operator', 'GET /v1/device-rows/{id}', [rows[0].id]);
    await on.do('operator', 'POST /v1/device-rows/{id}/confirm', [rows[0].id], { sessionId });
    await on.do('operator', 'POST /v1/device-rows/{id}/dismiss', [rows[1].id], { reason: 'A test with a phantom' });
  },

  async 'a session on hold that is given up'(on) {
    const { sessionId: id } = await bookedSession(on.service, on.clinic, {}, await on.place());
    expectStatus(await on.as('operator').post(`/v1/sessions/${id}/check-in`, { answers: { ...(await routineDay(on.clinic)), 'sleep-under-4-hours': true } }), 200);
    await on.do('front-desk', 'POST /v1/sessions/{id}/cancel', [id], { reason: 'Sent home', by: 'clinic' });
  },
};

import { expectStatus } from '../../caller.js';
import { TEST_PASSWORD } from '../../service.js';
import { activate, activeCourse, booked, courseReadyToStart, draftCourse, preparedPatient, publishedProtocol, PAIN_PROTOCOL } from '../../world.js';
import type { Journey } from '../stage.js';

/** Prescriptions, and what stands beside them. */
export const courseJourneys: Record<string, Journey> = {
  async 'a prescription'(on) {
    const patientId = await preparedPatient(on.service, on.clinic);
    const { id: conditionId } = expectStatus(await on.as('clinician').post(`/v1/patients/${patientId}/conditions`, { icd10: 'G62.9', description: 'As told at intake', category: 'neuropathic-pain', side: 'right', onsetDate: '2028-02-01' }), 201);
    const { id: protocolId } = await publishedProtocol(on.clinic, PAIN_PROTOCOL);
    const { id } = await on.do('clinician', 'POST /v1/courses', [], { patientId, conditionId, protocolId, target: { method: 'motor-hotspot' } });
    const first = await on.as('clinician').post(`/v1/courses/${id}/activate`, {});
    const overrides = (first.body.missing ?? []).flatMap(({ rule }: { rule?: string }) => (rule ? [{ rule, rationale: 'As published; no seizure in the trial.' }] : []));
    if (first.status === 200) throw new Error('nothing left to activate');
    await on.do('clinician', 'POST /v1/courses/{id}/activate', [id], { overrides });
    await on.do('clinician', 'POST /v1/courses/{id}/ramp', [id], { ramp: [{ fromSession: 1, intensityPercentRmt: 70 }, { fromSession: 3, intensityPercentRmt: 80 }], reason: 'Comfort in the first days.' });
    const threshold = await on.do('operator', 'POST /v1/courses/{id}/motor-thresholds', [id], { percentMso: 54, method: 'emg', measuredAt: on.service.clock.now(), hemisphere: 'left' });
    await on.do('clinician', 'POST /v1/courses/{id}/motor-thresholds/{thresholdId}/sign', [id, threshold.id], { password: TEST_PASSWORD });
    await on.do('clinician', 'POST /v1/courses/{id}/extend', [id], { sessions: 5, reason: 'Half better at session 15.' });
    await on.change('clinician', 'PATCH /v1/courses/{id}', [id], { goals: 'Half an hour of gardening' });
    await on.do('clinician', 'POST /v1/courses/{id}/pause', [id], { reason: 'A holiday' });
    await on.do('clinician', 'POST /v1/courses/{id}/resume', [id], { reason: 'Back again' });
    await on.do('clinician', 'POST /v1/courses/{id}/complete', [id], { reason: 'Well before the end' });
  },

  async 'what stands beside a course'(on) {
    const { courseId: id } = await activeCourse(on.service, on.clinic);
    const hold = await on.do('clinician', 'POST /v1/courses/{id}/holds', [id], { detail: 'Wait for the neurologist' });
    await on.do('clinician', 'GET /v1/courses/{id}/holds/{holdId}', [id, hold.id]);
    await on.do('clinician', 'POST /v1/courses/{id}/holds/{holdId}/release', [id, hold.id], { note: 'Heard from the neurologist' });
    const authorisation = await on.do('clinician', 'POST /v1/courses/{id}/authorisations', [id], { payer: 'P', reference: 'R', sessionsApproved: 10, validFrom: '2030-01-01', validTo: '2030-12-31' });
    await on.do('clinician', 'GET /v1/courses/{id}/authorisations/{authorisationId}', [id, authorisation.id]);
    await on.do('clinician', 'POST /v1/courses/{id}/authorisations/{authorisationId}/extend', [id, authorisation.id], { sessions: 10, reason: 'By telephone' });
    await on.change('clinician', 'PATCH /v1/courses/{id}/authorisations/{authorisationId}', [id, authorisation.id], { sessionsApproved: 5, reason: 'Read wrongly' });
    await on.do('clinician', 'POST /v1/courses/{id}/authorisations/{authorisationId}/void', [id, authorisation.id], { reason: 'Of another patient' });
    const note = await on.do('clinician', 'POST /v1/courses/{id}/progress-notes', [id], { text: 'Sleeps better.' });
    await on.do('clinician', 'GET /v1/courses/{id}/progress-notes/{noteId}', [id, note.id]);
    const adjunct = await on.do('clinician', 'POST /v1/courses/{id}/adjuncts', [id], { kind: 'cbt', plan: 'Weekly', startedOn: '2030-03-01' });
    await on.change('clinician', 'PATCH /v1/courses/{id}/adjuncts/{adjunctId}', [id, adjunct.id], { plan: 'Every other week' });
    const attendance = await on.do('operator', 'POST /v1/courses/{id}/adjuncts/{adjunctId}/attendances', [id, adjunct.id], { onDate: '2030-03-04', attended: true });
    await on.do('clinician', 'GET /v1/courses/{id}/adjuncts/{adjunctId}/attendances/{attendanceId}', [id, adjunct.id, attendance.id]);
    const corrected = await on.do('operator', 'POST /v1/courses/{id}/adjuncts/{adjunctId}/attendances/{attendanceId}/correct', [id, adjunct.id, attendance.id], { attended: false, reason: 'Was not there' });
    await on.do('operator', 'POST /v1/courses/{id}/adjuncts/{adjunctId}/attendances/{attendanceId}/strike-out', [id, adjunct.id, corrected.id ?? attendance.id], { reason: 'Another patient' });
    await on.change('clinician', 'PUT /v1/courses/{id}/assessment-plan', [id], { items: [{ measure: 'nrs-pain', at: 'baseline' }, { measure: 'pgic', at: 'end' }], reviewAfterSessions: 5 });
    const skip = await on.do('clinician', 'POST /v1/courses/{id}/assessment-plan/skips', [id], { measure: 'pgic', occasion: 'end', reason: 'Not wanted' });
    await on.do('clinician', 'GET /v1/courses/{id}/assessment-plan/skips/{skipId}', [id, skip.id]);
    await on.do('clinician', 'POST /v1/courses/{id}/discontinue', [id], { reason: 'Moved away' });
  },

  async 'a whole course booked'(on) {
    const { courseId: id } = await courseReadyToStart(on.service, on.clinic);
    const place = await on.place();
    const { sessions } = await on.do('front-desk', 'POST /v1/courses/{id}/schedule', [id], { startDate: '2030-03-05', preferredTimes: ['10:00'], policy: 'nearest', ...place });
    await on.do('front-desk', 'POST /v1/courses/{id}/reschedule', [id], { fromSessionId: sessions?.[1]?.id, startDate: '2030-03-06', preferredTimes: ['14:00'], policy: 'nearest', reason: 'A new job', ...place });
    await on.do('front-desk', 'POST /v1/courses/{id}/reserve-blocks', [id], { dryRun: true });
    await on.do('front-desk', 'GET /v1/availability', [], undefined, { query: `courseId=${id}&from=2030-03-05T13:00:00Z&to=2030-03-06T14:00:00Z&deviceId=${place.deviceId}` });
  },

  async 'one time and another'(on) {
    const { courseId } = await courseReadyToStart(on.service, on.clinic);
    const place = await on.place();
    const { id } = await on.do('front-desk', 'POST /v1/sessions', [], { courseId, kind: 'treatment', startsAt: '2030-03-05T15:00:00Z', ...place });
    await on.do('front-desk', 'POST /v1/sessions/{id}/reschedule', [id], { startsAt: '2030-03-05T17:00:00Z', reason: 'Another time' });
    await on.do('front-desk', 'POST /v1/schedule/replan', [], { deviceId: place.deviceId, from: '2030-03-05T13:00:00Z', to: '2030-03-05T23:00:00Z', reason: 'Coil is broken', dryRun: true });
    await on.do('front-desk', 'POST /v1/sessions/{id}/cancel', [id], { reason: 'Ill', by: 'patient' });
    await on.do('front-desk', 'GET /v1/sessions/{id}/make-up', [id]);
    const missed = await booked(on.service, on.clinic, courseId, place);
    await on.do('front-desk', 'POST /v1/sessions/{id}/no-show', [missed.id], {});
    const kept = await on.do('front-desk', 'POST /v1/reservations', [], { courseId, kind: 'treatment', startsAt: '2030-03-06T15:00:00Z', ...place });
    await on.do('front-desk', 'POST /v1/reservations/{id}/book', [kept.id]);
    const other = await on.do('front-desk', 'POST /v1/reservations', [], { courseId, kind: 'treatment', startsAt: '2030-03-07T15:00:00Z', ...place });
    await on.do('front-desk', 'POST /v1/reservations/{id}/release', [other.id]);
  },

  async 'waiting for a time'(on) {
    // Offers are of what is free anywhere, so that something must be.
    await on.place();
    const windows = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '18:00' }));
    for (const decision of ['accept', 'decline', 'withdraw'] as const) {
      const { courseId } = await activeCourse(on.service, on.clinic);
      const { id } = await on.do('front-desk', 'POST /v1/waitlist', [], { courseId, windows, expiresAt: '2030-03-20T23:00:00Z' });
      if (decision === 'withdraw') await on.do('front-desk', 'POST /v1/waitlist/{id}/withdraw', [id]);
      else {
        await on.tend('waitlist');
        const { offers } = await on.do('front-desk', 'GET /v1/waitlist/{id}', [id]);
        await on.do('front-desk', `POST /v1/waitlist/{id}/offers/{offerId}/${decision}`, [id, offers[0]?.id]);
      }
    }
  },

  async 'a prescription that is given up'(on) {
    const { courseId: id } = await draftCourse(on.service, on.clinic);
    await activate(on.clinic, id);
    await on.do('clinician', 'POST /v1/courses/{id}/discontinue', [id], { reason: 'Does not want it' });
  },
};

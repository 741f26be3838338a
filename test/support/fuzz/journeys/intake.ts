import { expectStatus, type Json } from '../../caller.js';
import { clearScreening, newPatient } from '../../world.js';
import type { Journey } from '../stage.js';

const DOSE = { frequencyHz: 10, intensityPercentRmt: 80, pulsesPerTrain: 50, trainDurationSeconds: 5, interTrainIntervalSeconds: 25, trains: 20, totalPulses: 1000 };
const VERSION = {
  modality: 'rtms', targetRegion: 'M1', hemisphere: 'contralateral-to-pain', stimulation: DOSE, sessionMinutes: 10,
  phases: [{ name: 'induction', sessions: 10, sessionsPerWeek: 5, sessionsPerDay: 1 }], indications: ['neuropathic-pain'], evidence: { citation: 'Our own practice' },
};

/** Patients with what is known of them before a course; protocols. */
export const intakeJourneys: Record<string, Journey> = {
  async 'a patient'(on) {
    const person = { mrn: on.tag(), givenName: 'Robin', familyName: 'Smith', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right', email: 'robin@patients.example', phone: '+1 555 0100', preferredLanguage: 'en' };
    const { id } = await on.do('front-desk', 'POST /v1/patients', [], person);
    await on.change('front-desk', 'PATCH /v1/patients/{id}', [id], { familyName: 'Jackdawquill', contactPreferences: { channel: 'email', reminders: true, notBefore: '09:00', notAfter: '20:00' } });
    const condition = await on.do('clinician', 'POST /v1/patients/{id}/conditions', [id], { icd10: 'G62.9', description: 'As told at intake', category: 'neuropathic-pain', side: 'right', onsetDate: '2028-02-01' });
    await on.change('clinician', 'PATCH /v1/patients/{id}/conditions/{conditionId}', [id, condition.id], { description: 'Told again', side: 'left' });
    const medication = await on.do('clinician', 'POST /v1/patients/{id}/medications', [id], { name: 'Amitriptyline', dose: '25 mg', frequency: 'daily', startedOn: '2029-01-01' });
    await on.change('clinician', 'PATCH /v1/patients/{id}/medications/{medicationId}', [id, medication.id], { name: 'Nortriptyline', dose: '10 mg', stoppedOn: '2030-03-01', outcome: 'no-response' });
    await on.do('clinician', 'POST /v1/patients/{id}/medications/{medicationId}/void', [id, medication.id], { reason: 'Of another patient' });
    const consent = await on.do('clinician', 'POST /v1/patients/{id}/consents', [id], { kind: 'data-sharing', signedAt: on.service.clock.now(), documentVersion: '2030-01', signedBy: 'Robin Smith' });
    await on.do('clinician', 'POST /v1/patients/{id}/consents/{consentId}/withdraw', [id, consent.id]);
    await on.do('auditor', 'GET /v1/patients/{id}/access-log', [id]);
    await on.do('admin', 'POST /v1/patients/{id}/archive', [id]);
  },

  async 'screenings'(on) {
    const id = await newPatient(on.clinic);
    const answers = await clearScreening(on.clinic);
    const unknown = { ...answers, [Object.keys(answers).find((code) => code === 'seizure') ?? Object.keys(answers)[0] ?? '']: null };
    const screening = await on.do('clinician', 'POST /v1/patients/{id}/screenings', [id], { answers: unknown });
    await on.do('clinician', 'POST /v1/patients/{id}/screenings/{screeningId}/review', [id, screening.id], { decision: 'cleared', rationale: 'Asked again: no.' });
    await on.do('clinician', 'POST /v1/patients/{id}/screenings/{screeningId}/void', [id, screening.id], { cause: 'implant', note: 'An aneurysm clip, in May.' });
  },

  async 'two records of one person'(on) {
    const [gone, stays] = [await newPatient(on.clinic), await newPatient(on.clinic)];
    await on.do('admin', 'POST /v1/patients/{id}/merge', [gone], { intoPatientId: stays, reason: 'Same passport, registered twice.', dryRun: true });
    await on.do('admin', 'POST /v1/patients/{id}/merge', [gone], { intoPatientId: stays, reason: 'Same passport, registered twice.' });
  },

  async 'a protocol of the clinic'(on) {
    await on.do('clinician', 'POST /v1/protocols/check', [], { modality: 'rtms', stimulation: DOSE });
    const { id } = await on.do('clinician', 'POST /v1/protocols', [], { ...VERSION, code: on.tag(), name: 'Own protocol' });
    await on.do('clinician2', 'POST /v1/protocols/{id}/versions/{n}/review', [id], { decision: 'approved', comment: 'Read twice' });
    await on.do('clinician', 'POST /v1/protocols/{id}/versions/{n}/publish', [id]);
    await on.do('clinician', 'GET /v1/protocols/{id}/versions/{n}', [id]);
    const next: Json = await on.do('clinician', 'POST /v1/protocols/{id}/versions', [id], { ...VERSION, sessionMinutes: 12 });
    expectStatus(await on.as('clinician').post(`/v1/protocols/${id}/versions/${next.version ?? 2}/publish`), 200);
    await on.do('clinician', 'POST /v1/protocols/{id}/retire', [id]);
  },
};

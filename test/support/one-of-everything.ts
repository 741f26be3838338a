import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from './caller.js';
import { TEST_PASSWORD, type Service, type TestClinic } from './service.js';
import { completedSession, doseAsPrescribed, sessionInProgress } from './world.js';

/** One real row of a clinic for every id that stands in a path. */
export interface OneOfEverything {
  /** By the segment before the parameter, e.g. `patients`. */
  ids: Record<string, string>;
}

export async function oneOfEverything(service: Service, clinic: TestClinic): Promise<OneOfEverything> {
  const [clinician, operator, admin] = [clinic.as('clinician'), clinic.as('operator'), clinic.as('admin')];
  const made = async (caller: typeof clinician, path: string, body: Json): Promise<string> => String(expectStatus(await caller.post(path, body), 201).id);
  const { patientId, conditionId, protocolId, courseId, sessionId, session } = await sessionInProgress(service, clinic);
  const progress = await made(operator, `/v1/sessions/${sessionId}/progress`, { trains: 10 });
  expectStatus(await operator.post(`/v1/sessions/${sessionId}/complete`, { delivered: doseAsPrescribed(session) }), 200);
  const first = async (path: string): Promise<string> => String(expectStatus(await clinician.get(path), 200).items[0].id);
  const assessment = await made(operator, '/v1/assessments', { patientId, courseId, measure: 'phq-9', answers: { q1: 1, q2: 1, q3: 1, q4: 1, q5: 1, q6: 1, q7: 1, q8: 1, q9: 1 } });
  const other = await completedSession(service, clinic, {}, { deviceId: clinic.devices[1], operatorId: clinic.staff.operator2.id });
  await made(operator, `/v1/sessions/${other.sessionId}/adverse-events`, { category: 'seizure', grade: 3, description: 'half a minute' });
  const waiting = await made(clinician, '/v1/waitlist', { courseId, windows: [{ from: '08:00', to: '18:00' }], expiresAt: '2030-03-20T12:00:00Z' });
  await service.app.get(Jobs).runNow('waitlist');
  const { offers } = expectStatus(await clinician.get(`/v1/waitlist/${waiting}`), 200);
  expectStatus(await admin.put('/v1/outcome-measures/phq-9/wording', { language: 'en', items: [{ code: 'q1', ask: 'As our form has it' }] }), 200);
  const coefficients = ['mobility', 'self-care', 'usual-activities', 'pain', 'anxiety'].flatMap((dimension) => [2, 3, 4, 5].map((level) => ({ dimension, level, decrement: level / 100 })));
  const adjunct = await made(clinician, `/v1/courses/${courseId}/adjuncts`, { kind: 'cbt', plan: 'weekly', startedOn: '2030-03-01' });
  const imported = await made(operator, '/v1/device-files', { name: 'one.csv', format: 'csv', content: 'device,startedAt,trains,totalPulses\nNobody’s,2030-03-04T14:00:00Z,1,100\n' });
  expectStatus(await admin.post(`/v1/patients/${patientId}/restrict`, { reason: 'a colleague' }), 200);
  const opened = await made(clinic.as('clinician2'), `/v1/patients/${patientId}/break-glass`, { reason: 'asked for help', password: TEST_PASSWORD });
  expectStatus(await admin.post(`/v1/patients/${patientId}/unrestrict`, { reason: 'no longer here' }), 200);
  return {
    ids: {
      waitlist: waiting,
      offers: String(offers[0].id),
      patients: patientId,
      'break-glass': opened,
      conditions: conditionId,
      medications: await made(clinician, `/v1/patients/${patientId}/medications`, { name: 'Amitriptyline', dose: '25 mg', frequency: 'daily', startedOn: '2029-01-01' }),
      screenings: await first(`/v1/patients/${patientId}/screenings`),
      consents: await first(`/v1/patients/${patientId}/consents`),
      protocols: protocolId,
      courses: courseId,
      'motor-thresholds': await first(`/v1/courses/${courseId}/motor-thresholds`),
      adjuncts: adjunct,
      attendances: await made(operator, `/v1/courses/${courseId}/adjuncts/${adjunct}/attendances`, { onDate: '2030-03-04', attended: true }),
      'progress-notes': await made(clinician, `/v1/courses/${courseId}/progress-notes`, { text: 'Sleeps better.' }),
      authorisations: await made(clinician, `/v1/courses/${courseId}/authorisations`, { payer: 'P', reference: 'R', sessionsApproved: 10, validFrom: '2030-01-01', validTo: '2030-12-31' }),
      holds: await made(clinician, `/v1/courses/${courseId}/holds`, { detail: 'wait' }),
      'stimulation-locks': await first('/v1/stimulation-locks'),
      'device-files': imported,
      'device-rows': await first('/v1/device-rows'),
      sessions: sessionId,
      progress,
      addenda: await made(clinician, `/v1/sessions/${sessionId}/addenda`, { text: 'later' }),
      'adverse-events': await made(operator, `/v1/sessions/${sessionId}/adverse-events`, { category: 'headache', grade: 1, description: 'mild' }),
      assessments: assessment,
      'self-report-links': await made(operator, '/v1/self-report-links', { patientId, courseId, measures: ['phq-9'] }),
      'self-report': String(expectStatus(await operator.post('/v1/self-report-links', { patientId, courseId, measures: ['phq-9'] }), 201).token),
      skips: await made(clinician, `/v1/courses/${courseId}/assessment-plan/skips`, { measure: 'pgic', occasion: 'end', reason: 'not wanted' }),
      'licence-statements': String(expectStatus(await clinician.get('/v1/outcome-measures/odi/licence-statements'), 200).items[0].id),
      'value-sets': await made(admin, '/v1/outcome-measures/eq-5d-5l/value-sets', { code: 'ruritania', name: 'Ruritania', country: 'Ruritania', source: 'a paper', licence: 'a letter', coefficients }),
      alerts: await first('/v1/alerts'),
      rooms: clinic.rooms[0] ?? '',
      devices: clinic.devices[0] ?? '',
      checks: await made(operator, `/v1/devices/${clinic.devices[0]}/checks`, { items: { coilAndCableIntact: true, coolingWorks: true, selfTestPassed: true, testPulseGiven: true, roomReady: true } }),
      coils: await first(`/v1/devices/${expectStatus(await operator.get(`/v1/sessions/${sessionId}`), 200).deviceId}/coils`),
      closures: await made(admin, '/v1/clinic/closures', { from: '2030-12-24', to: '2030-12-26', reason: 'holidays' }),
      'opening-exceptions': await made(admin, '/v1/clinic/opening-exceptions', { date: '2030-12-23', intervals: [{ opens: '09:00', closes: '12:00' }], reason: 'short' }),
      competences: await made(admin, `/v1/staff/${clinic.staff.operator2.id}/competences`, { modality: 'rtms' }),
      reservations: await made(clinician, '/v1/reservations', { courseId, kind: 'follow-up', startsAt: '2030-03-20T15:00:00Z' }),
      downtimes: await made(admin, `/v1/devices/${clinic.devices[1]}/downtimes`, { startsAt: '2030-11-01T10:00:00Z', endsAt: '2030-11-01T12:00:00Z', reason: 'service' }),
      shifts: await made(admin, `/v1/staff/${clinic.staff.operator2.id}/shifts`, { startsAt: '2030-11-01T10:00:00Z', endsAt: '2030-11-01T12:00:00Z' }),
      absences: await made(admin, `/v1/staff/${clinic.staff.operator2.id}/absences`, { startsAt: '2030-11-02T10:00:00Z', endsAt: '2030-11-02T12:00:00Z', reason: 'away' }),
      calendars: await made(admin, '/v1/calendars', { kind: 'device', subjectId: clinic.devices[0] ?? '' }),
      staff: clinic.staff.operator2.id,
      'api-keys': await made(admin, '/v1/api-keys', { name: 'Portal', permissions: ['patients.read'] }),
    },
  };
}

/** The id that belongs at a parameter: of the kind that the segment before it names. */
export function idAt({ ids }: OneOfEverything, name: string, path: string): string {
  const segment = new RegExp(`/([a-z-]+)/\\{${name}\\}`).exec(path)?.[1] ?? '';
  if (name === 'n') return '1';
  if (segment === 'outcome-measures' && path.includes('value-sets')) return 'eq-5d-5l';
  if (segment === 'outcome-measures') return path.includes('licence-statements') ? 'odi' : 'phq-9';
  const id = ids[segment];
  if (id === undefined) throw new Error(`no row for {${name}} of ${path}: make one in one-of-everything`);
  return id;
}

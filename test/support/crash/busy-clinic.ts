import { DEMO_CLINICS } from '../../../src/demo/demo-clinics.js';
import type { Json } from '../caller.js';
import { TEST_PASSWORD } from '../service.js';
import type { PersistentClient } from './persistent-client.js';

const CLINIC = DEMO_CLINICS[0]!;

export interface Desks {
  clinician: string;
  operator: string;
  desk: string;
  admin: string;
}

export interface BusyClinic {
  id: string;
  as: Desks;
  /** One of each for every journey, so that none waits for another's turnover. */
  places: { deviceId: string; roomId: string; operatorId: string }[];
  screening: Record<string, boolean>;
  routine: Record<string, boolean>;
  protocolId: string;
}

/** The demo's first clinic with a device, a room and an operator for so many treatments at once. */
export async function busyClinic(client: PersistentClient, places: number): Promise<BusyClinic> {
  const logIn = async (name: string): Promise<string> => String((await client.post('', '/v1/auth/login', { email: `${name}@${CLINIC.domain}`, password: TEST_PASSWORD })).accessToken);
  const as = { clinician: await logIn('clinician'), operator: await logIn('operator'), desk: await logIn('front-desk'), admin: await logIn('admin') };
  const made: BusyClinic['places'] = [];
  for (let n = 1; n <= places; n += 1) {
    const device = await client.post(as.admin, '/v1/devices', { ...CLINIC.devices[0], name: `Busy stimulator ${n}` });
    const room = await client.post(as.admin, '/v1/rooms', { name: `Busy room ${n}` });
    const operator = await client.post(as.admin, '/v1/staff', { email: `busy-operator${n}@${CLINIC.domain}`, displayName: `Operator ${n}`, roles: ['operator'] });
    made.push({ deviceId: device.id, roomId: room.id, operatorId: operator.id });
  }
  const form = (await client.get(as.clinician, '/v1/screening-form')).items as Json[];
  const today = (await client.get(as.operator, '/v1/pre-session-form')).items as Json[];
  const protocols = (await client.get(as.clinician, '/v1/protocols?code=m1-hf10-attal-2021')).items as Json[];
  return {
    id: CLINIC.id, as, places: made,
    screening: Object.fromEntries(form.map(({ code }) => [code, false])),
    routine: Object.fromEntries(today.filter(({ kind }) => kind !== 'number').map(({ code, kind }) => [code, kind === 'confirmation'])),
    protocolId: protocols[0].id,
  };
}

/** What one patient's journey promised to the caller, beyond that each change was made. */
export interface Journey {
  courseId: string;
  seriesSessions: number;
  sessionId: string | undefined;
  progressTrains: number;
  mailTo: string;
  medicationDose: string;
  medicationId: string;
}

/** From intake to a signed treatment with a measure and a mail, all of it by different people, as fast as answers come. */
export async function journey(client: PersistentClient, clinic: BusyClinic, n: number, nowMs: () => number): Promise<Journey> {
  const { as, places, screening, routine, protocolId } = clinic;
  const instant = (minutes = 0): string => new Date(nowMs() + minutes * 60_000).toISOString();
  const mailTo = `patient-${n}@mail.example`;
  const { id: patientId } = await client.post(as.desk, '/v1/patients', { mrn: `J-${n}`, givenName: 'Kim', familyName: `Journey ${n}`, birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right', email: mailTo });
  const condition = await client.post(as.clinician, `/v1/patients/${patientId}/conditions`, { icd10: 'G62.9', description: 'Painful polyneuropathy', category: 'neuropathic-pain', side: 'right', onsetDate: '2024-02-01' });
  const medication = await client.post(as.clinician, `/v1/patients/${patientId}/medications`, { name: 'Paracetamol', dose: '500 mg', frequency: 'three times a day', startedOn: '2026-01-01' });
  await client.post(as.clinician, `/v1/patients/${patientId}/screenings`, { answers: screening });
  for (const kind of ['treatment', 'off-label']) await client.post(as.clinician, `/v1/patients/${patientId}/consents`, { kind, signedAt: instant(-1), documentVersion: '2026-01', signedBy: 'Kim' });
  const { id: courseId } = await client.post(as.clinician, '/v1/courses', { patientId, protocolId, conditionId: condition.id, target: { method: 'motor-hotspot' } });
  await client.post(as.clinician, `/v1/courses/${courseId}/activate`, { overrides: [{ rule: 'S05', rationale: 'As published.' }] });
  const place = places[n % places.length] ?? {};
  await client.post(as.operator, `/v1/courses/${courseId}/motor-thresholds`, { percentMso: 54, method: 'emg', measuredAt: instant(-1), hemisphere: 'left', deviceId: places[n % places.length]?.deviceId });
  await client.post(as.operator, '/v1/assessments', { patientId, courseId, measure: 'nrs-pain', answers: { pain: 7 } });
  const session = await client.post(as.desk, '/v1/sessions', { courseId, kind: 'treatment', startsAt: instant(5), ...place });
  const startDate = new Date(nowMs() + 86_400_000).toISOString().slice(0, 10);
  const series = await client.post(as.desk, `/v1/courses/${courseId}/schedule`, { startDate, preferredTimes: ['09:00', '11:00', '14:00'], policy: 'nearest' });
  const medicationDose = `${500 + n} mg`;
  await client.patch(as.clinician, `/v1/patients/${patientId}/medications/${medication.id}`, { dose: medicationDose });
  let progressTrains = 0;
  if (session.id) {
    const at = `/v1/sessions/${session.id}`;
    await client.post(as.operator, `${at}/check-in`, { answers: routine });
    const started = await client.post(as.operator, `${at}/start`, {});
    const { prescribed } = started;
    for (let report = 0; report < 3 && prescribed; report += 1) progressTrains += (await client.post(as.operator, `${at}/progress`, { trains: 5 })).id ? 5 : 0;
    if (prescribed) {
      const { intensityPercentRmt, outputPercentMso, trains, totalPulses } = prescribed;
      await client.post(as.operator, `${at}/complete`, { delivered: { intensityPercentRmt, outputPercentMso, trains, totalPulses }, tolerability: { nrsBefore: 7, nrsAfter: 5 } });
      await client.post(as.operator, `${at}/sign`, { meaning: 'delivered', password: TEST_PASSWORD });
    }
  }
  await client.post(as.operator, '/v1/assessments', { patientId, courseId, measure: 'nrs-pain', answers: { pain: 4 } });
  await client.post(as.operator, '/v1/self-report-links', { patientId, courseId, measures: ['nrs-pain'], email: true });
  return { courseId, seriesSessions: series.sessions?.length ?? 0, sessionId: session.id, progressTrains, mailTo, medicationDose, medicationId: medication.id };
}

import { randomBytes } from 'node:crypto';
import { expectStatus, type Json } from './caller.js';
import { PATIENT_NAMES } from './names.js';
import type { Service, TestClinic } from './service.js';

/** A patient whose course has begun: screened, consented, prescribed and activated. */
export interface ActiveCourse {
  patientId: string;
  conditionId: string;
  protocolId: string;
  courseId: string;
  /** As the clinician sees it. */
  course: Json;
}

export interface CourseWishes {
  /** Of the catalogue, or one that the clinic has published itself. */
  protocolCode?: string;
  category?: string;
  icd10?: string;
  side?: 'left' | 'right' | 'bilateral' | 'midline' | null;
  hemisphere?: 'left' | 'right' | 'bilateral' | 'midline';
  referredOn?: string;
  /** Answers of the screening that are not routine. */
  screening?: Record<string, boolean | null>;
}

/** Motor cortex for painful polyneuropathy: 15 sessions, five on weekdays, then fewer and fewer. */
export const PAIN_PROTOCOL = 'm1-hf10-attal-2021';
/** Left prefrontal cortex for depression: 30 sessions on weekdays, then 3, 2 and 1 a week. */
export const DEPRESSION_PROTOCOL = 'ldlpfc-hf10-oreardon-2007';
/** Ten sessions a day for five days, 50 minutes apart. */
export const TEN_A_DAY_PROTOCOL = 'ldlpfc-snt-cole-2022';

export async function newPatient(clinic: TestClinic, changes: Json = {}): Promise<string> {
  const mrn = `T-${randomBytes(5).toString('hex')}`;
  const patient = { mrn, ...PATIENT_NAMES, birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right', ...changes };
  return String(expectStatus(await clinic.as('front-desk').post('/v1/patients', patient), 201).id);
}

/** No to every risk of the screening form, whatever it asks. */
export async function clearScreening(clinic: TestClinic): Promise<Record<string, boolean | null>> {
  const { items } = expectStatus(await clinic.as('clinician').get('/v1/screening-form'), 200);
  return Object.fromEntries(items.map(({ code }: Json) => [code, false]));
}

/** A routine day: no to every risk, yes to every confirmation. */
export async function routineDay(clinic: TestClinic): Promise<Record<string, boolean>> {
  const { items } = expectStatus(await clinic.as('operator').get('/v1/pre-session-form'), 200);
  return Object.fromEntries(items.filter(({ kind }: Json) => kind !== 'number').map(({ code, kind }: Json) => [code, kind === 'confirmation']));
}

/** Screened and with every consent to treatment. */
export async function preparedPatient(service: Service, clinic: TestClinic, screening: Record<string, boolean | null> = {}): Promise<string> {
  const patientId = await newPatient(clinic);
  const clinician = clinic.as('clinician');
  const answers = { ...(await clearScreening(clinic)), ...screening };
  expectStatus(await clinician.post(`/v1/patients/${patientId}/screenings`, { answers }), 201);
  for (const kind of ['treatment', 'off-label', 'combined-stimulation']) {
    const consent = { kind, signedAt: service.clock.now(), documentVersion: '2030-01', signedBy: `${PATIENT_NAMES.givenName} ${PATIENT_NAMES.familyName}` };
    expectStatus(await clinician.post(`/v1/patients/${patientId}/consents`, consent), 201);
  }
  return patientId;
}

/** Screening finds a cochlear implant: a contraindication that nobody can answer away. */
export async function patientWithCochlearImplant(service: Service, clinic: TestClinic): Promise<string> {
  return preparedPatient(service, clinic, { 'cochlear-implant': true });
}

export async function publishedProtocol(clinic: TestClinic, code: string): Promise<Json> {
  const { items } = expectStatus(await clinic.as('clinician').get(`/v1/protocols?code=${code}`), 200);
  if (!items[0]) throw new Error(`no protocol ${code}`);
  return items[0];
}

/** A prescription that nobody has activated yet. */
export async function draftCourse(service: Service, clinic: TestClinic, wishes: CourseWishes = {}): Promise<ActiveCourse> {
  const patientId = await preparedPatient(service, clinic, wishes.screening);
  return prescribed(clinic, patientId, wishes);
}

/** Prescribes for a patient who is there already. */
export async function prescribed(clinic: TestClinic, patientId: string, wishes: CourseWishes = {}): Promise<ActiveCourse> {
  const { protocolCode = PAIN_PROTOCOL, category = 'neuropathic-pain', icd10 = 'G62.9', side = 'right', hemisphere, referredOn } = wishes;
  const clinician = clinic.as('clinician');
  const condition = { icd10, description: 'As told at intake', category, side, onsetDate: '2028-02-01' };
  const conditionId = String(expectStatus(await clinician.post(`/v1/patients/${patientId}/conditions`, condition), 201).id);
  const { id: protocolId } = await publishedProtocol(clinic, protocolCode);
  const prescription = { patientId, protocolId, conditionId, target: { method: 'motor-hotspot' }, ...(hemisphere && { hemisphere }), ...(referredOn && { referredOn }) };
  const course = expectStatus(await clinician.post('/v1/courses', prescription), 201);
  return { patientId, conditionId, protocolId, courseId: String(course.id), course };
}

/** Activates it, every finding that may be answered being answered. */
export async function activate(clinic: TestClinic, courseId: string): Promise<Json> {
  const activation = `/v1/courses/${courseId}/activate`;
  const clinician = clinic.as('clinician');
  const first = await clinician.post(activation, {});
  if (first.status === 200) return first.body;
  const rules = expectStatus(first, 409).missing.flatMap(({ rule }: Json) => (rule ? [rule] : []));
  const overrides = rules.map((rule: string) => ({ rule, rationale: 'As published; no seizure in the trial.' }));
  return expectStatus(await clinician.post(activation, { overrides }), 200);
}

export async function activeCourse(service: Service, clinic: TestClinic, wishes: CourseWishes = {}): Promise<ActiveCourse> {
  const draft = await draftCourse(service, clinic, wishes);
  return { ...draft, course: await activate(clinic, draft.courseId) };
}

export async function measureThreshold(service: Service, clinic: TestClinic, courseId: string, changes: Json = {}): Promise<Json> {
  const measured = { percentMso: 54, method: 'emg', measuredAt: service.clock.now(), hemisphere: 'left', ...changes };
  return expectStatus(await clinic.as('operator').post(`/v1/courses/${courseId}/motor-thresholds`, measured), 201);
}

/** Active and measured: only a booking is missing. */
export async function courseReadyToStart(service: Service, clinic: TestClinic, wishes: CourseWishes = {}): Promise<ActiveCourse> {
  const started = await activeCourse(service, clinic, wishes);
  await measureThreshold(service, clinic, started.courseId);
  return started;
}

/** Moves the clock to an instant; who is named logs in again, since access tokens do not last that long. */
export async function laterOn(service: Service, clinic: TestClinic, instant: string, ...roles: (keyof TestClinic['staff'])[]): Promise<void> {
  service.clock.set(instant);
  for (const role of roles) clinic.callers[role] = await service.logIn(clinic.staff[role].email);
}

export interface SessionOfCourse extends ActiveCourse {
  sessionId: string;
  session: Json;
}

/** Books a treatment: now, unless told. */
export async function booked(service: Service, clinic: TestClinic, courseId: string, changes: Json = {}): Promise<Json> {
  return expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: service.clock.now(), ...changes }), 201);
}

export async function bookedSession(service: Service, clinic: TestClinic, wishes: CourseWishes = {}, changes: Json = {}): Promise<SessionOfCourse> {
  const ready = await courseReadyToStart(service, clinic, wishes);
  const session = await booked(service, clinic, ready.courseId, changes);
  return { ...ready, sessionId: String(session.id), session };
}

export async function checkedInSession(service: Service, clinic: TestClinic, wishes: CourseWishes = {}, changes: Json = {}): Promise<SessionOfCourse> {
  const one = await bookedSession(service, clinic, wishes, changes);
  return { ...one, session: expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/check-in`, { answers: await routineDay(clinic) }), 200) };
}

/** The pre-session check has a finding that a clinician has to clear. */
export async function heldSession(service: Service, clinic: TestClinic, answers: Json = { 'sleep-under-4-hours': true }): Promise<SessionOfCourse> {
  const one = await bookedSession(service, clinic);
  const given = { ...(await routineDay(clinic)), ...answers };
  return { ...one, session: expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/check-in`, { answers: given }), 200) };
}

export async function sessionInProgress(service: Service, clinic: TestClinic, wishes: CourseWishes = {}, changes: Json = {}): Promise<SessionOfCourse> {
  const one = await checkedInSession(service, clinic, wishes, changes);
  return { ...one, session: expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/start`, {}), 200) };
}

/** Just what a session prescribes, as what was given. */
export function doseAsPrescribed({ prescribed: dose }: Json): Json {
  const { intensityPercentRmt, outputPercentMso, trains, totalPulses } = dose;
  return { intensityPercentRmt, outputPercentMso, trains, totalPulses };
}

export async function completedSession(service: Service, clinic: TestClinic, wishes: CourseWishes = {}, changes: Json = {}): Promise<SessionOfCourse> {
  const one = await sessionInProgress(service, clinic, wishes, changes);
  const completion = { delivered: doseAsPrescribed(one.session) };
  return { ...one, session: expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/complete`, completion), 200) };
}

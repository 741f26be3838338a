import { record } from '../../audit/index.js';
import { courseFacts } from '../../courses/read.js';
import { patientFacts } from '../../patients/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { conflict, InvalidRequest, invalid, notFound, wrongState } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/kernel/uuid.js';
import { eq5d5lWith, findInstrument, validateAnswers, type Instrument } from '../scoring/index.js';
import { findValueSet } from '../value-sets/value-sets.queries.js';
import type { AssessmentView, Correction, EnteredInError, NewAssessment } from './assessment.dto.js';
import { findClinicMeasure, findMeasure, requireLicence } from '../measure-lookup.js';
import { Assessment } from './assessment.entity.js';
import { raiseAlarms, raiseAlarmsOfCorrection } from './alarms.js';
import { assessmentView } from './assessments.queries.js';
import { judgeTrend } from './trend.js';

/**
 * Scores and keeps a filled-in measure; an answer that needs somebody's attention raises its alert in the same commit.
 * @param form of a self-report, what its answers were saved under before they were sent
 */
export async function recordAssessment(work: Work, given: NewAssessment, form?: string): Promise<AssessmentView> {
  const { patientId, sessionId, answers } = given;
  const registered = await findMeasure(work, given.measure);
  if (!registered) throw invalid('/measure', 'unknown-measure', 'is not a measure of the registry');
  const instrument = await valuedBy(work, registered, given.valueSet);
  const recallPeriod = given.recallPeriod ?? instrument.recallPeriods[0] ?? 'none';
  if (given.recallPeriod !== undefined && !instrument.recallPeriods.includes(given.recallPeriod)) {
    throw invalid('/recallPeriod', 'unknown-recall-period', `must be one of ${instrument.recallPeriods.join(', ') || 'none'}`);
  }
  await requireLicence(work, instrument);
  const assessedAt = given.assessedAt ?? work.now;
  if (Date.parse(assessedAt) > work.nowMs) throw invalid('/assessedAt', 'in-the-future', 'must not be in the future');
  refuseImpossible(instrument, answers);
  const patient = await patientFacts(work, patientId);
  if (patient.archivedAt !== null) throw conflict('patient-archived', 'This patient is archived.');
  const courseId = sessionId === undefined ? given.courseId : await courseOfSession(work, sessionId, patientId, given.courseId);
  const progress = await progressOf(work, patientId, courseId, assessedAt);
  const id = await insert(work, instrument, { patientId, courseId: courseId ?? null, sessionId: sessionId ?? null, recallPeriod, assessedAt, ...hand(given), ...progress }, answers);
  const after = await assessmentView(work, id);
  record(work, { action: 'assessment.recorded', subject: { type: 'assessment', id }, patientId, after });
  return raiseAlarms(work, after, form);
}

/** Puts a new assessment in the place of one with wrong answers; the old one stays readable. */
export async function correctAssessment(work: Work, id: string, { answers, reason }: Correction): Promise<AssessmentView> {
  await work.one(sql`select 1 as locked from assessments where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await assessmentView(work, id);
  refuseClosed(before, 'corrected');
  const instrument = await instrumentOf(work, before);
  if (!instrument) throw wrongState('assessment', 'of a measure that is no longer there', 'corrected');
  refuseImpossible(instrument, answers);
  await work.update(Assessment, id, { supersededAt: work.now });
  const { patientId, courseId, sessionId, recallPeriod, assessedAt, sessionNumber } = before;
  const kept = await work.one<Hand & Pick<Assessment, 'cumulativePulses'>>(sql`
    select cumulative_pulses as "cumulativePulses", entered_by as "enteredBy", place, duration_seconds as "durationSeconds"
    from assessments where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  const facts = { patientId, courseId, sessionId, recallPeriod, assessedAt, sessionNumber, ...kept, supersedes: id, correctionReason: reason };
  const correctedId = await insert(work, instrument, facts, answers);
  const after = await assessmentView(work, correctedId);
  record(work, { action: 'assessment.corrected', subject: { type: 'assessment', id: correctedId }, patientId, before, after });
  return raiseAlarmsOfCorrection(work, before, after);
}

/** Strikes out an assessment that never should have been there (the wrong patient, a test): it stays readable and counts for nothing. */
export async function strikeAssessment(work: Work, id: string, { reason }: EnteredInError): Promise<AssessmentView> {
  await work.one(sql`select 1 as locked from assessments where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await assessmentView(work, id);
  refuseClosed(before, 'entered in error');
  await work.update(Assessment, id, { enteredInErrorAt: work.now, enteredInErrorReason: reason });
  const after = await assessmentView(work, id);
  record(work, { action: 'assessment.entered-in-error', subject: { type: 'assessment', id }, patientId: before.patientId, before, after });
  await judgeTrend(work, after);
  return after;
}

function refuseClosed({ supersededAt, enteredInErrorAt }: AssessmentView, verb: string): void {
  if (supersededAt !== null) throw wrongState('assessment', 'superseded', verb);
  if (enteredInErrorAt !== null) throw wrongState('assessment', 'entered-in-error', verb);
}

const hand = ({ enteredBy = 'staff', place, durationSeconds }: NewAssessment): Hand => ({ enteredBy, place: place ?? null, durationSeconds: durationSeconds ?? null });

type Hand = Pick<Assessment, 'enteredBy' | 'place' | 'durationSeconds'>;

type Facts = Hand & Pick<Assessment, 'patientId' | 'courseId' | 'sessionId' | 'recallPeriod' | 'assessedAt' | 'sessionNumber' | 'cumulativePulses'> &
  Partial<Pick<Assessment, 'supersedes' | 'correctionReason'>>;

async function insert(work: Work, instrument: Instrument, facts: Facts, answers: NewAssessment['answers']): Promise<string> {
  const { score, unroundedScore, subscores, unroundedSubscores, severity, classifications, complete, prorated, reason, flags } = instrument.score(answers);
  const id = newId();
  await work.insert(Assessment, {
    ...facts,
    id,
    measure: instrument.code,
    measureVersion: instrument.version,
    answers,
    score,
    unroundedScore,
    subscores,
    unroundedSubscores,
    severity,
    classifications,
    valueSet: instrument.valueSet ?? null,
    complete,
    prorated,
    reason: reason ?? null,
    flags: [...flags],
    recordedAt: work.now,
    recordedBy: work.actor.staffId ?? null,
  });
  return id;
}

/** The measure that scored it, in its version and with its values. */
async function instrumentOf(work: Work, { measure, measureVersion, valueSet }: AssessmentView): Promise<Instrument | undefined> {
  const values = valueSet && (await findValueSet(work, valueSet.code, valueSet.version));
  if (values) return eq5d5lWith(values);
  return findInstrument(measure) ?? (await findClinicMeasure(work, measure, measureVersion));
}

/** @throws InvalidRequest for a value set that is not there, or that the measure does not know */
async function valuedBy(work: Work, instrument: Instrument, code: string | undefined): Promise<Instrument> {
  if (code === undefined) return instrument;
  const values = instrument.valueSet && (await findValueSet(work, code));
  if (!values) throw invalid('/valueSet', 'unknown-value-set', 'is not a value set of this measure');
  return eq5d5lWith(values);
}

function refuseImpossible(instrument: Instrument, answers: NewAssessment['answers']): void {
  const faults = validateAnswers(instrument, answers);
  if (faults.length > 0) throw new InvalidRequest(faults.map(({ pointer, code, message }) => ({ pointer, code, message })));
}

/** How far the course was when the measure was answered, which may be before it is entered: what ended since is taken off. */
async function progressOf(work: Work, patientId: string, courseId: string | undefined, assessedAt: string): Promise<{ sessionNumber: number; cumulativePulses: number }> {
  if (courseId === undefined) return { sessionNumber: 0, cumulativePulses: 0 };
  const course = await courseFacts(work, courseId);
  if (course.patientId !== patientId) throw notFound();
  const since = await work.one<{ sessions: number; pulses: number }>(sql`
    select count(*)::int as sessions, coalesce(sum((delivered ->> 'totalPulses')::int), 0)::int as pulses from sessions
    where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and kind = 'treatment' and ended_at > ${assessedAt}
      and (status in ('completed', 'signed') or (status = 'aborted' and something_given(delivered)))`);
  return { sessionNumber: Math.max(0, course.sessionsDelivered - since.sessions), cumulativePulses: Math.max(0, course.pulsesDelivered - since.pulses) };
}

/** A form filled in at a session belongs to its course. The session is a row of a room beside this one: it is asked of the table. */
async function courseOfSession(work: Work, sessionId: string, patientId: string, courseId: string | undefined): Promise<string> {
  const session = await work.one<{ courseId: string }>(sql`
    select course_id as "courseId" from sessions where clinic_id = ${work.actor.clinicId} and id = ${sessionId} and patient_id = ${patientId}
      and (${courseId ?? null}::uuid is null or course_id = ${courseId ?? null}::uuid)`);
  return session.courseId;
}

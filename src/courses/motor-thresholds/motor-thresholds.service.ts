import { record, seen } from '../../audit/index.js';
import { deviceFacts } from '../../clinics/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid, InvalidRequest, wrongState } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { courseFacts, courseOwner, type CourseBlock, type Stimulation } from '../read.js';
import { thresholdWarnings, outputFor } from './intensity.js';
import type { MotorThresholdView, NewMotorThreshold, ThresholdTrial } from './motor-threshold.dto.js';
import { MotorThreshold } from './motor-threshold.entity.js';

interface Row extends Omit<MotorThresholdView, 'unit' | 'outputPercentMso' | 'deliverable' | 'warnings'> {
  stimulation: Stimulation | null;
  blocks: CourseBlock[] | null;
  previousPercentMso: number | null;
}

const SELECT = sql`
  select t.id, t.course_id as "courseId", t.percent_mso as "percentMso", t.method, t.measured_at as "measuredAt", t.hemisphere, t.device_id as "deviceId", t.coil_type as "coilType",
    t.reason, t.occasion, t.muscle, t.hotspot, t.coil_angle_degrees as "coilAngleDegrees", t.trials, t.measured_by as "measuredBy",
    (select jsonb_build_object('signedBy', g.signed_by, 'signerName', g.signer_name, 'signedAt', iso(g.signed_at)) from motor_threshold_signatures g
      where g.clinic_id = t.clinic_id and g.motor_threshold_id = t.id) as signature, v.stimulation, v.blocks,
    (select e.percent_mso from motor_thresholds e where e.clinic_id = t.clinic_id and e.course_id = t.course_id and e.hemisphere = t.hemisphere
       and e.device_id is not distinct from t.device_id and e.measured_at < t.measured_at order by e.measured_at desc limit 1) as "previousPercentMso"
  from motor_thresholds t
  join courses c on c.clinic_id = t.clinic_id and c.id = t.course_id
  join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version`;

export async function thresholdView(reader: Reader, courseId: string, id: string): Promise<MotorThresholdView> {
  return viewOf(await reader.one<Row>(sql`${SELECT} where t.clinic_id = ${reader.actor.clinicId} and t.course_id = ${courseId} and t.id = ${id}`));
}

/** In SMT units a setting of 1.2 is 120 % of the threshold whatever the device makes of it: the rules on output (S17, S18) have nothing to compare. */
const SMT_IS_NO_SHARE = 'must be percent-mso: thresholds in SMT units (NeuroStar) are no share of a stimulator’s maximum, so whether a dose can be given, and within which limit, cannot be told from them';

/** The course shows the intensity that follows, and warns past 100 % of the stimulator's output. */
export async function recordThreshold(work: Work, courseId: string, { unit = 'percent-mso', ...threshold }: NewMotorThreshold): Promise<MotorThresholdView> {
  if (unit !== 'percent-mso') throw invalid('/unit', 'unsupported-unit', SMT_IS_NO_SHARE);
  const course = await courseFacts(work, courseId);
  if (course.status === 'completed' || course.status === 'discontinued') throw wrongState('course', course.status, 'measured');
  if (Date.parse(threshold.measuredAt) > work.nowMs) throw invalid('/measuredAt', 'in-the-future', 'must not be in the future');
  refuseUnclearTrials(threshold.trials ?? []);
  const device = threshold.deviceId === undefined ? undefined : await deviceFacts(work, threshold.deviceId);
  const id = newId();
  const { occasion = null, muscle = null, hotspot = null, coilAngleDegrees = null, trials = null } = threshold;
  await work.insert(MotorThreshold, { ...threshold, occasion, muscle, hotspot, coilAngleDegrees, trials, deviceId: threshold.deviceId ?? null, coilType: threshold.coilType ?? device?.coilType ?? null, id, courseId, measuredBy: work.actor.staffId, createdAt: work.now });
  const after = await thresholdView(work, courseId, id);
  record(work, { action: 'motor-threshold.recorded', subject: { type: 'motor-threshold', id }, patientId: course.patientId, after });
  return after;
}

/** Each pulse has one answer, of the electrode or of the eye. */
function refuseUnclearTrials(trials: readonly ThresholdTrial[]): void {
  const faults = trials.flatMap(({ mepMicrovolts, twitch }, index) =>
    (mepMicrovolts === undefined) === (twitch === undefined) ? [{ pointer: `/trials/${index}`, code: 'one-answer', message: 'has either mepMicrovolts or twitch' }] : [],
  );
  if (faults.length > 0) throw new InvalidRequest(faults);
}

export async function readThreshold(work: Work, courseId: string, id: string): Promise<MotorThresholdView> {
  const { patientId } = await courseOwner(work, courseId);
  seen(work, { action: 'motor-threshold.read', subject: { type: 'motor-threshold', id }, patientId });
  return thresholdView(work, courseId, id);
}

/** Latest first. */
export async function listThresholds(work: Work, courseId: string, query: PageQuery): Promise<Page<MotorThresholdView>> {
  const { patientId } = await courseOwner(work, courseId);
  const [at = null, id = null] = cursorKey(query, [(member) => typeof member === 'string' && !Number.isNaN(Date.parse(member)), (member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await work.many<Row>(sql`
    ${SELECT} where t.clinic_id = ${work.actor.clinicId} and t.course_id = ${courseId}
      and (${at}::timestamptz is null or (t.measured_at, t.id) < (${at}::timestamptz, ${id}::uuid))
    order by t.measured_at desc, t.id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'motor-thresholds.listed', subject: { type: 'course', id: courseId }, patientId });
  return pageFrom(rows, query, (row) => [row.measuredAt, row.id], viewOf);
}

function viewOf({ stimulation, blocks, previousPercentMso, ...row }: Row): MotorThresholdView {
  // Of several blocks, the first on the side that was measured.
  const output = outputFor(blocks?.find(({ hemisphere }) => hemisphere === row.hemisphere)?.stimulation ?? stimulation, row.percentMso);
  return { ...row, unit: 'percent-mso', ...output, warnings: thresholdWarnings({ percentMso: row.percentMso, method: row.method, previousPercentMso, trials: row.trials ?? [], ...output }) };
}

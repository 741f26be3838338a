import { closedRecords, requireStanding, seen } from '../audit/index.js';
import type { Sight } from '../identity/read.js';
import { empty, sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { today } from '../patients/read.js';
import { safetyLimits, type SafetyLimits } from '../protocols/read.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { CourseQuery, CourseView, IntensityView, Warning } from './course.dto.js';
import { doseFindings } from './dose-findings.js';
import { intensityOf } from './motor-thresholds/intensity.js';
import { OVERRIDES_OF_COURSE } from './overrides.js';
import { planWarnings, type ConditionOfCourse } from './plan-warnings.js';
import { isOffLabelIn } from './prescription.js';
import type { Clearance } from './readiness/index.js';
import { blocksOf, sessionsOf, type CourseBlock, type Phase, type Stimulation, type ThresholdFacts } from './read.js';

interface Row extends Omit<CourseView, 'intensity' | 'findings' | 'warnings' | 'progress' | 'protocol' | 'stimulation' | 'blocks' | 'phases' | 'hemisphere'> {
  hemisphere: string;
  sessionsPlanned: number;
  sessionsDelivered: number;
  pulsesDelivered: number;
  protocolCode: string;
  protocolName: string;
  targetRegion: string;
  hemisphereRule: string;
  stimulation: Stimulation | null;
  blocks: CourseBlock[] | null;
  pauseBetweenBlocksSeconds: number | null;
  parameters: object | null;
  phases: Phase[];
  validatedException: boolean;
  threshold: ThresholdFacts | null;
  /** The latest of each side. */
  thresholds: ThresholdFacts[];
  indications: string[];
  clearances: Clearance[];
  timeZone: string;
  condition: ConditionOfCourse | null;
}

const SELECT = sql`
  select c.id, c.patient_id as "patientId", c.status, c.modality, v.session_minutes as "sessionMinutes", c.created_at as "createdAt",
    c.activated_at as "activatedAt", c.ended_at as "endedAt", c.sessions_planned as "sessionsPlanned", c.sessions_delivered as "sessionsDelivered",
    c.pulses_delivered as "pulsesDelivered", c.protocol_id as "protocolId", c.protocol_version as "protocolVersion", p.code as "protocolCode",
    p.name as "protocolName", v.target_region as "targetRegion", v.hemisphere as "hemisphereRule", v.stimulation, v.blocks, v.pause_between_blocks_seconds as "pauseBetweenBlocksSeconds", v.parameters, v.phases,
    v.validated_exception as "validatedException", v.indications, v.clearance as clearances, (select n.time_zone from clinics n where n.id = c.clinic_id) as "timeZone",
    (select jsonb_build_object('category', k.category, 'onsetDate', k.onset_date, 'resolvedDate', k.resolved_date)
      from conditions k where k.clinic_id = c.clinic_id and k.id = c.condition_id) as condition,
    c.condition_id as "conditionId", c.hemisphere, c.target, c.ramp, c.goals, c.referred_on as "referredOn", c.off_label as "offLabel",
    c.prescribed_by as "prescribedBy", c.end_reason as "endReason",
    (select jsonb_build_object('id', t.id, 'percentMso', t.percent_mso, 'method', t.method, 'hemisphere', t.hemisphere, 'deviceId', t.device_id, 'measuredAt', iso(t.measured_at))
      from motor_thresholds t where t.clinic_id = c.clinic_id and t.course_id = c.id and (c.hemisphere not in ('left', 'right') or t.hemisphere = c.hemisphere)
      order by t.measured_at desc, t.id desc limit 1) as threshold,
    coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'percentMso', l.percent_mso, 'method', l.method, 'hemisphere', l.hemisphere, 'deviceId', l.device_id, 'measuredAt', iso(l.measured_at))) from (
      select distinct on (t.hemisphere) * from motor_thresholds t where t.clinic_id = c.clinic_id and t.course_id = c.id order by t.hemisphere, t.measured_at desc, t.id desc) l), '[]') as thresholds,
    ${OVERRIDES_OF_COURSE} as overrides,
    coalesce((select jsonb_agg(jsonb_build_object('sessions', e.sessions, 'reason', e.reason, 'givenBy', e.given_by, 'givenAt', iso(e.given_at)) order by e.given_at, e.id)
      from course_extensions e where e.clinic_id = c.clinic_id and e.course_id = c.id), '[]') as extensions,
    coalesce((select jsonb_agg(jsonb_build_object('id', h.id, 'code', h.code, 'detail', h.detail, 'placedAt', iso(h.placed_at)) order by h.placed_at, h.id)
      from holds h where h.clinic_id = c.clinic_id and h.course_id = c.id and h.released_at is null), '[]') as holds
  from courses c
  join protocols p on p.clinic_id = c.clinic_id and p.id = c.protocol_id
  join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version`;

/** One course as its clinicians see it. @throws Refusal 404 */
export async function courseView(reader: Reader, id: string, sight: Sight = 'clinical'): Promise<CourseView> {
  const row = await reader.one<Row>(sql`${SELECT} where c.clinic_id = ${reader.actor.clinicId} and c.id = ${id}`);
  return viewOf(row, sight, { nowMs: reader.nowMs, today: await today(reader), limits: await safetyLimits(reader) });
}

export async function readCourse(work: Work, id: string, sight: Sight): Promise<CourseView> {
  const view = await courseView(work, id, sight);
  if (sight === 'clinical') seen(work, { action: 'course.read', subject: { type: 'course', id }, patientId: view.patientId });
  return view;
}

/** Newest first. */
export async function listCourses(work: Work, query: CourseQuery, sight: Sight): Promise<Page<CourseView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const rows = await work.many<Row>(sql`
    ${SELECT}
    where c.clinic_id = ${work.actor.clinicId}
      ${query.patientId ? sql`and c.patient_id = ${query.patientId}` : empty}
      ${query.status ? sql`and c.status = ${query.status}` : empty}
      ${after ? sql`and c.id < ${after[0]}` : empty}
    order by c.id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  const closed = new Set(await closedRecords(work));
  const circumstances = { nowMs: work.nowMs, today: await today(work), limits: await safetyLimits(work) };
  if (sight === 'clinical') seen(work, { action: 'courses.listed', subject: { type: 'course' }, patientId: query.patientId });
  else if (query.patientId && rows.length === 0) await requireStanding(work, query.patientId);
  return pageFrom(rows, query, (row) => [row.id], (row) => viewOf(row, closed.has(row.patientId) ? 'booking' : sight, circumstances));
}

interface Circumstances {
  nowMs: number;
  today: string;
  limits: SafetyLimits;
}

function viewOf(row: Row, sight: Sight, { nowMs, today: day, limits }: Circumstances): CourseView {
  const { id, patientId, status, modality, sessionMinutes, createdAt, activatedAt, endedAt, sessionsPlanned, sessionsDelivered, pulsesDelivered } = row;
  const progress = { sessionsPlanned, sessionsDelivered, pulsesDelivered: sight === 'clinical' ? pulsesDelivered : 0 };
  const booking: CourseView = { id, patientId, status, modality, sessionMinutes, progress, createdAt, activatedAt, endedAt };
  if (sight === 'booking') return booking;
  const { intensity, warnings }: { intensity: IntensityView; warnings: Warning[] } = intensityOf(row, nowMs);
  return {
    ...booking,
    protocolId: row.protocolId,
    protocolVersion: row.protocolVersion,
    protocol: { id: row.protocolId ?? '', version: row.protocolVersion ?? 0, code: row.protocolCode, name: row.protocolName, targetRegion: row.targetRegion, hemisphere: row.hemisphereRule },
    stimulation: row.stimulation,
    blocks: row.blocks,
    parameters: modality === 'neurofeedback' ? null : row.parameters,
    training: modality === 'neurofeedback' ? row.parameters : null,
    phases: row.phases,
    conditionId: row.conditionId,
    hemisphere: row.hemisphere,
    target: row.target,
    ramp: row.ramp ?? null,
    extensions: row.extensions ?? [],
    goals: row.goals,
    referredOn: row.referredOn ?? null,
    // What a course was when it began it remains; before that it is whatever its condition makes of it today.
    offLabel: status === 'draft' ? isOffLabelIn(row.timeZone, row, row.condition?.category ?? null) : (row.offLabel ?? false),
    prescribedBy: row.prescribedBy,
    endReason: row.endReason,
    intensity,
    findings: doseFindings({ ...row, blocks: blocksOf(row), sessionsPublished: sessionsOf(row.phases) }, limits),
    overrides: row.overrides,
    holds: row.holds,
    warnings: [...warnings, ...planWarnings({ ...row, blocks: row.modality === 'single-pulse' ? [] : blocksOf(row) }, day)],
  };
}

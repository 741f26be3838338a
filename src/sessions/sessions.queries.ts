import { closedRecords, requireStanding, seen } from '../audit/index.js';
import { BEYOND_AUTHORISATION } from '../courses/read.js';
import type { Sight } from '../identity/read.js';
import { empty, sql } from '../platform/database/sql.js';
import { together } from '../platform/database/together.js';
import type { Reader, Work } from '../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { isUuid } from '../platform/kernel/uuid.js';
import { rowsThatDiffer } from './device-files/differences.js';
import type { SessionQuery, SessionView, SessionWarning } from './session.dto.js';

type Row = Omit<SessionView, 'warnings' | 'overrides'> & { beyondAuthorisation: boolean; beyondPlan: boolean; planDiffers: boolean; openHolds: string[] };

const SELECT = sql`
  select s.id, s.course_id as "courseId", s.patient_id as "patientId", s.kind, s.sequence, s.status, s.starts_at as "startsAt", s.ends_at as "endsAt",
    s.device_id as "deviceId", s.room_id as "roomId", s.operator_id as "operatorId", s.moved_from as "movedFrom", s.cancelled_late as "cancelledLate", s.overlap_reason is not null as overlaps, s.overlap_reason as "overlapReason", s.overlap_by as "overlapBy", s.phase, s.prescribed, s.delivered,
    s.tolerability, s.checked_in_at as "checkedInAt", s.started_at as "startedAt", s.ended_at as "endedAt", s.delivered_by as "deliveredBy",
    s.status_reason as "statusReason",
    (select jsonb_build_object('formVersion', k.form_version, 'answers', k.answers, 'outcome', k.outcome, 'findings', k.findings, 'answeredAt', iso(k.answered_at),
       'answeredBy', k.answered_by, 'clearedAt', iso(k.cleared_at), 'clearedBy', k.cleared_by, 'rationale', k.rationale)
     from session_checks k where k.clinic_id = s.clinic_id and k.session_id = s.id order by k.answered_at desc, k.id desc limit 1) as check,
    (select jsonb_build_object('trains', sum(p.trains), 'totalPulses', sum(p.pulses), 'intensityPercentRmt', max(p.intensity_percent_rmt), 'outputPercentMso', max(p.output_percent_mso),
       'coil', (array_agg(p.coil order by p.id desc) filter (where p.coil is not null))[1], 'reportedAt', iso(max(p.reported_at)), 'blocks', case when s.prescribed ? 'blocks' then (
         select jsonb_agg(to_jsonb(b) order by b."prescribedBlock") from (
           select q.prescribed_block as "prescribedBlock", sum(q.trains)::int as trains, sum(q.pulses)::int as "totalPulses", max(q.intensity_percent_rmt) as "intensityPercentRmt",
             max(q.output_percent_mso) as "outputPercentMso", (array_agg(q.coil order by q.id desc) filter (where q.coil is not null))[1] as coil
           from session_progress q where q.clinic_id = s.clinic_id and q.session_id = s.id group by q.prescribed_block) b) end)
     from session_progress p where p.clinic_id = s.clinic_id and p.session_id = s.id having count(*) > 0) as progress,
    coalesce((select jsonb_agg(jsonb_build_object('meaning', g.meaning, 'signedBy', g.signed_by, 'signerName', g.signer_name, 'signedAt', iso(g.signed_at)) order by g.signed_at, g.id)
     from session_signatures g where g.clinic_id = s.clinic_id and g.session_id = s.id), '[]') as signatures,
    coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'text', a.text, 'corrections', a.corrections, 'writtenBy', a.written_by, 'writtenAt', iso(a.written_at)) order by a.written_at, a.id)
     from session_addenda a where a.clinic_id = s.clinic_id and a.session_id = s.id), '[]') as addenda,
    s.status in ('scheduled', 'checked-in', 'held') and exists (
      select 1 from stimulation_locks l where l.clinic_id = s.clinic_id and l.patient_id = s.patient_id and l.lifted_at is null) as frozen,
    ${BEYOND_AUTHORISATION} as "beyondAuthorisation",
    coalesce(s.sequence > c.sessions_planned, false) as "beyondPlan", s.plan_differs and s.status = 'scheduled' as "planDiffers",
    coalesce((select array_agg(h.detail order by h.placed_at, h.id) from holds h
     where h.clinic_id = s.clinic_id and h.course_id = s.course_id and h.released_at is null and s.status in ('scheduled', 'held', 'checked-in')), '{}') as "openHolds"
  from sessions s join courses c on c.clinic_id = s.clinic_id and c.id = s.course_id`;

/** @throws Refusal 404 */
export async function sessionView(reader: Reader, id: string, sight: Sight = 'clinical'): Promise<SessionView> {
  return viewOf(await reader.one<Row>(sql`${SELECT} where s.clinic_id = ${reader.actor.clinicId} and s.id = ${id}`), sight);
}

/** With the device's own account of it, where that does not agree. */
export async function besideTheDevice(reader: Reader, view: SessionView): Promise<SessionView> {
  const deviceDifferences = await rowsThatDiffer(reader, view.id);
  if (deviceDifferences.length === 0) return view;
  const warning = { code: 'device-differs', message: 'The device’s own account of this session does not agree with the record.' };
  return { ...view, warnings: [...view.warnings, warning], deviceDifferences };
}

/** A session as its clinicians see it, and as whoever asks may. @throws Refusal 404 */
export async function sessionViewFor(reader: Reader, id: string, sight: Sight): Promise<{ whole: SessionView; shown: SessionView }> {
  const row = await reader.one<Row>(sql`${SELECT} where s.clinic_id = ${reader.actor.clinicId} and s.id = ${id}`);
  return { whole: viewOf(row, 'clinical'), shown: viewOf(row, sight) };
}

/** Several sessions by id, in order of time. */
export async function sessionViews(reader: Reader, ids: readonly string[], sight: Sight): Promise<SessionView[]> {
  const rows = await reader.many<Row>(sql`
    ${SELECT} where s.clinic_id = ${reader.actor.clinicId} and s.id = any(${[...ids]}::uuid[]) order by s.starts_at, s.id`);
  return rows.map((row) => viewOf(row, sight));
}

export async function readSession(work: Work, id: string, sight: Sight): Promise<SessionView> {
  const view = await sessionView(work, id, sight);
  if (sight !== 'clinical') return view;
  seen(work, { action: 'session.read', subject: { type: 'session', id }, patientId: view.patientId });
  return besideTheDevice(work, view);
}

/** In order of time. */
export async function listSessions(work: Work, query: SessionQuery, sight: Sight): Promise<Page<SessionView>> {
  const after = cursorKey(query, [(at) => typeof at === 'string' && !Number.isNaN(Date.parse(at)), (id) => typeof id === 'string' && isUuid(id)]);
  const [rows, closedIds] = await together(work.many<Row>(sql`
    ${SELECT} where s.clinic_id = ${work.actor.clinicId}
      ${query.from ? sql`and s.starts_at >= ${query.from}` : empty}
      ${query.to ? sql`and s.starts_at < ${query.to}` : empty}
      ${query.status ? sql`and s.status = ${query.status}` : empty}
      ${query.deviceId ? sql`and s.device_id = ${query.deviceId}` : empty}
      ${query.operatorId ? sql`and s.operator_id = ${query.operatorId}` : empty}
      ${query.patientId ? sql`and s.patient_id = ${query.patientId}` : empty}
      ${query.courseId ? sql`and s.course_id = ${query.courseId}` : empty}
      ${after ? sql`and (s.starts_at, s.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
    order by s.starts_at, s.id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`), closedRecords(work));
  const closed = new Set(closedIds);
  if (sight === 'clinical') seen(work, { action: 'sessions.listed', subject: { type: 'session' }, patientId: query.patientId });
  else if (query.patientId && rows.length === 0) await requireStanding(work, query.patientId);
  return pageFrom(rows, query, (row) => [row.startsAt, row.id], (row) => viewOf(row, closed.has(row.patientId) ? 'booking' : sight));
}

function viewOf({ beyondAuthorisation, beyondPlan, planDiffers, openHolds, progress: soFar, ...rest }: Row, sight: Sight): SessionView {
  const row = { ...rest, progress: withoutNoBlocks(soFar) };
  const warnings: SessionWarning[] = [
    ...(row.frozen ? [{ code: 'frozen', message: 'This session is frozen: it cannot start until two people of the clinic have cleared it.' }] : []),
    ...(row.overlaps ? [{ code: 'overlap', message: 'This session shares an operator or a room with another one, by permission.' }] : []),
    ...(beyondAuthorisation ? [{ code: 'beyond-authorisation', message: 'This session is beyond what the payers have approved for its day.' }] : []),
    ...(beyondPlan ? [{ code: 'beyond-plan', message: 'This session is beyond what the course prescribes.' }] : []),
    ...(planDiffers ? [{ code: 'plan-differs', message: 'The plan was changed after this was booked, and there is no room around it for its other parts: move it, or make room and reserve its blocks.' }] : []),
    ...(openHolds.length > 0 ? [{ code: 'on-hold', message: `The course is on hold until a clinician answers${sight === 'clinical' ? `: ${openHolds.join(' ').slice(0, 900)}` : '.'}` }] : []),
  ];
  if (sight === 'clinical') return { ...row, ...withOverrides(row.prescribed), warnings };
  const { id, courseId, patientId, kind, sequence, status, startsAt, endsAt, deviceId, roomId, operatorId, movedFrom, cancelledLate, overlaps, frozen } = row;
  return { id, courseId, patientId, kind, sequence, status, startsAt, endsAt, deviceId, roomId, operatorId, movedFrom, cancelledLate, overlaps, frozen, warnings };
}

/** What was signed for at the start is kept with what is prescribed, and shown beside it. */
function withOverrides(prescribed: SessionView['prescribed']): Pick<SessionView, 'prescribed' | 'overrides'> {
  const { overrides, ...dose } = (prescribed ?? {}) as Pick<SessionView, 'overrides'>;
  return { prescribed: prescribed && dose, overrides: overrides ?? [] };
}

/** Only a prescription of several blocks tells of blocks. */
function withoutNoBlocks(progress: SessionView['progress']): SessionView['progress'] {
  if (!progress || progress.blocks) return progress;
  const { blocks: _blocks, ...rest } = progress;
  return rest;
}

import type { CourseEnd } from '../../courses/index.js';
import { onlyOpenRecords, record, seen } from '../../audit/index.js';
import { empty, sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { isUuid } from '../../platform/kernel/uuid.js';
import { wrongState } from '../../platform/errors/refusal.js';
import { withdrawMail } from '../../platform/outbox/index.js';
import type { SelfReportLinkQuery, SelfReportLinkView } from './self-report.dto.js';
import { SelfReportLink } from './self-report-link.entity.js';

/** A link made while its course ran dies with the course; one made afterwards is for follow-up. */
export const COURSE_CLOSED = sql`coalesce(c.ended_at >= l.created_at, false)`;

const select = (reader: Reader) => sql`
  select l.id, l.patient_id as "patientId", l.course_id as "courseId", l.kind, l.measures, l.language, l.kiosk, l.recall_period as "recallPeriod", l.answered_by as "answeredBy",
    case when l.used_at is not null then 'used' when l.revoked_at is not null then 'revoked' when l.expires_at <= ${reader.now} then 'expired'
      when ${COURSE_CLOSED} then 'course-closed' else 'open' end as status,
    l.created_at as "createdAt", l.created_by as "createdBy", l.expires_at as "expiresAt", l.emailed_at as "emailedAt", l.started_at as "startedAt",
    l.used_at as "usedAt", l.revoked_at as "revokedAt", l.answered_on as "answeredOn", l.mailed_on as "mailedOn"
  from self_report_links l left join courses c on c.clinic_id = l.clinic_id and c.id = l.course_id
  where l.clinic_id = ${reader.actor.clinicId}`;

export function linkView(reader: Reader, id: string): Promise<SelfReportLinkView> {
  return reader.one<SelfReportLinkView>(sql`${select(reader)} and l.id = ${id}`);
}

export async function readLink(work: Work, id: string): Promise<SelfReportLinkView> {
  const view = await linkView(work, id);
  seen(work, { action: 'self-report-link.read', subject: { type: 'self-report-link', id }, patientId: view.patientId });
  return view;
}

/** Newest first. */
export async function listLinks(work: Work, query: SelfReportLinkQuery): Promise<Page<SelfReportLinkView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const rows = await work.many<SelfReportLinkView>(sql`
    ${select(work)}
      ${query.patientId ? sql`and l.patient_id = ${query.patientId}` : empty}
      ${await onlyOpenRecords(work, sql`l.patient_id`)}
      ${query.courseId ? sql`and l.course_id = ${query.courseId}` : empty}
      ${after ? sql`and l.id < ${after[0]}::uuid` : empty}
    order by l.id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'self-report-links.listed', subject: { type: 'self-report-link' }, patientId: query.patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** From the next request on the token is as good as unknown; answers that were saved and not sent are forgotten. */
export async function revokeLink(work: Work, id: string): Promise<SelfReportLinkView> {
  await work.one(sql`select 1 as locked from self_report_links where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await linkView(work, id);
  if (before.usedAt !== null || before.revokedAt !== null) throw wrongState('self-report link', before.status, 'revoked');
  await work.update(SelfReportLink, id, { revokedAt: work.now, revokedBy: work.actor.staffId ?? null, draft: {} });
  await withdrawMail(work, id);
  const after = await linkView(work, id);
  record(work, { action: 'self-report-link.revoked', subject: { type: 'self-report-link', id }, patientId: before.patientId, before, after });
  return after;
}

/** The links of a course die with it, and mail about them that has not left never leaves. */
export async function withdrawMailOfCourse(work: Work, { courseId }: CourseEnd): Promise<void> {
  const links = await work.many<{ id: string }>(sql`
    select id from self_report_links where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and used_at is null and revoked_at is null`);
  for (const { id } of links) await withdrawMail(work, id);
}

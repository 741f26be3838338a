import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { conflict, invalid } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { courseFacts, courseOwner } from '../read.js';
import type { AuthorisationExtension, AuthorisationView, NewAuthorisation } from './authorisation.dto.js';
import { Authorisation } from './authorisation.entity.js';
import { countGivenBefore } from './authorisation-uses.js';

const viewAt = (now: string) => sql`id, course_id as "courseId", payer, reference, sessions_approved as "sessionsApproved", sessions_used as "sessionsUsed",
  greatest(sessions_approved - sessions_used, 0) as "sessionsLeft", valid_from as "validFrom", valid_to as "validTo",
  greatest(valid_to - (${now}::timestamptz at time zone (select time_zone from clinics where clinics.id = authorisations.clinic_id))::date + 1, 0) as "daysLeft"`;

/** Design defaults: time enough to ask the payer for more. */
const FEW_SESSIONS = 5;
const FEW_DAYS = 14;
/** The check of the table. */
const MOST_SESSIONS = 500;

type Row = Omit<AuthorisationView, 'warnings'>;

function viewOf(row: Row): AuthorisationView {
  const { sessionsLeft, daysLeft } = row;
  const warnings = [
    ...(sessionsLeft === 0 ? [{ code: 'used-up', message: 'No session is left of this authorisation.' }] : []),
    ...(sessionsLeft > 0 && sessionsLeft <= FEW_SESSIONS ? [{ code: 'few-sessions-left', message: `${sessionsLeft} sessions are left of this authorisation.` }] : []),
    ...(daysLeft === 0 ? [{ code: 'expired', message: 'This authorisation is over.' }] : []),
    ...(daysLeft > 0 && daysLeft <= FEW_DAYS ? [{ code: 'expires-soon', message: `This authorisation ends in ${daysLeft} days, today counted.` }] : []),
  ];
  return { ...row, warnings };
}

export async function readAuthorisation(reader: Reader, courseId: string, id: string): Promise<AuthorisationView> {
  return viewOf(await reader.one<Row>(sql`
    select ${viewAt(reader.now)} from authorisations where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and id = ${id}`));
}

export async function lookAtAuthorisation(work: Work, courseId: string, id: string): Promise<AuthorisationView> {
  const { patientId } = await courseOwner(work, courseId);
  const view = await readAuthorisation(work, courseId, id);
  seen(work, { action: 'authorisation.read', subject: { type: 'authorisation', id }, patientId });
  return view;
}

export async function listAuthorisations(reader: Work, courseId: string, query: PageQuery): Promise<Page<AuthorisationView>> {
  const { patientId } = await courseOwner(reader, courseId);
  seen(reader, { action: 'authorisations.listed', subject: { type: 'course', id: courseId }, patientId });
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await reader.many<Row>(sql`
    select ${viewAt(reader.now)} from authorisations
    where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], viewOf);
}

export async function addAuthorisation(work: Work, courseId: string, authorisation: NewAuthorisation): Promise<AuthorisationView> {
  const { patientId } = await courseFacts(work, courseId, 'lock');
  if (authorisation.validTo < authorisation.validFrom) throw invalid('/validTo', 'ends-before-it-begins', 'must not be before validFrom');
  await refuseTwice(work, courseId, authorisation);
  const id = newId();
  await work.insert(Authorisation, { ...authorisation, id, courseId, createdAt: work.now });
  await countGivenBefore(work, courseId, id);
  const after = await readAuthorisation(work, courseId, id);
  record(work, { action: 'authorisation.added', subject: { type: 'authorisation', id }, patientId, after });
  return after;
}

/** One letter that is entered twice would pay every session twice; the same reference for other days, or for so many more, is another. @throws Refusal 409 `duplicate-authorisation` */
async function refuseTwice(work: Work, courseId: string, { payer, reference, validFrom, validTo, sessionsApproved }: NewAuthorisation): Promise<void> {
  const same = await work.maybe<{ id: string }>(sql`
    select id from authorisations
    where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and lower(btrim(payer)) = lower(btrim(${payer})) and lower(btrim(reference)) = lower(btrim(${reference}))
      and valid_from = ${validFrom}::date and valid_to = ${validTo}::date and sessions_approved = ${sessionsApproved} order by id limit 1`);
  if (same) throw conflict('duplicate-authorisation', 'This payer’s reference is on record already, for the same days and as many sessions; extend it, where the payer has granted more.', { authorisationId: same.id });
}

/** More sessions, or longer, as the payer granted; never less than before. */
export async function extendAuthorisation(work: Work, courseId: string, id: string, { sessions, validTo, reference, reason }: AuthorisationExtension): Promise<AuthorisationView> {
  // The course first, as by whoever delivers.
  const { patientId } = await courseFacts(work, courseId, 'lock');
  await work.one(sql`select 1 as locked from authorisations where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and id = ${id} for update`);
  const before = await readAuthorisation(work, courseId, id);
  if (sessions === undefined && validTo === undefined) throw invalid('/sessions', 'required', 'either sessions or validTo is required');
  if (validTo !== undefined && validTo < before.validTo) throw invalid('/validTo', 'earlier-than-before', 'must not be earlier than before');
  const sessionsApproved = before.sessionsApproved + (sessions ?? 0);
  if (sessionsApproved > MOST_SESSIONS) throw invalid('/sessions', 'too-many', `together at most ${MOST_SESSIONS} sessions`);
  await work.update(Authorisation, id, { sessionsApproved, ...(validTo !== undefined && { validTo }), ...(reference !== undefined && { reference }) });
  await countGivenBefore(work, courseId, id);
  const after = await readAuthorisation(work, courseId, id);
  record(work, { action: 'authorisation.extended', subject: { type: 'authorisation', id }, patientId, before, after: { ...after, reason } });
  return after;
}

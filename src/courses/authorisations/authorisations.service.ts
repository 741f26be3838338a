import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { conflict, invalid, wrongState } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { courseFacts, courseOwner } from '../read.js';
import type { AuthorisationCorrection, AuthorisationExtension, AuthorisationView, AuthorisationVoid, NewAuthorisation } from './authorisation.dto.js';
import { Authorisation } from './authorisation.entity.js';
import { countAnew, countGivenBefore, nameCounted, release, tellUncovered } from './authorisation-uses.js';

const viewAt = (now: string) => sql`id, course_id as "courseId", payer, reference, sessions_approved as "sessionsApproved", sessions_used as "sessionsUsed",
  case when voided_at is null then greatest(sessions_approved - sessions_used, 0) else 0 end as "sessionsLeft", valid_from as "validFrom", valid_to as "validTo",
  greatest(valid_to - (${now}::timestamptz at time zone (select time_zone from clinics where clinics.id = authorisations.clinic_id))::date + 1, 0) as "daysLeft",
  (select count(*)::int from authorisation_uses u where u.clinic_id = authorisations.clinic_id and u.course_id = authorisations.course_id and u.authorisation_id is null
    and exists (select from authorisations h where h.clinic_id = u.clinic_id and h.course_id = u.course_id and not h.no_payer_concerned)) as uncovered,
  case when voided_at is not null then jsonb_build_object('at', iso(voided_at), 'by', voided_by, 'reason', void_reason, 'noPayerConcerned', no_payer_concerned) end as voided`;

/** Design defaults: time enough to ask the payer for more. */
const FEW_SESSIONS = 5;
const FEW_DAYS = 14;
/** The check of the table. */
const MOST_SESSIONS = 500;

/** With how many sessions of the course were given and are counted to none, where payers have a say in it. */
type Row = Omit<AuthorisationView, 'warnings'> & { uncovered: number };

function viewOf({ uncovered, voided, ...row }: Row): AuthorisationView {
  const { sessionsLeft, daysLeft } = row;
  const ofCourse = uncovered === 0 ? [] : [{ code: 'sessions-uncovered', message: `${uncovered === 1 ? '1 session of this course was given and is' : `${uncovered} sessions of this course were given and are`} counted to no authorisation.` }];
  if (voided !== null) return { ...row, warnings: [{ code: 'voided', message: 'This authorisation was entered in error and pays for nothing.' }, ...ofCourse], voided };
  const warnings = [
    ...(sessionsLeft === 0 ? [{ code: 'used-up', message: 'No session is left of this authorisation.' }] : []),
    ...(sessionsLeft > 0 && sessionsLeft <= FEW_SESSIONS ? [{ code: 'few-sessions-left', message: `${sessionsLeft} sessions are left of this authorisation.` }] : []),
    ...(daysLeft === 0 ? [{ code: 'expired', message: 'This authorisation is over.' }] : []),
    ...(daysLeft > 0 && daysLeft <= FEW_DAYS ? [{ code: 'expires-soon', message: `This authorisation ends in ${daysLeft} days, today counted.` }] : []),
    ...ofCourse,
  ];
  return { ...row, warnings, voided };
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
  await nameCounted(work, courseId);
  const id = newId();
  await work.insert(Authorisation, { ...authorisation, id, courseId, createdAt: work.now });
  await countGivenBefore(work, courseId, id);
  await tellUncovered(work, courseId, id);
  const after = await readAuthorisation(work, courseId, id);
  record(work, { action: 'authorisation.added', subject: { type: 'authorisation', id }, patientId, after });
  return after;
}

/** One letter that is entered twice would pay every session twice; the same reference for other days, or for so many more, is another. @throws Refusal 409 `duplicate-authorisation` */
async function refuseTwice(work: Work, courseId: string, { payer, reference, validFrom, validTo, sessionsApproved }: NewAuthorisation, except: string | null = null): Promise<void> {
  const same = await work.maybe<{ id: string }>(sql`
    select id from authorisations
    where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and lower(btrim(payer)) = lower(btrim(${payer})) and lower(btrim(reference)) = lower(btrim(${reference}))
      and valid_from = ${validFrom}::date and valid_to = ${validTo}::date and sessions_approved = ${sessionsApproved}
      and voided_at is null and (${except}::uuid is null or id <> ${except}::uuid) order by id limit 1`);
  if (same) throw conflict('duplicate-authorisation', 'This payer’s reference is on record already, for the same days and as many sessions; extend it, where the payer has granted more.', { authorisationId: same.id });
}

/** More sessions, or longer, as the payer granted; never less than before. */
export async function extendAuthorisation(work: Work, courseId: string, id: string, { sessions, validTo, reference, reason }: AuthorisationExtension): Promise<AuthorisationView> {
  const { before, patientId } = await lockAuthorisation(work, courseId, id);
  if (before.voided !== null) throw wrongState('authorisation', 'voided', 'extended');
  if (sessions === undefined && validTo === undefined) throw invalid('/sessions', 'required', 'either sessions or validTo is required');
  if (validTo !== undefined && validTo < before.validTo) throw invalid('/validTo', 'earlier-than-before', 'must not be earlier than before');
  const sessionsApproved = before.sessionsApproved + (sessions ?? 0);
  if (sessionsApproved > MOST_SESSIONS) throw invalid('/sessions', 'too-many', `together at most ${MOST_SESSIONS} sessions`);
  await work.update(Authorisation, id, { sessionsApproved, ...(validTo !== undefined && { validTo }), ...(reference !== undefined && { reference }) });
  await countGivenBefore(work, courseId, id);
  await tellUncovered(work, courseId, id);
  return told(work, 'authorisation.extended', before, patientId, reason);
}

/** What was written down wrongly, as it should have been: fewer sessions and other days too. What was counted to it is counted by what stands now. */
export async function correctAuthorisation(work: Work, courseId: string, id: string, ifMatch: string | undefined, { reason, ...change }: AuthorisationCorrection): Promise<AuthorisationView> {
  const { before, patientId } = await lockAuthorisation(work, courseId, id);
  requireMatch(ifMatch, before);
  if (before.voided !== null) throw wrongState('authorisation', 'voided', 'corrected');
  const changes = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<NewAuthorisation>;
  if (Object.keys(changes).length === 0) throw invalid('', 'required', 'must hold what is to be corrected');
  const next = { ...before, ...changes };
  if (next.validTo < next.validFrom) throw invalid(changes.validTo === undefined ? '/validFrom' : '/validTo', 'ends-before-it-begins', 'must not be before validFrom');
  await refuseTwice(work, courseId, next, id);
  await work.update(Authorisation, id, changes);
  const counted = await release(work, courseId, id);
  if (changes.sessionsApproved !== undefined && changes.sessionsApproved < counted) {
    throw invalid('/sessionsApproved', 'fewer-than-counted', `must be ${counted} or more: so many sessions are counted to it. Where fewer were approved, void it and enter it anew`);
  }
  await countAnew(work, courseId);
  await tellUncovered(work, courseId, id);
  return told(work, 'authorisation.corrected', before, patientId, reason);
}

/**
 * Entered in error: it stays to be read and pays for nothing. Its sessions go to whatever else has something left on their
 * day, or say that nobody has approved them. Where it was the letter of another patient and no payer is concerned here, that may be
 * said with it or later, once: then it gives no payer a say in the course.
 */
export async function voidAuthorisation(work: Work, courseId: string, id: string, { reason, noPayerConcerned = false }: AuthorisationVoid): Promise<AuthorisationView> {
  const { before, patientId } = await lockAuthorisation(work, courseId, id);
  if (before.voided !== null && (!noPayerConcerned || before.voided.noPayerConcerned)) throw wrongState('authorisation', 'voided', 'voided again');
  const first = before.voided === null && { voidedAt: work.now, voidedBy: work.actor.staffId ?? null, voidReason: reason };
  await work.update(Authorisation, id, { ...first, noPayerConcerned });
  await release(work, courseId, id);
  await countAnew(work, courseId);
  await tellUncovered(work, courseId, id);
  return told(work, 'authorisation.voided', before, patientId, reason);
}

/** The course first, as by whoever delivers. What is counted is named as long as the days are those by which it was. */
async function lockAuthorisation(work: Work, courseId: string, id: string): Promise<{ before: AuthorisationView; patientId: string }> {
  const { patientId } = await courseFacts(work, courseId, 'lock');
  await work.one(sql`select 1 as locked from authorisations where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and id = ${id} for update`);
  await nameCounted(work, courseId);
  return { before: await readAuthorisation(work, courseId, id), patientId };
}

async function told(work: Work, action: string, before: AuthorisationView, patientId: string, reason: string): Promise<AuthorisationView> {
  const after = await readAuthorisation(work, before.courseId, before.id);
  record(work, { action, subject: { type: 'authorisation', id: before.id }, patientId, before, after: { ...after, reason } });
  return after;
}

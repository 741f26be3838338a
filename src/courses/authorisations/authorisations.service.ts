import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { courseOwner } from '../read.js';
import type { AuthorisationView, NewAuthorisation } from './authorisation.dto.js';
import { Authorisation } from './authorisation.entity.js';

const VIEW = sql`id, course_id as "courseId", payer, reference, sessions_approved as "sessionsApproved", sessions_used as "sessionsUsed",
  greatest(sessions_approved - sessions_used, 0) as "sessionsLeft", valid_from as "validFrom", valid_to as "validTo"`;

export function readAuthorisation(reader: Reader, courseId: string, id: string): Promise<AuthorisationView> {
  return reader.one<AuthorisationView>(sql`
    select ${VIEW} from authorisations where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and id = ${id}`);
}

export async function listAuthorisations(reader: Reader, courseId: string, query: PageQuery): Promise<Page<AuthorisationView>> {
  await courseOwner(reader, courseId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await reader.many<AuthorisationView>(sql`
    select ${VIEW} from authorisations
    where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

export async function addAuthorisation(work: Work, courseId: string, authorisation: NewAuthorisation): Promise<AuthorisationView> {
  const { patientId } = await courseOwner(work, courseId);
  if (authorisation.validTo < authorisation.validFrom) throw invalid('/validTo', 'ends-before-it-begins', 'must not be before validFrom');
  const id = newId();
  await work.insert(Authorisation, { ...authorisation, id, courseId, createdAt: work.now });
  const after = await readAuthorisation(work, courseId, id);
  record(work, { action: 'authorisation.added', subject: { type: 'authorisation', id }, patientId, after });
  return after;
}

/**
 * Counts one delivered session against the authorisation that is valid on that day and ends first.
 * @returns false when none has anything left: the session stands, and somebody should know
 */
export async function consumeAuthorisation(work: Work, courseId: string, onDate: string): Promise<boolean> {
  const touched = await work.run(sql`
    update authorisations set sessions_used = sessions_used + 1
    where clinic_id = ${work.actor.clinicId} and id = (
      select id from authorisations
      where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and ${onDate}::date between valid_from and valid_to
        and sessions_used < sessions_approved
      order by valid_to, id limit 1 for update)`);
  return touched === 1;
}

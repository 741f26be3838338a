import { empty, sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { isDateOnly } from '../platform/http/moments.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { PatientQuery, PatientView } from './patient.dto.js';

export const PATIENT_VIEW = sql`id, mrn, given_name as "givenName", family_name as "familyName", birth_date as "birthDate", sex_at_birth as "sexAtBirth",
  handedness, email, phone, preferred_language as "preferredLanguage", time_zone as "timeZone", archived_at as "archivedAt", created_at as "createdAt"`;

/** Below this likeness of words a match is chance; two letters exchanged in a name of seven (0.375) stay above it. */
const LEAST_LIKENESS = 0.35;

/** By name, or by likeness to `q`. */
export function listPatients(reader: Reader, query: PatientQuery): Promise<Page<PatientView>> {
  return query.q === undefined ? byName(reader, query) : byLikeness(reader, query, query.q.trim());
}

async function byName(reader: Reader, query: PatientQuery): Promise<Page<PatientView>> {
  const text = (member: unknown): boolean => typeof member === 'string';
  const [family = null, given = null, id = null] = cursorKey(query, [text, text, (member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await reader.many<PatientView>(sql`
    select ${PATIENT_VIEW} from patients
    where clinic_id = ${reader.actor.clinicId} and ${archivedOrNot(query)}
      and (${family}::text is null or (family_name, given_name, id) > (${family}::text, ${given}::text, ${id}::uuid))
    order by family_name, given_name, id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.familyName, row.givenName, row.id], (row) => row);
}

/** Best match first, and one page of it: whoever is not on it is looked for by a better word. */
async function byLikeness(reader: Reader, query: PatientQuery, q: string): Promise<Page<PatientView>> {
  const bornOn = isDateOnly(q) ? q : null;
  const rows = await reader.many<PatientView>(sql`
    select ${PATIENT_VIEW} from (
      select *, word_similarity(lower(unaccent(${q})), search_text) as likeness from patients
      where clinic_id = ${reader.actor.clinicId} and ${archivedOrNot(query)}
        ${bornOn ? sql`and birth_date = ${bornOn}` : empty}
    ) as found
    where ${bornOn ? sql`true` : sql`(lower(mrn) = lower(${q}) or starts_with(lower(mrn), lower(${q})) or likeness >= ${LEAST_LIKENESS} or strict_word_similarity(lower(unaccent(${q})), search_text) >= ${LEAST_LIKENESS})`}
    order by (lower(mrn) = lower(${q})) desc, likeness desc, family_name, given_name, id limit ${query.limit ?? DEFAULT_LIMIT}`);
  return { items: rows, nextCursor: null };
}

const archivedOrNot = ({ archived = false }: PatientQuery): Sql => (archived ? sql`archived_at is not null` : sql`archived_at is null`);

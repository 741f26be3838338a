import { empty, sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { PatientQuery, PatientView } from './patient.dto.js';
import { plainSearchText, searchPatterns, searchWords } from './search-words.js';

export const PATIENT_VIEW = sql`id, mrn, given_name as "givenName", family_name as "familyName", birth_date as "birthDate", sex_at_birth as "sexAtBirth",
  handedness, email, phone, preferred_language as "preferredLanguage", time_zone as "timeZone", contact_preferences as "contactPreferences", archived_at as "archivedAt", created_at as "createdAt"`;

/** Below this likeness of words a match is chance. */
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

/**
 * Best match first, and one page of it: whoever is not on it is looked for by a better word. Every word must be there
 * with at most one typing error; where nobody has them all, whoever's name is most alike.
 */
async function byLikeness(reader: Reader, query: PatientQuery, q: string): Promise<Page<PatientView>> {
  const { bornOn, text } = searchWords(q);
  const typed = plainSearchText(text) ?? (await reader.one<{ typed: string }>(sql`select searchable(${text}) as typed`)).typed;
  const patterns = searchPatterns(typed);
  const exact = await found(reader, query, { q, typed, bornOn, that: sql`search_text ~ all(${patterns}::text[])` });
  const items = exact.length > 0 || patterns.length === 0 ? exact : await found(reader, query, { q, typed, bornOn, that: sql`word_similarity(${typed}, search_text) >= ${LEAST_LIKENESS}` });
  return { items, nextCursor: null };
}

interface Wanted {
  q: string;
  typed: string;
  bornOn: string | null;
  that: Sql;
}

/** The names are gone through by the index alone; the table is read for those that are found. */
function found(reader: Reader, query: PatientQuery, { q, typed, bornOn, that }: Wanted): Promise<PatientView[]> {
  const { clinicId } = reader.actor;
  return reader.many<PatientView>(sql`
    with found as materialized (select id as found_id from patients where clinic_id = ${clinicId} and ${archivedOrNot(query)} and ${that})
    select ${PATIENT_VIEW} from found join patients on clinic_id = ${clinicId} and id = found_id
    ${bornOn ? sql`where birth_date = ${bornOn}` : empty}
    order by (lower(mrn) = lower(${q})) desc, word_similarity(${typed}, search_text) desc, similarity(${typed}, search_text) desc, family_name, given_name, id
    limit ${query.limit ?? DEFAULT_LIMIT}`);
}

const archivedOrNot = ({ archived = false }: PatientQuery): Sql => (archived ? sql`archived_at is not null and merged_into is null` : sql`archived_at is null`);

import { stringify } from 'csv-stringify/sync';
import { onlyOpenRecords, seen } from '../../audit/index.js';
import { readClinic } from '../../clinics/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { toInstant } from '../../platform/clock/clock.js';
import { dayBounds, localDate } from '../../scheduling/read.js';
import { BILLING_DISCLAIMER, type BillingSupport } from '../billing/index.js';
import { sessionView } from '../sessions.queries.js';
import { billingOfCourse } from './billing-facts.js';
import type { BillingQuery, BillingView } from './billing.dto.js';

const LONGEST_DAYS = 366;
const DAY_MS = 86_400_000;

export async function billingOf(work: Work, sessionId: string): Promise<BillingView> {
  const { courseId, patientId } = await sessionView(work, sessionId);
  const { timeZone } = await readClinic(work);
  const support = (await billingOfCourse(work, courseId, timeZone)).get(sessionId) ?? NOT_TAKEN_PLACE;
  seen(work, { action: 'session.billing-read', subject: { type: 'session', id: sessionId }, patientId });
  return { sessionId, code: support.code, reasons: [...support.reasons], missing: [...support.missing], disclaimer: support.disclaimer };
}

const NOT_TAKEN_PLACE: BillingSupport = {
  code: null, reasons: [{ code: 'not-taken-place', message: 'The session did not take place.', provenance: 'published' }], missing: [], disclaimer: BILLING_DISCLAIMER,
};

interface Line {
  sessionId: string;
  courseId: string;
  mrn: string;
  familyName: string;
  givenName: string;
  birthDate: string;
  diagnosis: string | null;
  sequence: number | null;
  startedAt: string;
  endedAt: string | null;
  pulses: number | null;
  operator: string | null;
  signer: string | null;
  signedAt: string | null;
  payer: string | null;
  reference: string | null;
}

/**
 * One line for every session in which a pulse was given, for the billing system. What a spreadsheet would take for a
 * formula is defused.
 */
export async function billingCsv(work: Work, { from, to }: BillingQuery): Promise<string> {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days < 0) throw invalid('/to', 'ends-before-it-begins', 'must not be before from');
  if (days > LONGEST_DAYS) throw invalid('/to', 'too-long', `must be within ${LONGEST_DAYS} days of from`);
  const { timeZone } = await readClinic(work);
  const lines = await linesBetween(work, toInstant(dayBounds(from, timeZone).startMs), toInstant(dayBounds(to, timeZone).endMs), timeZone);
  const supports = new Map<string, BillingSupport>();
  for (const courseId of new Set(lines.map((line) => line.courseId))) {
    for (const [id, support] of await billingOfCourse(work, courseId, timeZone)) supports.set(id, support);
  }
  seen(work, { action: 'billing.exported', subject: { type: 'session' } });
  const rows = lines.map((line) => {
    const { code = null, reasons = [], missing = [] } = supports.get(line.sessionId) ?? {};
    const { courseId: _courseId, startedAt, ...rest } = line;
    return {
      dateOfService: localDate(Date.parse(startedAt), timeZone), code: code ?? '', ...rest, startedAt,
      reasons: reasons.map(({ message }) => message).join(' '), missing: missing.map(({ message }) => message).join(' '), note: 'support for billing, not advice',
    };
  });
  return stringify(rows, { header: true, columns: [...COLUMNS], escape_formulas: true, record_delimiter: 'windows' });
}

const COLUMNS = ['dateOfService', 'code', 'mrn', 'familyName', 'givenName', 'birthDate', 'diagnosis', 'sequence', 'startedAt', 'endedAt', 'pulses', 'operator', 'signer',
  'signedAt', 'payer', 'reference', 'reasons', 'missing', 'note', 'sessionId'] as const;

async function linesBetween(work: Work, from: string, to: string, timeZone: string): Promise<Line[]> {
  return work.many<Line>(sql`
    select s.id as "sessionId", s.course_id as "courseId", p.mrn, p.family_name as "familyName", p.given_name as "givenName", p.birth_date as "birthDate",
      (select d.icd10 from conditions d where d.clinic_id = c.clinic_id and d.id = c.condition_id) as diagnosis, s.sequence, s.started_at as "startedAt", s.ended_at as "endedAt",
      (s.delivered ->> 'totalPulses')::int as pulses, o.display_name as operator, g.signer_name as signer, g.signed_at as "signedAt", h.payer, h.reference
    from sessions s
    join courses c on c.clinic_id = s.clinic_id and c.id = s.course_id
    join patients p on p.clinic_id = s.clinic_id and p.id = s.patient_id
    left join staff o on o.clinic_id = s.clinic_id and o.id = s.delivered_by
    left join lateral (select signer_name, signed_at from session_signatures x where x.clinic_id = s.clinic_id and x.session_id = s.id order by signed_at desc, id desc limit 1) g on true
    left join authorisation_uses u on u.clinic_id = s.clinic_id and u.session_id = s.id
    left join lateral (select payer, reference from authorisations a where a.clinic_id = s.clinic_id and a.course_id = s.course_id and a.voided_at is null
      and (u.session_id is null or a.id = u.authorisation_id) and (s.started_at at time zone ${timeZone})::date between a.valid_from and a.valid_to order by a.valid_to, a.id limit 1) h on true
    where s.clinic_id = ${work.actor.clinicId} and s.started_at >= ${from} and s.started_at < ${to} and something_given(s.delivered) ${await onlyOpenRecords(work, sql`s.patient_id`)}
    order by s.started_at, s.id`);
}

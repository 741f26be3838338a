import { namedCrisisResources } from '../../alerts/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { localDate } from '../local-date.js';
import type { Instrument } from '../scoring/index.js';
import { clinicWordings, type ClinicWordings } from '../wordings/wordings.service.js';
import { COURSE_CLOSED } from './links.queries.js';
import { firstNameOf } from './links.service.js';
import { instrumentsOf, withoutOrphans } from './questions.js';
import type { AnsweredBy, Draft, LinkKind } from './self-report-link.entity.js';
import { helpLines, languageOf, type HelpLineWords, type Language } from './words/index.js';

/** A self-report that may be answered now, and nothing of the patient but a first name. */
export interface OpenReport {
  readonly id: string;
  readonly patientId: string;
  readonly courseId: string | null;
  readonly kind: LinkKind;
  readonly language: Language;
  readonly kiosk: boolean;
  /** What was wished for; each measure that knows it is asked over it. */
  readonly recallPeriod: string | null;
  readonly answeredBy: AnsweredBy;
  readonly askedAt: string | null;
  readonly measureMilliseconds: Readonly<Record<string, number>>;
  readonly instruments: readonly Instrument[];
  /** The clinic's own words for them. */
  readonly wordings: ClinicWordings;
  readonly draft: Draft;
  readonly startedAt: string | null;
  readonly alertedAt: string | null;
  readonly expiresAt: string;
  readonly firstName: string;
  readonly clinic: string;
  /** Whom the patient can turn to at once: those the clinic names, then those of the language. */
  readonly helpLines: readonly HelpLineWords[];
  /** The clinic's date. */
  readonly today: string;
  readonly answeredToday: boolean;
}

interface Row extends Omit<OpenReport, 'instruments' | 'wordings' | 'helpLines' | 'firstName' | 'today' | 'answeredToday' | 'language'> {
  language: string;
  measures: string[];
  givenName: string;
  timeZone: string;
  answeredOn: string | null;
}

/**
 * The report that a digest opens, locked; undefined when it is unknown, used, revoked, expired, or of a course or
 * patient that is closed: whoever asks learns no more than that.
 */
export async function openReport(work: Work, digest: string): Promise<OpenReport | undefined> {
  const row = await work.maybe<Row>(sql`
    select l.id, l.patient_id as "patientId", l.course_id as "courseId", l.kind, l.language, l.kiosk, l.recall_period as "recallPeriod", l.answered_by as "answeredBy", l.asked_at as "askedAt",
      l.measure_milliseconds as "measureMilliseconds", l.measures, l.draft, l.started_at as "startedAt",
      l.alerted_at as "alertedAt", l.expires_at as "expiresAt", l.answered_on as "answeredOn", p.given_name as "givenName", k.name as clinic, k.time_zone as "timeZone"
    from self_report_links l
    join clinics k on k.id = l.clinic_id
    join patients p on p.clinic_id = l.clinic_id and p.id = l.patient_id
    left join courses c on c.clinic_id = l.clinic_id and c.id = l.course_id
    where l.clinic_id = ${work.actor.clinicId} and l.id = (
        select id from self_report_links where clinic_id = ${work.actor.clinicId} and digest = ${digest}
        union all select link_id from self_report_mail_tokens where clinic_id = ${work.actor.clinicId} and digest = ${digest} and expires_at > ${work.now})
      and l.used_at is null and l.revoked_at is null and l.expires_at > ${work.now} and not ${COURSE_CLOSED} and p.archived_at is null
    for update of l`);
  if (!row) return undefined;
  const { givenName, timeZone, measures, answeredOn, ...report } = row;
  const today = localDate(work.nowMs, timeZone);
  const instruments = await instrumentsOf(work, measures);
  if (instruments.length === 0) return undefined;
  const language = languageOf(row.language);
  return { ...report, helpLines: withoutRepeats([...(await namedCrisisResources(work)), ...helpLines(language)]), language, instruments, wordings: await clinicWordings(work, measures), draft: withoutOrphans(instruments, row.draft), firstName: firstNameOf(givenName), today, answeredToday: answeredOn === today };
}

const withoutRepeats = (lines: readonly HelpLineWords[]): HelpLineWords[] => {
  const digits = ({ contact }: HelpLineWords): string => contact.replaceAll(/\D/g, '') || contact;
  return [...new Map(lines.map(({ name, contact }) => [digits({ name, contact }), { name, contact }])).values()];
};

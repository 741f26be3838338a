import { sql, type Sql } from '../../platform/database/sql.js';

export interface ExportColumn {
  readonly name: string;
  readonly type: 'id' | 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'instant' | 'json';
  readonly means: string;
  readonly unit?: string;
  /** Every value that it may have, where there is a list. */
  readonly codes?: readonly string[];
  readonly value: Sql;
  /** Stays in the de-identified variant. Ids are replaced by pseudonyms there. */
  readonly harmless?: true;
  /** Stands only in the de-identified variant, in place of what had to go. */
  readonly instead?: true;
}

export interface ExportTable {
  readonly means: string;
  readonly from: Sql;
  readonly columns: readonly ExportColumn[];
}

export const TABLE_NAMES = ['patients', 'sessions', 'assessments'] as const;
export type TableName = (typeof TABLE_NAMES)[number];

const harmless = true;
const instead = true;
const local = (instant: Sql): Sql => sql`(${instant} at time zone z.time_zone)::date`;
const yearOf = (instant: Sql): Sql => sql`extract(year from ${local(instant)})::int`;
/** Safe harbour takes every element of dates but the year; distances in days tell no date. */
const dayOfCourse = (instant: Sql): Sql => sql`${local(instant)} - ${local(sql`c.activated_at`)}`;
/** By years alone: an age that changed on a birthday would tell it to whoever exports twice. */
const ageIn = (year: Sql): Sql => sql`least(${year} - extract(year from t.birth_date)::int, 90)`;
const zone = sql`join clinics z on z.id = t.clinic_id`;
const course = sql`left join courses c on c.clinic_id = t.clinic_id and c.id = t.course_id`;
const INSTANT = 'RFC 3339, UTC';

const patients: ExportTable = {
  means: 'Everybody registered, archived or not',
  from: sql`patients t ${zone}`,
  columns: [
    { name: 'id', type: 'id', means: 'the patient', value: sql`t.id`, harmless },
    { name: 'mrn', type: 'text', means: 'medical record number', value: sql`t.mrn` },
    { name: 'givenName', type: 'text', means: 'given name', value: sql`t.given_name` },
    { name: 'familyName', type: 'text', means: 'family name', value: sql`t.family_name` },
    { name: 'birthDate', type: 'date', means: 'date of birth', value: sql`t.birth_date` },
    { name: 'age', type: 'integer', unit: 'years', means: 'age reached in the year of the export; 90 stands for 90 and over', value: ageIn(yearOf(sql`(select at from moment)`)), harmless, instead },
    { name: 'sexAtBirth', type: 'text', codes: ['female', 'male', 'intersex', 'unknown'], means: 'sex at birth', value: sql`t.sex_at_birth`, harmless },
    { name: 'handedness', type: 'text', codes: ['left', 'right', 'ambidextrous', 'unknown'], means: 'hand that is preferred', value: sql`t.handedness`, harmless },
    { name: 'email', type: 'text', means: 'e-mail address', value: sql`t.email` },
    { name: 'phone', type: 'text', means: 'telephone', value: sql`t.phone` },
    { name: 'preferredLanguage', type: 'text', means: 'BCP 47', value: sql`t.preferred_language` },
    { name: 'registeredAt', type: 'instant', unit: INSTANT, means: 'when registered', value: sql`iso(t.created_at)` },
    { name: 'archivedAt', type: 'instant', unit: INSTANT, means: 'when archived', value: sql`iso(t.archived_at)` },
  ],
};

const sessions: ExportTable = {
  means: 'Every session from booked to signed, cancelled ones too',
  from: sql`sessions t ${zone} ${course}`,
  columns: [
    { name: 'id', type: 'id', means: 'the session', value: sql`t.id`, harmless },
    { name: 'patientId', type: 'id', means: 'the patient', value: sql`t.patient_id`, harmless },
    { name: 'courseId', type: 'id', means: 'the course', value: sql`t.course_id`, harmless },
    { name: 'kind', type: 'text', codes: ['mapping', 'treatment', 'follow-up'], means: 'what the visit is for', value: sql`t.kind`, harmless },
    { name: 'sequence', type: 'integer', means: 'number of the treatment in its course', value: sql`t.sequence`, harmless },
    { name: 'phase', type: 'text', means: 'phase of the protocol', value: sql`t.phase`, harmless },
    { name: 'status', type: 'text', codes: ['scheduled', 'checked-in', 'held', 'in-progress', 'completed', 'signed', 'cancelled', 'no-show', 'aborted'], means: 'where it stands', value: sql`t.status`, harmless },
    { name: 'startsAt', type: 'instant', unit: INSTANT, means: 'booked start', value: sql`iso(t.starts_at)` },
    { name: 'endsAt', type: 'instant', unit: INSTANT, means: 'booked end', value: sql`iso(t.ends_at)` },
    { name: 'year', type: 'integer', unit: 'calendar year', means: 'of the booked start', value: yearOf(sql`t.starts_at`), harmless, instead },
    { name: 'dayOfCourse', type: 'integer', unit: 'days', means: 'from the activation of the course to the session', value: dayOfCourse(sql`t.starts_at`), harmless, instead },
    { name: 'durationMinutes', type: 'integer', unit: 'min', means: 'booked length', value: sql`(extract(epoch from t.ends_at - t.starts_at) / 60)::int`, harmless },
    { name: 'deviceId', type: 'id', means: 'the device', value: sql`t.device_id` },
    { name: 'roomId', type: 'id', means: 'the room', value: sql`t.room_id` },
    { name: 'operatorId', type: 'id', means: 'the operator', value: sql`t.operator_id` },
    { name: 'startedAt', type: 'instant', unit: INSTANT, means: 'actual start', value: sql`iso(t.started_at)` },
    { name: 'endedAt', type: 'instant', unit: INSTANT, means: 'actual end', value: sql`iso(t.ended_at)` },
    { name: 'prescribedIntensityPercentRmt', type: 'decimal', unit: '% of resting motor threshold', means: 'prescribed intensity', value: sql`(t.prescribed ->> 'intensityPercentRmt')::float8`, harmless },
    { name: 'prescribedPulses', type: 'integer', unit: 'pulses', means: 'prescribed pulses', value: sql`(t.prescribed ->> 'totalPulses')::float8::int`, harmless },
    { name: 'deliveredIntensityPercentRmt', type: 'decimal', unit: '% of resting motor threshold', means: 'delivered intensity', value: sql`(t.delivered ->> 'intensityPercentRmt')::float8`, harmless },
    { name: 'deliveredTrains', type: 'integer', unit: 'trains', means: 'delivered trains', value: sql`(t.delivered ->> 'trains')::float8::int`, harmless },
    { name: 'deliveredPulses', type: 'integer', unit: 'pulses', means: 'delivered pulses', value: sql`(t.delivered ->> 'totalPulses')::float8::int`, harmless },
    { name: 'statusReason', type: 'text', means: 'why cancelled, aborted or missed, as written', value: sql`t.status_reason` },
  ],
};

const assessments: ExportTable = {
  means: 'Every filled-in measure, superseded ones too',
  from: sql`assessments t ${zone} ${course}`,
  columns: [
    { name: 'id', type: 'id', means: 'the assessment', value: sql`t.id`, harmless },
    { name: 'patientId', type: 'id', means: 'the patient', value: sql`t.patient_id`, harmless },
    { name: 'courseId', type: 'id', means: 'the course', value: sql`t.course_id`, harmless },
    { name: 'sessionId', type: 'id', means: 'the session', value: sql`t.session_id`, harmless },
    { name: 'measure', type: 'text', means: 'code of the measure in the registry, /v1/outcome-measures', value: sql`t.measure`, harmless },
    { name: 'measureVersion', type: 'text', means: 'version of the scoring', value: sql`t.measure_version`, harmless },
    { name: 'recallPeriod', type: 'text', means: 'what time the answers speak of', value: sql`t.recall_period`, harmless },
    { name: 'answers', type: 'json', means: 'item code → answer', value: sql`t.answers`, harmless },
    { name: 'score', type: 'decimal', unit: 'points of the measure', means: 'as shown', value: sql`t.score`, harmless },
    { name: 'unroundedScore', type: 'decimal', unit: 'points of the measure', means: 'as compared', value: sql`t.unrounded_score`, harmless },
    { name: 'subscores', type: 'json', unit: 'points of the measure', means: 'code → score', value: sql`t.subscores`, harmless },
    { name: 'severity', type: 'text', means: 'band of the measure', value: sql`t.severity`, harmless },
    { name: 'complete', type: 'boolean', means: 'whether every item was answered', value: sql`t.complete`, harmless },
    { name: 'prorated', type: 'boolean', means: 'whether missing items were made up for', value: sql`t.prorated`, harmless },
    { name: 'assessedAt', type: 'instant', unit: INSTANT, means: 'when filled in', value: sql`iso(t.assessed_at)` },
    { name: 'year', type: 'integer', unit: 'calendar year', means: 'when filled in', value: yearOf(sql`t.assessed_at`), harmless, instead },
    { name: 'dayOfCourse', type: 'integer', unit: 'days', means: 'from the activation of the course to the assessment', value: dayOfCourse(sql`t.assessed_at`), harmless, instead },
    { name: 'sessionNumber', type: 'integer', unit: 'treatments', means: 'delivered until then', value: sql`t.session_number`, harmless },
    { name: 'cumulativePulses', type: 'integer', unit: 'pulses', means: 'delivered until then', value: sql`t.cumulative_pulses`, harmless },
    { name: 'supersedes', type: 'id', means: 'the assessment that it corrects', value: sql`t.supersedes`, harmless },
    { name: 'superseded', type: 'boolean', means: 'whether it was corrected since', value: sql`t.superseded_at is not null`, harmless },
  ],
};

export const EXPORT_TABLES: Readonly<Record<TableName, ExportTable>> = { patients, sessions, assessments };

/** The columns of a variant, in the order in which they are written. */
export function columnsOf(table: TableName, deidentified: boolean): readonly ExportColumn[] {
  return EXPORT_TABLES[table].columns.filter((column) => (deidentified ? column.harmless : !column.instead));
}

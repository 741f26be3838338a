import { sql, type Sql } from '../../platform/database/sql.js';

interface Dimension {
  /** What it divides by, for the reference. */
  readonly means: string;
  /** Over the course `c` with its protocol, condition and patient, begun on `c.began_on` of the clinic's calendar. */
  readonly value: Sql;
}

/** Depression of at least moderate degree: Kroenke 2001 J Gen Intern Med 16:606, a PHQ-9 of 10 or more. */
const PHQ9_OF_DEPRESSION = 10;
/** Our default: four of five planned treatments. */
const GOOD_ADHERENCE_SHARE = 0.8;

const phq9 = sql`(select a.score from assessments a where a.clinic_id = c.clinic_id and a.course_id = c.id and a.measure = 'phq-9'
  and a.superseded_at is null and a.entered_in_error_at is null and a.score is not null order by a.assessed_at, a.id limit 1)`;

/** By what courses can be divided and chosen. */
export const DIMENSIONS = {
  targetRegion: { means: 'the region stimulated', value: sql`v.target_region` },
  hemisphere: { means: 'the side stimulated', value: sql`c.hemisphere` },
  modality: { means: 'the kind of stimulation', value: sql`v.modality` },
  protocol: { means: 'the protocol’s code', value: sql`pr.code` },
  protocolVersion: { means: 'the protocol’s code and version', value: sql`pr.code || '@' || c.protocol_version` },
  category: { means: 'the category of the condition treated', value: sql`coalesce(k.category, 'none-named')` },
  chronicity: {
    means: 'how long the condition had lasted at the start',
    value: sql`case when k.onset_date is null then 'unknown' when c.began_on < k.onset_date + interval '3 months' then 'up-to-3-months'
      when c.began_on < k.onset_date + interval '1 year' then '3-to-12-months' when c.began_on < k.onset_date + interval '5 years' then '1-to-5-years' else 'over-5-years' end`,
  },
  ageBand: {
    means: 'age at the start',
    value: sql`case when c.began_on < p.birth_date + interval '18 years' then 'under-18' when c.began_on < p.birth_date + interval '40 years' then '18-to-39'
      when c.began_on < p.birth_date + interval '60 years' then '40-to-59' when c.began_on < p.birth_date + interval '75 years' then '60-to-74' else '75-and-over' end`,
  },
  sex: { means: 'sex at birth', value: sql`p.sex_at_birth` },
  depression: {
    means: 'the first PHQ-9 of the course: 10 or more is depressed',
    value: sql`coalesce(case when ${phq9} >= ${PHQ9_OF_DEPRESSION}::float8 then 'depressed' when ${phq9} < ${PHQ9_OF_DEPRESSION}::float8 then 'not-depressed' end, 'not-assessed')`,
  },
  opioidUse: {
    means: 'an opioid at the start',
    value: sql`case when exists (select 1 from medications m where m.clinic_id = c.clinic_id and m.patient_id = c.patient_id and m.voided_at is null and (m.daily_mme is not null or m.mme_reason is not null)
      and m.started_on <= c.began_on and (m.stopped_on is null or m.stopped_on > c.began_on)) then 'opioid' else 'no-opioid' end`,
  },
  adherence: {
    means: 'treatments delivered of those planned: 80 % is good',
    value: sql`case when c.sessions_delivered >= ${GOOD_ADHERENCE_SHARE}::float8 * c.sessions_planned then '80-percent-or-more' else 'under-80-percent' end`,
  },
  adjuncts: {
    means: 'treatment beside stimulation',
    value: sql`coalesce((select case when count(distinct j.kind) > 1 then 'several' else min(j.kind) end from adjuncts j where j.clinic_id = c.clinic_id and j.course_id = c.id), 'none')`,
  },
} as const satisfies Record<string, Dimension>;

export type DimensionName = keyof typeof DIMENSIONS;
export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as DimensionName[];

/** The most that one question may divide and choose by together: what is hidden is worked out over all of them. */
export const MOST_DIMENSIONS = 3;

import { openIntervals, subtract, totalMs } from '../../dist/src/scheduling/planner/index.js';
import { reviewMeasures } from '../../dist/src/review/course-review/measure-review.js';
import { inPlainWords } from '../../dist/src/review/course-review/plain-words.js';
import { searchPatterns, searchWords } from '../../dist/src/patients/search-words.js';
import { FROM_SESSIONS, SESSION_VIEW, viewOf } from './session-view.mjs';
import { audit, transaction } from './transaction.mjs';

const MINUTE_MS = 60_000;
const DAY_BOARD = `
  with day as materialized (select c.time_zone, c.opening_hours, ($2::date::timestamp at time zone c.time_zone) as starts, (($2::date + 1)::timestamp at time zone c.time_zone) as ends from clinics c where c.id = $1),
  names as materialized (select id, to_json(name)::text as name from devices where clinic_id = $1 union all select id, to_json(name)::text from rooms where clinic_id = $1 union all select id, to_json(display_name)::text from staff where clinic_id = $1)
  select pg_snapshot_xmin(pg_current_snapshot())::text as cursor, day.time_zone as zone, day.opening_hours as "openingHours",
    coalesce((select jsonb_agg(jsonb_build_object('from', from_date, 'to', to_date, 'reason', reason) order by from_date) from closures where clinic_id = $1 and to_date >= $2::date and from_date <= $2::date), '[]') as closures,
    coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'status', v.status, 'startsAt', iso(v.starts_at), 'endsAt', iso(v.ends_at), 'deviceId', v.device_id, 'roomId', v.room_id, 'operatorId', v.operator_id, 'expiresAt', iso(v.expires_at)) order by v.starts_at, v.id)
      from reservations v where v.clinic_id = $1 and v.starts_at >= day.starts and v.starts_at < day.ends and v.status = 'open' and v.expires_at > $3), '[]') as reservations,
    (select jsonb_agg(jsonb_build_array(d.id, d.name, d.status = 'in-service') order by d.name, d.id) from devices d where d.clinic_id = $1) as lanes,
    coalesce((select jsonb_agg(jsonb_build_array(k.resource_id, extract(epoch from lower(k.during)) * 1000, extract(epoch from upper(k.during)) * 1000) order by lower(k.during)) from (
        select k.* from sessions s join claims k on k.clinic_id = $1 and k.occupant_id = s.id where s.clinic_id = $1 and s.starts_at >= day.starts - interval '32 hours' and s.starts_at < day.ends
        union all select k.* from claims k where k.clinic_id = $1 and k.live and k.occupant <> 'session') as k
      where k.live and k.during && tstzrange(day.starts, day.ends) and k.kind = 'device' and (k.expires_at is null or k.expires_at > $3)), '[]') as claims,
    (select jsonb_object_agg(b.device_id, b.minutes) from (select s.device_id, sum(extract(epoch from s.ends_at - s.starts_at) / 60)::int as minutes from sessions s
      where s.clinic_id = $1 and s.starts_at >= day.starts and s.starts_at < day.ends and s.status not in ('cancelled', 'no-show') group by s.device_id) as b) as booked,
    (select string_agg('{"id":"' || s.id || '","courseId":"' || s.course_id || '","kind":"' || s.kind || '","sequence":' || coalesce(s.sequence::text, 'null') || ',"status":"' || s.status
        || '","startsAt":"' || iso(s.starts_at) || '","endsAt":"' || iso(s.ends_at) || '","overlaps":' || (s.overlap_reason is not null)
        || ',"patient":{"id":"' || n.id || '","mrn":' || to_json(n.mrn) || ',"givenName":' || to_json(n.given_name) || ',"familyName":' || to_json(n.family_name)
        || '},"device":{"id":"' || d.id || '","name":' || d.name || '},"room":{"id":"' || r.id || '","name":' || r.name || '},"operator":{"id":"' || o.id || '","name":' || o.name
        || '},"protocol":{"id":"' || p.id || '","name":' || to_json(p.name) || '},"due":' || array_to_json(array_remove(array[
          case when s.status in ('scheduled', 'checked-in', 'held') and s.kind = 'treatment' and exists (select 1 from (select distinct coalesce(b ->> 'hemisphere', c.hemisphere) as side from jsonb_array_elements(coalesce(v.blocks, '[{}]')) as b) as asked
            where not exists (select 1 from motor_thresholds t where t.clinic_id = $1 and t.course_id = c.id and (asked.side not in ('left', 'right') or t.hemisphere = asked.side) and t.measured_at > s.starts_at - (floor(coalesce((select (l.limits ->> 'thresholdAgeDays')::numeric from safety_limits l where l.clinic_id = $1), 14)) + 1) * interval '24 hours')) then 'motor-threshold' end,
          case when s.status = 'completed' then 'sign-off' end,
          case when s.status = 'held' or exists (select 1 from holds h where h.clinic_id = $1 and h.course_id = c.id and h.released_at is null) then 'hold' end,
          case when s.sequence > (select sum(a.sessions_approved) from authorisations a where a.clinic_id = $1 and a.course_id = c.id) then 'authorisation' end,
          case when s.status in ('scheduled', 'checked-in', 'held', 'in-progress') and s.kind = 'treatment' and not exists (select 1 from assessments m where m.clinic_id = $1 and m.course_id = c.id and m.superseded_at is null and m.entered_in_error_at is null) then 'assessment' end
        ], null))::text || '}', ',' order by s.starts_at, s.id)
      from sessions s
      join courses c on c.clinic_id = $1 and c.id = s.course_id join protocols p on p.clinic_id = $1 and p.id = c.protocol_id join patients n on n.clinic_id = $1 and n.id = s.patient_id
      join protocol_versions v on v.clinic_id = $1 and v.protocol_id = c.protocol_id and v.version = c.protocol_version join names d on d.id = s.device_id join names r on r.id = s.room_id join names o on o.id = s.operator_id
      where s.clinic_id = $1 and s.starts_at >= day.starts and s.starts_at < day.ends and s.status <> 'cancelled') as sessions
  from day`;

export async function dayBoard(pool, caller, { date }) {
  const [day] = await transaction(pool, caller, (run) => {
    const answer = run(DAY_BOARD, [caller.clinicId, date, caller.now]);
    audit(run, caller, 'day-board.read', { type: 'day-board' });
    return answer;
  });
  const open = openIntervals(day, date);
  const openMinutes = Math.round(totalMs(open) / MINUTE_MS);
  const nowMs = Date.parse(caller.now);
  const ahead = open.flatMap(({ startMs, endMs }) => (endMs > nowMs ? [{ startMs: Math.max(startMs, nowMs), endMs }] : []));
  const utilisation = day.lanes.map(([deviceId, name, inService]) => {
    const bookedMinutes = day.booked?.[deviceId] ?? 0;
    const taken = day.claims.filter(([id]) => id === deviceId).map(([, startMs, endMs]) => ({ startMs, endMs }));
    const gaps = inService ? subtract(ahead, taken).filter(({ startMs, endMs }) => endMs - startMs >= 15 * MINUTE_MS) : [];
    return { deviceId, name, bookedMinutes, openMinutes, percent: openMinutes === 0 ? null : Math.round((bookedMinutes / openMinutes) * 1000) / 10, gaps: gaps.map(({ startMs, endMs }) => ({ startsAt: new Date(startMs).toISOString(), endsAt: new Date(endMs).toISOString() })), reserved: [] };
  });
  const closure = day.closures[0];
  return `{"date":"${date}","timeZone":"${day.zone}","closed":${open.length === 0},"closureReason":${JSON.stringify(closure?.reason ?? null)},"sessions":[${day.sessions ?? ''}],"reservations":${JSON.stringify(day.reservations)},"utilisation":${JSON.stringify(utilisation)},"cursor":"${day.cursor}"}`;
}

const LIST = `select ${SESSION_VIEW} ${FROM_SESSIONS} where s.clinic_id = $1 and s.starts_at >= $2 order by s.starts_at, s.id limit 51`;

export async function listSessions(pool, caller, { from }) {
  const rows = await transaction(pool, caller, (run) => {
    const answer = run(LIST, [caller.clinicId, from]);
    audit(run, caller, 'sessions.listed', { type: 'session' });
    return answer;
  });
  const last = rows.length > 50 ? rows[49] : undefined;
  return JSON.stringify({ items: rows.slice(0, 50).map(viewOf), nextCursor: last ? Buffer.from(JSON.stringify([last.startsAt, last.id])).toString('base64url') : null });
}

const PATIENT = `id, mrn, given_name as "givenName", family_name as "familyName", birth_date as "birthDate", sex_at_birth as "sexAtBirth", handedness, email, phone, preferred_language as "preferredLanguage", time_zone as "timeZone", contact_preferences as "contactPreferences", archived_at as "archivedAt", created_at as "createdAt"`;
const SEARCH = `
  with found as materialized (select id as found_id from patients where clinic_id = $1 and archived_at is null and search_text ~ all($2::text[]))
  select ${PATIENT} from found join patients on clinic_id = $1 and id = found_id
  order by (lower(mrn) = lower($3)) desc, word_similarity($4, search_text) desc, similarity($4, search_text) desc, family_name, given_name, id limit 50`;

/** Words of plain letters are their own search text; the product asks the database. */
export async function searchPatients(pool, caller, { q }) {
  const typed = searchWords(q).text.toLowerCase();
  const rows = await transaction(pool, caller, (run) => run(SEARCH, [caller.clinicId, searchPatterns(typed), q, typed]));
  return JSON.stringify({ items: rows, nextCursor: null });
}

const ON_DAY = '(a.assessed_at at time zone (select time_zone from clinics where id = $1))::date';
const REVIEW = `
  select c.id as "courseId", c.patient_id as "patientId", c.status, c.sessions_planned as planned, c.pulses_delivered as "deliveredPulses",
    coalesce((select baseline_rule from assessment_plans where clinic_id = $1 and course_id = c.id), 'single-value') as "baselineRule",
    jsonb_build_object('id', p.id, 'version', v.version, 'code', p.code, 'name', p.name, 'modality', v.modality, 'targetRegion', v.target_region, 'hemisphere', c.hemisphere) as protocol,
    coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'measure', a.measure, 'measureVersion', a.measure_version, 'recallPeriod', a.recall_period, 'assessedAt', iso(a.assessed_at), 'day', ${ON_DAY},
        'definition', (select d.definition from clinic_measures d where d.clinic_id = $1 and d.code = a.measure and d.version::text = a.measure_version), 'sessionNumber', a.session_number, 'cumulativePulses', a.cumulative_pulses, 'score', a.score,
        'unroundedScore', a.unrounded_score, 'severity', a.severity, 'dailyMme', (select sum(m.daily_mme) from medications m where m.clinic_id = $1 and m.patient_id = c.patient_id and m.started_on <= ${ON_DAY} and (m.stopped_on is null or m.stopped_on > ${ON_DAY}))) order by a.assessed_at, a.id)
      from assessments a where a.clinic_id = $1 and a.course_id = c.id and a.superseded_at is null and a.entered_in_error_at is null), '[]') as assessments,
    coalesce((select jsonb_agg(jsonb_build_object('from', w.day, 'days', w.days, 'mean', case when w.days >= 4 then w.mean end) order by w.day)
      from (select d.first_day + d.week * 7 as day, count(*)::int as days, round(avg(d.score)::numeric, 2) as mean from (
        select min(one.day) over () as first_day, (one.day - min(one.day) over ()) / 7 as week, avg(one.score) as score from (select ${ON_DAY} as day, a.unrounded_score as score from assessments a
          where a.clinic_id = $1 and a.course_id = c.id and a.measure = 'nrs-pain' and a.superseded_at is null and a.entered_in_error_at is null and a.unrounded_score is not null) as one group by one.day) as d group by d.first_day, d.week) as w), '[]') as "painDiary",
    t.reasons, t.counts, t.due as "dueSessions", t.prescribed as "prescribedPulses", t.below as "sessionsBelowPrescription",
    coalesce((select jsonb_agg(jsonb_build_object('measuredAt', iso(t.measured_at), 'percentMso', t.percent_mso, 'method', t.method, 'hemisphere', t.hemisphere) order by t.measured_at, t.id) from motor_thresholds t where t.clinic_id = $1 and t.course_id = c.id), '[]') as "motorThresholds",
    coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'sessionId', e.session_id, 'category', e.category, 'grade', e.grade, 'serious', e.serious, 'occurredAt', iso(e.occurred_at)) order by e.occurred_at, e.id) from adverse_events e where e.clinic_id = $1 and e.course_id = c.id), '[]') as "adverseEvents",
    coalesce((select jsonb_agg(jsonb_build_object('name', m.name, 'dose', m.dose, 'frequency', m.frequency, 'startedOn', m.started_on, 'stoppedOn', m.stopped_on, 'dailyMme', m.daily_mme) order by m.started_on, m.id) from medications m where m.clinic_id = $1 and m.patient_id = c.patient_id), '[]') as medications,
    coalesce((select jsonb_agg(jsonb_build_object('kind', j.kind, 'plan', j.plan, 'startedOn', j.started_on, 'endedOn', j.ended_on) order by j.started_on, j.id) from adjuncts j where j.clinic_id = $1 and j.course_id = c.id), '[]') as adjuncts,
    coalesce((select jsonb_agg(o.given order by o.given ->> 'givenAt', o.id) from (
      select r.id, jsonb_build_object('rule', r.rule, 'answered', r.answered, 'rationale', r.rationale, 'givenBy', r.given_by, 'givenAt', iso(r.given_at), 'sessionId', null) as given from course_overrides r where r.clinic_id = $1 and r.course_id = c.id
      union all select s.id, g || jsonb_build_object('sessionId', s.id) from sessions s cross join jsonb_array_elements(s.prescribed -> 'overrides') as g where s.clinic_id = $1 and s.course_id = c.id and s.prescribed ? 'overrides') o), '[]') as overrides
  from courses c join protocols p on p.clinic_id = $1 and p.id = c.protocol_id join protocol_versions v on v.clinic_id = $1 and v.protocol_id = c.protocol_id and v.version = c.protocol_version
  cross join lateral (
    with groups as (select s.status, s.status_reason, count(*)::int as n, count(*) filter (where s.status <> 'cancelled' and (s.ends_at <= $3 or s.status in ('completed', 'signed', 'aborted', 'no-show')))::int as due,
        sum((s.prescribed ->> 'totalPulses')::int) filter (where s.status in ('completed', 'signed', 'aborted')) as prescribed, count(*) filter (where s.delivered ->> 'fidelity' = 'below-prescription')::int as below
      from sessions s where s.clinic_id = $1 and s.course_id = c.id and s.kind = 'treatment' group by s.status, s.status_reason)
    select coalesce(jsonb_agg(jsonb_build_object('status', status, 'reason', status_reason, 'sessions', n) order by n desc, status, status_reason) filter (where status in ('no-show', 'cancelled', 'aborted')), '[]') as reasons,
      (select coalesce(jsonb_object_agg(status, n), '{}') from (select status, sum(n)::int as n from groups group by status) as by_status) as counts, coalesce(sum(due), 0)::int as due, sum(prescribed)::int as prescribed, coalesce(sum(below), 0)::int as below from groups) as t
  where c.clinic_id = $1 and c.id = $2`;

/** What the list of what is due is made from. */
const DUE = `
  select k.time_zone, (select iso(min(s.starts_at)) from sessions s where s.clinic_id = $1 and s.course_id = $2 and s.kind = 'treatment' and s.status = 'scheduled' and s.starts_at > $3) as next,
    (select count(*)::int from sessions s where s.clinic_id = $1 and s.course_id = $2 and s.status = 'completed') as unsigned, (select l.limits from safety_limits l where l.clinic_id = $1) as limits,
    (select jsonb_agg(jsonb_build_object('payer', a.payer, 'reference', a.reference, 'validTo', a.valid_to, 'sessionsLeft', a.sessions_approved - a.sessions_used)) from authorisations a where a.clinic_id = $1 and a.course_id = $2) as authorisations,
    (select jsonb_agg(measure) from licence_statements where clinic_id = $1 and withdrawn_at is null) as licences, (select items from assessment_plans where clinic_id = $1 and course_id = $2) as plan,
    (select min((s.starts_at at time zone k.time_zone)::date) from sessions s where s.clinic_id = $1 and s.course_id = $2 and s.kind = 'treatment' and s.status not in ('cancelled', 'no-show')) as began,
    (select jsonb_agg(jsonb_build_object('measure', a.measure, 'on', (a.assessed_at at time zone k.time_zone)::date, 'session', (select count(*) from sessions s where s.clinic_id = $1 and s.course_id = $2 and s.kind = 'treatment' and s.status in ('completed', 'signed') and s.starts_at <= a.assessed_at)))
      from assessments a where a.clinic_id = $1 and a.course_id = $2 and a.superseded_at is null and a.entered_in_error_at is null) as done,
    (select jsonb_agg(jsonb_build_array(x.measure, x.occasion)) from assessment_skips x where x.clinic_id = $1 and x.course_id = $2) as skipped
  from clinics k where k.id = $1`;

/** What the plan of measures makes due is told, since only the product's own kernel knows it; what it is made from is read. */
export async function courseReview(pool, caller, { id }) {
  const row = await transaction(pool, caller, async (run) => {
    run(DUE, [caller.clinicId, id, caller.now]);
    const [found] = await run(REVIEW, [caller.clinicId, id, caller.now]);
    audit(run, caller, 'review.read', { type: 'course', id, patientId: found.patientId });
    return found;
  });
  const { assessments, baselineRule, planned, counts, reasons, dueSessions, prescribedPulses, deliveredPulses, sessionsBelowPrescription, ...rest } = row;
  const of = (...statuses) => statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const delivered = of('completed', 'signed');
  const adherence = { planned, scheduled: of('scheduled', 'checked-in', 'held', 'in-progress'), delivered, aborted: of('aborted'), missed: of('no-show'), cancelled: of('cancelled'), percent: dueSessions === 0 ? null : Math.round((delivered / dueSessions) * 1000) / 10, reasons };
  const dose = { prescribedPulses, deliveredPulses, percent: prescribedPulses ? Math.round((deliveredPulses / prescribedPulses) * 1000) / 10 : null, sessionsBelowPrescription };
  const measures = reviewMeasures(assessments, baselineRule);
  return JSON.stringify({ ...rest, summary: inPlainWords(measures, adherence, rest.adverseEvents), due: JSON.parse(caller.told), measures, adherence, dose });
}


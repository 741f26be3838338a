import { v7 } from 'uuid';
import { FROM_SESSIONS, SESSION_VIEW, viewOf } from './session-view.mjs';
import { audit, changesOf, transaction } from './transaction.mjs';

// The limit takes what it is told: it plans nothing and refuses nothing but what the constraints refuse.
const LOCK_COURSE = 'select 1 from courses where clinic_id = $1 and id = $2 for update';
const LOCK_RESOURCES = `
  select pg_advisory_xact_lock(key) from (select hashtextextended(k, 0) as key
    from (select unnest($2::text[]) as k union select clinic_id || '/patient/' || patient_id from courses where clinic_id = $1 and id = $3) as keys order by 1) as ordered`;
const PRESCRIBED = `jsonb_build_object('modality', c.modality, 'targetRegion', v.target_region, 'hemisphere', c.hemisphere, 'frequencyHz', v.stimulation -> 'frequencyHz', 'intensityPercentRmt', v.stimulation -> 'intensityPercentRmt',
  'pulsesPerTrain', v.stimulation -> 'pulsesPerTrain', 'trainDurationSeconds', v.stimulation -> 'trainDurationSeconds', 'interTrainIntervalSeconds', v.stimulation -> 'interTrainIntervalSeconds', 'trains', v.stimulation -> 'trains',
  'totalPulses', v.stimulation -> 'totalPulses', 'outputPercentMso', null, 'motorThresholdId', null)`;
const PHASE = `(select name from (select phase ->> 'name' as name, sum((phase ->> 'sessions')::int) over (order by at) as up_to from jsonb_array_elements(v.phases) with ordinality as p(phase, at)) as phases where up_to >= wanted.sequence order by up_to limit 1)`;
const COLUMNS = 'clinic_id, id, course_id, patient_id, kind, sequence, phase, status, starts_at, ends_at, device_id, room_id, operator_id, prescribed, created_at, created_by';
const OF_COURSE = 'join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version';
const BOOK = `
  insert into sessions (${COLUMNS})
  select c.clinic_id, $3, c.id, c.patient_id, 'treatment', wanted.sequence, ${PHASE}, 'scheduled', $4::timestamptz, $4::timestamptz + v.session_minutes * interval '1 minute', $5, $6, $7, ${PRESCRIBED}, $8, $9
  from courses c ${OF_COURSE}
  cross join lateral (select min(n) as sequence from generate_series(1, c.sessions_planned) as n where not exists (
    select 1 from sessions o where o.clinic_id = c.clinic_id and o.course_id = c.id and o.kind = 'treatment' and o.sequence = n and o.status not in ('cancelled', 'no-show'))) as wanted
  where c.clinic_id = $1 and c.id = $2`;
const BOOK_ALL = `
  insert into sessions (${COLUMNS})
  select c.clinic_id, wanted.id, c.id, c.patient_id, 'treatment', wanted.sequence, ${PHASE}, 'scheduled', wanted."startsAt", wanted."endsAt", wanted."deviceId", wanted."roomId", wanted."operatorId", ${PRESCRIBED}, $4, $5
  from courses c ${OF_COURSE}
  cross join jsonb_to_recordset($3::jsonb) as wanted(id uuid, sequence int, "startsAt" timestamptz, "endsAt" timestamptz, "deviceId" uuid, "roomId" uuid, "operatorId" uuid)
  where c.clinic_id = $1 and c.id = $2`;
const CLAIM = `
  insert into claims (clinic_id, id, kind, resource_id, occupant, occupant_id, during)
  select s.clinic_id, gen_random_uuid(), r.kind, r.id, 'session', s.id, tstzrange(s.starts_at, s.ends_at + r.after)
  from sessions s join clinics k on k.id = s.clinic_id
  cross join lateral (values ('device', s.device_id, k.turnover_minutes * interval '1 minute'), ('room', s.room_id, k.turnover_minutes * interval '1 minute'), ('operator', s.operator_id, interval '0'), ('patient', s.patient_id, interval '0')) as r(kind, id, after)
  where s.clinic_id = $1 and s.id = any($2::uuid[]) order by r.kind, r.id, s.starts_at`;
const VIEWS = `select ${SESSION_VIEW} ${FROM_SESSIONS} where s.clinic_id = $1 and s.id = any($2::uuid[]) order by s.starts_at, s.id`;

export async function book(pool, caller, body) {
  const { courseId, startsAt, deviceId, roomId, operatorId } = body;
  const { clinicId } = caller;
  const id = v7();
  return transaction(pool, caller, async (run) => {
    run(LOCK_COURSE, [clinicId, courseId]);
    run(LOCK_RESOURCES, [clinicId, [`${clinicId}/device/${deviceId}`, `${clinicId}/room/${roomId}`, `${clinicId}/operator/${operatorId}`], courseId]);
    run(BOOK, [clinicId, courseId, id, startsAt, deviceId, roomId, operatorId, caller.now, caller.staffId]);
    run(CLAIM, [clinicId, [id]]);
    const [row] = await run(VIEWS, [clinicId, [id]]);
    const view = viewOf(row);
    audit(run, caller, 'session.booked', { patientId: view.patientId, type: 'session', id, changes: changesOf(view) });
    return JSON.stringify(view);
  });
}

export async function bookSeries(pool, caller, { id: courseId, placements }) {
  const { clinicId } = caller;
  const wanted = placements.map((placement) => ({ ...placement, id: v7() }));
  const ids = wanted.map(({ id }) => id);
  const keys = [...new Set(wanted.flatMap(({ deviceId, roomId, operatorId }) => [`${clinicId}/device/${deviceId}`, `${clinicId}/room/${roomId}`, `${clinicId}/operator/${operatorId}`]))];
  return transaction(pool, caller, async (run) => {
    run(LOCK_COURSE, [clinicId, courseId]);
    run(LOCK_RESOURCES, [clinicId, keys, courseId]);
    run(BOOK_ALL, [clinicId, courseId, JSON.stringify(wanted), caller.now, caller.staffId]);
    run(CLAIM, [clinicId, ids]);
    const rows = await run(VIEWS, [clinicId, ids]);
    const entries = rows.map((row) => ({ id: v7(), patient_id: row.patientId, subject_id: row.id, changes: changesOf({ courseId, sequence: row.sequence, startsAt: row.startsAt, deviceId: row.deviceId }) }));
    run(`insert into audit_entries (clinic_id, id, at, actor_id, ip, request_id, action, patient_id, subject_type, subject_id, changes, transaction)
      select $1, r.id, $2, $3, $4, $5, 'session.booked', r.patient_id, 'session', r.subject_id, r.changes, pg_current_xact_id()::text::bigint from jsonb_to_recordset($6::jsonb) as r(id uuid, patient_id uuid, subject_id uuid, changes jsonb)`,
      [clinicId, caller.now, caller.staffId, caller.ip, caller.requestId, JSON.stringify(entries)]);
    return JSON.stringify({ sessions: rows.map(viewOf), unplaced: [], warnings: [] });
  });
}

const LOCK_SESSION = 'select 1 from sessions where clinic_id = $1 and id = $2 for update';
const CHECK = `insert into session_checks (clinic_id, id, session_id, form_version, answers, outcome, findings, answered_at, answered_by) values ($1, $2, $3, 'daily-v1', $4, 'pass', '[]', $5, $6)`;
const CHECKED_IN = `update sessions set status = 'checked-in', checked_in_at = $3 where clinic_id = $1 and id = $2`;
const TODAY = `
  select t.percent_mso as "percentMso", t.method, t.measured_at as "measuredAt", t.device_id is null or t.device_id = s.device_id as "sameDevice",
    (select jsonb_agg(m.name) from medications m where m.clinic_id = $1 and m.patient_id = s.patient_id) as medications,
    (select jsonb_agg(h.code) from holds h where h.clinic_id = $1 and h.course_id = s.course_id and h.released_at is null) as holds,
    exists (select 1 from stimulation_locks l where l.clinic_id = $1 and l.patient_id = s.patient_id and l.lifted_at is null) as locked,
    (select sum(a.sessions_approved) from authorisations a where a.clinic_id = $1 and a.course_id = s.course_id) as approved,
    (select nullif(count(*), 0) from assessment_plans p where p.clinic_id = $1 and p.course_id = s.course_id) as plans,
    (select jsonb_agg(distinct e.category) from adverse_events e where e.clinic_id = $1 and e.patient_id = s.patient_id) as events,
    (select pulses >= pulse_limit from coils k where k.clinic_id = $1 and k.device_id = s.device_id order by last_used_at desc, k.id desc limit 1) as worn,
    (select outcome from screenings q where q.clinic_id = $1 and q.patient_id = s.patient_id order by screened_at desc limit 1) as screening,
    (select jsonb_agg(jsonb_build_array(a.measure, a.assessed_at, a.session_number)) from assessments a where a.clinic_id = $1 and a.course_id = s.course_id and a.superseded_at is null and a.entered_in_error_at is null) as taken,
    (select count(*)::int from sessions o, clinics k where k.id = $1 and o.clinic_id = $1 and o.patient_id = s.patient_id and o.started_at >= date_trunc('day', $3::timestamptz, k.time_zone)) as today
  from sessions s left join lateral (select * from motor_thresholds t where t.clinic_id = $1 and t.course_id = s.course_id order by measured_at desc, id desc limit 1) as t on true
  where s.clinic_id = $1 and s.id = $2`;
const DAY_MS = 86_400_000;

/** What the rules and the plan of measures say is the same for everybody of the data set: it is told, but what it is made from is read. */
export async function checkIn(pool, caller, { id, answers, dueMeasures, warnings }) {
  const { clinicId, now } = caller;
  return transaction(pool, caller, async (run) => {
    run(LOCK_SESSION, [clinicId, id]);
    run(CHECK, [clinicId, v7(), id, JSON.stringify(answers), now, caller.staffId]);
    run(CHECKED_IN, [clinicId, id, now]);
    const facts = run(TODAY, [clinicId, id, now]);
    const [row] = await run(VIEWS, [clinicId, [id]]);
    const view = viewOf(row);
    audit(run, caller, 'session.checked-in', { patientId: view.patientId, type: 'session', id, changes: { status: { from: 'scheduled', to: 'checked-in' }, ...changesOf({ checkedInAt: now, check: view.check }) } });
    const [{ percentMso, method, measuredAt, sameDevice, medications, holds, locked, approved, plans, events, worn, screening, today }] = await facts;
    if (medications || holds || locked || approved || plans || events || worn || screening !== 'clear' || today > 0) throw new Error('The data set holds nothing to tell of');
    const motorThreshold = { percentMso, method, measuredAt, ageDays: Math.floor((Date.parse(now) - Date.parse(measuredAt)) / DAY_MS), sameDevice };
    return JSON.stringify({ ...view, today: { motorThreshold, medicationChanges: [], holds: [], locked: false, authorisation: null, dueMeasures, againstStarting: [], warnings, overrides: [], wornCoil: null, precautions: [], otherParts: [] } });
  });
}

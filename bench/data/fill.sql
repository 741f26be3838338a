-- Made-up clinics by the clinic's number, the same in every run. Each statement takes the clinics :from to :to (exclusive).
-- Clinic 0 was made through the service's own commands; the others are copies of what it was given.

-- clinics
insert into clinics select (jsonb_populate_record(null::clinics, to_jsonb(c) || jsonb_build_object('id', bench_id(n, 1, 0), 'name', 'Bench ' || n, 'pseudonym_key', bench_id(n, 255, 0)))).*
from clinics c, generate_series(greatest(:from, 1), :to - 1) as n where c.id = bench_id(0, 1, 0);
insert into protocols select (jsonb_populate_record(null::protocols, to_jsonb(p) || jsonb_build_object('clinic_id', bench_id(n, 1, 0)))).*
from protocols p, generate_series(greatest(:from, 1), :to - 1) as n where p.clinic_id = bench_id(0, 1, 0);
insert into protocol_versions select (jsonb_populate_record(null::protocol_versions, to_jsonb(v) || jsonb_build_object('clinic_id', bench_id(n, 1, 0)))).*
from protocol_versions v, generate_series(greatest(:from, 1), :to - 1) as n where v.clinic_id = bench_id(0, 1, 0);
insert into staff (clinic_id, id, email, display_name, roles, password_hash, created_at)
select bench_id(n, 1, 0), bench_id(n, 2, m), 'staff' || m || '@bench-' || n || '.example', (array['Dr Ada Bench', 'Ben Ito', 'Cleo Marsh', 'Dan Okafor', 'Eva Lind', 'Finn Roth'])[m + 1],
  case when m = 0 then '{clinician,operator}' else '{operator}' end::text[], case when m = 0 then (select hash from bench_password) end, '2026-01-05 12:00Z'
from generate_series(:from, :to - 1) as n, generate_series(0, 5) as m;
insert into devices (clinic_id, id, name, manufacturer, model, modalities, coil_type, status)
select bench_id(n, 1, 0), bench_id(n, 3, d), 'Stimulator ' || d + 1, 'made up', 'made up', '{rtms,itbs,ctbs}', 'figure-8', 'in-service' from generate_series(:from, :to - 1) as n, generate_series(0, 4) as d;
insert into rooms (clinic_id, id, name, status) select bench_id(n, 1, 0), bench_id(n, 4, d), 'Room ' || d + 1, 'in-service' from generate_series(:from, :to - 1) as n, generate_series(0, 4) as d;

-- patients
insert into patients (clinic_id, id, mrn, given_name, family_name, birth_date, sex_at_birth, handedness, search_text, created_at)
select bench_id(n, 1, 0), bench_id(n, 5, p), mrn, given, family, date '1945-01-01' + (p * 37 + n * 11) % 20000, (array['female', 'male'])[1 + p % 2], 'right', searchable(given || ' ' || family || ' ' || given || ' ' || mrn), '2026-01-05 12:00Z'
from generate_series(:from, :to - 1) as n, generate_series(0, :courses + :fresh - 1) as p,
  lateral (select 'B-' || n || '-' || p as mrn, (array['Amira', 'Bruno', 'Carla', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Keiko', 'Lars', 'Mina', 'Noah', 'Olga', 'Pavel', 'Quyen', 'Rosa', 'Sami', 'Tessa'])[1 + (p * 7 + n) % 20] as given,
    initcap((array['al', 'bren', 'cor', 'del', 'ever', 'fer', 'gar', 'hol', 'ing', 'jan', 'kar', 'lind', 'mar', 'nor', 'ost', 'pel', 'ros', 'sal', 'tor', 'wal'])[1 + (p * 13 + n * 3) % 20]
      || (array['a', 'e', 'i', 'o', 'u'])[1 + (p / 3) % 5] || (array['be', 'da', 'ga', 'li', 'mi', 'na', 'ri', 'so', 'ta', 'vi'])[1 + (p / 7 + n) % 10]
      || (array['berg', 'dal', 'field', 'ford', 'mann', 'ner', 'quist', 'son', 'stein', 'ton'])[1 + (p / 11) % 10]) as family) as names;
insert into screenings (clinic_id, id, patient_id, form_version, answers, outcome, findings, screened_at, screened_by)
select bench_id(n, 1, 0), bench_id(n, 8, p), bench_id(n, 5, p), 'tass-v1', '{}', 'clear', '[]', '2030-01-10 14:00Z', bench_id(n, 2, 0) from generate_series(:from, :to - 1) as n, generate_series(0, :courses + :fresh - 1) as p;
insert into consents (clinic_id, id, patient_id, kind, signed_at, document_version, signed_by, created_at)
select bench_id(n, 1, 0), bench_id(n, 9, p), bench_id(n, 5, p), 'treatment', '2030-01-10 14:00Z', '1', 'the patient', '2030-01-10 14:00Z' from generate_series(:from, :to - 1) as n, generate_series(0, :courses + :fresh - 1) as p;

-- courses
insert into courses (clinic_id, id, patient_id, protocol_id, protocol_version, modality, status, hemisphere, target, off_label, sessions_planned, sessions_delivered, pulses_delivered, prescribed_by, created_at, activated_at, ended_at)
select bench_id(n, 1, 0), bench_id(n, 6, p), bench_id(n, 5, p), v.protocol_id, v.version, v.modality, case when p < 50 or p >= :courses then 'active' else 'completed' end, 'left', '{"method": "beam-f3"}', false, 36,
  case when p < 50 then 18 when p >= :courses then 0 else 20 end, case when p < 50 then 54000 when p >= :courses then 0 else 60000 end, bench_id(n, 2, 0), first_day, first_day, case when p >= 50 and p < :courses then first_day + interval '28 days' end
from generate_series(:from, :to - 1) as n, generate_series(0, :courses + :fresh - 1) as p,
  lateral (select (coalesce((select day from bench_days where k = (p / 50 + 1) * 20 - 1), date '2030-02-08') + time '08:00') at time zone 'America/New_York' as first_day) as began,
  bench_protocol as v;
insert into motor_thresholds (clinic_id, id, course_id, device_id, hemisphere, percent_mso, method, coil_type, measured_at, measured_by, created_at)
select clinic_id, bench_id(n, 10, p * 2 + again), bench_id(n, 6, p), bench_id(n, 3, p % 5), 'left', 50 + p % 20 + again, 'visual', 'figure-8', at, bench_id(n, 2, 0), at
from generate_series(:from, :to - 1) as n, generate_series(0, :courses - 1) as p, generate_series(0, 1) as again,
  lateral (select bench_id(n, 1, 0) as clinic_id, ((select day from bench_days where k = (p / 50) * 20 + 19 - again * 15) + time '08:00') at time zone 'America/New_York' as at) as t;
insert into assessments (clinic_id, id, patient_id, course_id, measure, measure_version, recall_period, answers, score, unrounded_score, subscores, severity, complete, prorated, flags, assessed_at, session_number, cumulative_pulses, recorded_at, recorded_by, entered_by)
select bench_id(n, 1, 0), bench_id(n, 11, p * 10 + visit * 2 + which), bench_id(n, 5, p), bench_id(n, 6, p), (array['phq-9', 'gad-7'])[1 + which], '1', '2 weeks', '{}', score, score, '{}', 'moderate', true, false, '{}', at, visit * 5, visit * 15000, at, bench_id(n, 2, 0), 'patient'
from generate_series(:from, :to - 1) as n, generate_series(0, :courses - 1) as p, generate_series(0, 4) as visit, generate_series(0, 1) as which,
  lateral (select ((select day from bench_days where k = (p / 50) * 20 + 19 - visit * 4) + time '07:30') at time zone 'America/New_York' as at, (18 - which * 3 - visit * (p % 4) + p % 3)::float8 as score) as a;

-- sessions
insert into sessions (clinic_id, id, course_id, patient_id, kind, sequence, phase, status, starts_at, ends_at, device_id, room_id, operator_id, prescribed, delivered, status_reason, started_at, ended_at, delivered_by, changed_in, created_at, created_by)
select bench_id(n, 1, 0), bench_id(n, 7, k * 50 + i), bench_id(n, 6, p), bench_id(n, 5, p), 'treatment', 20 - k % 20, 'acute', status, starts, starts + interval '40 minutes',
  bench_id(n, 3, i % 5), bench_id(n, 4, i % 5), bench_id(n, 2, 1 + i % 5), (select dose from bench_protocol), case when status in ('signed', 'completed') then (select dose from bench_protocol) || '{"fidelity": "as-prescribed"}' end,
  case when status in ('no-show', 'cancelled') then 'made up' end, case when status in ('signed', 'completed') then starts end, case when status in ('signed', 'completed') then starts + interval '38 minutes' end,
  case when status in ('signed', 'completed') then bench_id(n, 2, 1 + i % 5) end, 3, starts - interval '30 days', bench_id(n, 2, 0)
from generate_series(:from, :to - 1) as n, bench_days as b, generate_series(0, 49) as i,
  lateral (select (b.k / 20) * 50 + i as p, (b.day + time '08:00' + i / 5 * interval '1 hour') at time zone 'America/New_York' as starts,
    case when b.k < 2 then 'scheduled' else (array['signed', 'signed', 'signed', 'completed', 'signed', 'signed', 'no-show', 'signed', 'cancelled', 'signed'])[1 + (b.k * 7 + i) % 10] end as status) as s;

-- claims
insert into claims (clinic_id, id, kind, resource_id, occupant, occupant_id, during)
select s.clinic_id, bench_id(n, 12, (k * 50 + i) * 4 + r), (array['device', 'room', 'operator', 'patient'])[r + 1], (array[s.device_id, s.room_id, s.operator_id, s.patient_id])[r + 1], 'session', s.id,
  tstzrange(s.starts_at, s.ends_at + case when r < 2 then interval '10 minutes' else interval '0' end)
from generate_series(:from, :to - 1) as n, bench_days as b, generate_series(0, 49) as i, generate_series(0, 3) as r, lateral (select * from sessions where clinic_id = bench_id(n, 1, 0) and id = bench_id(n, 7, k * 50 + i) and status not in ('cancelled', 'no-show')) as s;

-- audit
insert into audit_entries (clinic_id, id, at, actor_id, request_id, action, patient_id, subject_type, subject_id, changes, transaction)
select s.clinic_id, bench_id(n, 13, k * 50 + i), s.created_at, s.created_by, 'bench', 'session.booked', s.patient_id, 'session', s.id, '{}', 3
from generate_series(:from, :to - 1) as n, bench_days as b, generate_series(0, 49) as i, lateral (select * from sessions where clinic_id = bench_id(n, 1, 0) and id = bench_id(n, 7, k * 50 + i)) as s;

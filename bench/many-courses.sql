-- Fills a clinic with made-up courses, each of a patient of its own: $1 clinic, $2 how many, $3 assessments each, $4 treatments each.
-- The same numbers every time. Half of the assessments are of pain, half of depression; one course in nine is still under
-- way, one in seven has no assessment at its end, and the last region holds three courses only.
with made as (
  select n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as patient_id, ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid as course_id,
    ('00000000-0000-7000-8002-' || lpad(to_hex(n), 12, '0'))::uuid as condition_id,
    timestamptz '2023-01-04 15:00Z' + n % 1000 * interval '1 day' as began, n % 9 = 0 as under_way, n % 7 = 0 as lost, case when n % 11 = 0 then $4::int * 7 / 10 else $4::int end as delivered
  from generate_series(1, $2::int) as n),
patients as (
  insert into patients (clinic_id, id, mrn, given_name, family_name, birth_date, sex_at_birth, handedness, search_text, created_at)
  select $1, patient_id, 'B-' || n, 'Given' || n, 'Family' || n, date '1950-01-01' + (n * 37) % 18000, (array['female', 'male'])[1 + n % 2], 'right', 'given' || n || ' family' || n, began from made returning id),
conditions as (
  insert into conditions (clinic_id, id, patient_id, icd10, description, category, onset_date, created_at)
  select $1, condition_id, patient_id, 'G62.9', 'made up', (array['neuropathic-pain', 'fibromyalgia', 'depression'])[1 + n % 3], date '2016-01-01' + (n * 13) % 2400, began from made returning id),
library as (
  select row_number() over (order by v.protocol_id) - 1 as at, count(*) over () as size, v.protocol_id, v.version, v.modality from protocol_versions v where v.clinic_id = $1 and v.status = 'published'),
courses as (
  insert into courses (clinic_id, id, patient_id, condition_id, protocol_id, protocol_version, modality, status, hemisphere, target, off_label, sessions_planned, sessions_delivered, pulses_delivered, prescribed_by, created_at, activated_at, ended_at)
  select $1, m.course_id, m.patient_id, m.condition_id, l.protocol_id, l.version, l.modality, case when m.under_way then 'active' else 'completed' end, (array['left', 'right'])[1 + n % 2], '{"method": "motor-hotspot"}', true,
    $4, delivered, delivered * 3000, (select id from staff where clinic_id = $1 order by id limit 1), began, began, case when m.under_way then null else began + interval '28 days' end
  from made m join library l on l.at = case when n <= 3 then l.size - 1 else n % greatest(l.size - 1, 1) end returning id)
insert into assessments (clinic_id, id, patient_id, course_id, measure, measure_version, recall_period, answers, score, unrounded_score, subscores, complete, prorated, flags, assessed_at, session_number, cumulative_pulses, recorded_at, entered_by)
select $1, ('00000000-0000-7000-8003-' || lpad(to_hex(n * $3::bigint + turn), 12, '0'))::uuid, patient_id, course_id, measure, '1', '24 h', '{}', score, score, '{}', true, false, '{}', taken, session_number, session_number * 3000, taken, 'staff'
from made, generate_series(0, $3::int - 1) as turn,
  lateral (select case when turn % 2 = 0 then 'nrs-pain' else 'phq-9' end as measure, turn / 2 as visit, greatest(($3::int + 1) / 2 - 1, 1) as last) as v,
  lateral (select began + visit * interval '28 days' / last as taken, visit * delivered / last as session_number,
    greatest(0, case when measure = 'nrs-pain' then 4 + n % 7 - (visit * (n * 7 % 6)) / last else 6 + n % 15 - (visit * (n * 5 % 9)) / last end) as score) as s
where not (lost and visit = last)

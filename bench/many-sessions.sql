-- Fills a clinic that has courses with made-up sessions, some hundred to a course: $1 clinic, $2 how many. The same every time.
with numbered as (select id, patient_id, row_number() over (order by id) - 1 as at from courses where clinic_id = $1),
places as (
  select (select count(*) from courses where clinic_id = $1) as size, (select id from devices where clinic_id = $1 order by id limit 1) as device_id, (select id from rooms where clinic_id = $1 order by id limit 1) as room_id,
    (select id from staff where clinic_id = $1 order by id limit 1) as operator_id)
insert into sessions (clinic_id, id, course_id, patient_id, kind, sequence, status, starts_at, ends_at, device_id, room_id, operator_id, prescribed, delivered, status_reason, created_at)
select $1, ('00000000-0000-7000-8004-' || lpad(to_hex(n), 12, '0'))::uuid, c.id, c.patient_id, 'treatment', 1 + n / size, (array['completed', 'signed', 'no-show', 'cancelled', 'completed'])[1 + n % 5],
  starts, starts + interval '30 minutes', device_id, room_id, operator_id, '{"intensityPercentRmt": 110, "totalPulses": 3000}',
  case when n % 5 in (0, 1, 4) then jsonb_build_object('intensityPercentRmt', 110, 'trains', 60, 'totalPulses', 3000 - n % 7 * 50) end,
  case when n % 5 = 3 then '=SUM(A1:A9), "moved", said the patient' end, starts
from places cross join generate_series(0, $2::int - 1) as n
join numbered c on c.at = n % size
cross join lateral (select timestamptz '2023-01-04 15:00Z' + n % 1000 * interval '1 day' + n / size * interval '1 minute' as starts) as t

// A session as it is shown, in the order of the product's members.
export const SESSION_VIEW = `
  s.id, s.course_id as "courseId", s.patient_id as "patientId", s.kind, s.sequence, s.status, s.starts_at as "startsAt", s.ends_at as "endsAt",
  s.device_id as "deviceId", s.room_id as "roomId", s.operator_id as "operatorId", s.moved_from as "movedFrom", s.cancelled_late as "cancelledLate", s.overlap_reason is not null as overlaps, s.overlap_reason as "overlapReason", s.overlap_by as "overlapBy", s.phase, s.prescribed, s.delivered, s.tolerability,
  s.checked_in_at as "checkedInAt", s.started_at as "startedAt", s.ended_at as "endedAt", s.delivered_by as "deliveredBy", s.status_reason as "statusReason",
  (select jsonb_build_object('formVersion', k.form_version, 'answers', k.answers, 'outcome', k.outcome, 'findings', k.findings, 'answeredAt', iso(k.answered_at), 'answeredBy', k.answered_by, 'clearedAt', iso(k.cleared_at), 'clearedBy', k.cleared_by, 'rationale', k.rationale)
   from session_checks k where k.clinic_id = s.clinic_id and k.session_id = s.id order by k.answered_at desc, k.id desc limit 1) as check,
  (select jsonb_build_object('trains', sum(p.trains), 'totalPulses', sum(p.pulses), 'intensityPercentRmt', max(p.intensity_percent_rmt), 'outputPercentMso', max(p.output_percent_mso), 'coil', (array_agg(p.coil order by p.id desc) filter (where p.coil is not null))[1], 'reportedAt', iso(max(p.reported_at)))
   from session_progress p where p.clinic_id = s.clinic_id and p.session_id = s.id having count(*) > 0) as progress,
  coalesce((select jsonb_agg(jsonb_build_object('meaning', g.meaning, 'signedBy', g.signed_by, 'signerName', g.signer_name, 'signedAt', iso(g.signed_at)) order by g.signed_at, g.id) from session_signatures g where g.clinic_id = s.clinic_id and g.session_id = s.id), '[]') as signatures,
  coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'text', a.text, 'corrections', a.corrections, 'writtenBy', a.written_by, 'writtenAt', iso(a.written_at)) order by a.written_at, a.id) from session_addenda a where a.clinic_id = s.clinic_id and a.session_id = s.id), '[]') as addenda,
  s.status in ('scheduled', 'checked-in', 'held') and exists (select 1 from stimulation_locks l where l.clinic_id = s.clinic_id and l.patient_id = s.patient_id and l.lifted_at is null) as frozen,
  coalesce(s.sequence > (select sum(h.sessions_approved) from authorisations h where h.clinic_id = s.clinic_id and h.course_id = s.course_id), false) as "beyondAuthorisation",
  coalesce(s.sequence > c.sessions_planned, false) as "beyondPlan",
  exists (select 1 from holds h where h.clinic_id = s.clinic_id and h.course_id = s.course_id and h.released_at is null) as "onHold"`;
export const FROM_SESSIONS = 'from sessions s join courses c on c.clinic_id = s.clinic_id and c.id = s.course_id';

/** Nobody of the data set is on hold, frozen or beyond what was approved: there is nothing to warn of. */
export function viewOf({ beyondAuthorisation, beyondPlan, onHold, progress, ...row }) {
  if (beyondAuthorisation || beyondPlan || onHold || row.frozen || row.overlaps) throw new Error('The data set holds nothing to warn of');
  row.progress = progress;
  row.overrides = row.prescribed?.overrides ?? [];
  row.warnings = [];
  return row;
}

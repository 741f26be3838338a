import { OVERRIDES_OF_COURSE } from '../../courses/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';

/** One session as a payer reads it; instants in UTC. */
export interface ReportSession {
  sequence: number | null;
  status: string;
  startedAt: string;
  endedAt: string | null;
  device: string;
  deviceSerial: string | null;
  coilSerial: string | null;
  /** A clinician who was there, or within reach; the name where it was told. */
  supervision: { name: string | null; presence: string } | null;
  operator: string;
  prescribed: ReportDose | null;
  delivered: ReportDose | null;
  prescribedPercentRmt: number | null;
  prescribedPercentMso: number | null;
  intensityPercentRmt: number | null;
  outputPercentMso: number | null;
  reason: string | null;
  trains: number | null;
  coil: string | null;
  interruptions: number;
  /** The threshold by which it was dosed: the last one measured before its end. */
  thresholdPercentMso: number | null;
  thresholdMeasuredAt: string | null;
  check: { outcome: string; earProtection: boolean | null } | null;
  painDuringStimulation: number | null;
  nrsBefore: number | null;
  nrsAfter: number | null;
  adverseEvents: { category: string; grade: number }[];
  signatures: { meaning: string; signerName: string; signedAt: string }[];
  addenda: { text: string; writer: string; writtenAt: string; corrections: { field: string; original: unknown; corrected: unknown }[] }[];
}

/** As much of a dose as a reader asks for: pulses, of one block or several, or the minutes of a current or a training. */
export interface ReportDose {
  totalPulses?: number;
  blocks?: { hemisphere: string; totalPulses: number }[];
  byPrescribedBlock?: { hemisphere: string; totalPulses: number }[];
  currentMilliamps?: number;
  durationMinutes?: number;
}

/** What a letter says beside the review. */
export interface ReportFacts {
  clinic: string;
  timeZone: string;
  patient: { givenName: string; familyName: string; mrn: string; birthDate: string };
  condition: { icd10: string; description: string; side: string | null; onsetDate: string } | null;
  stimulation: Record<string, unknown> | null;
  blocks: { hemisphere: string; targetRegion: string; modality: string; stimulation: Record<string, unknown> }[] | null;
  /** The current of tDCS, or the training of neurofeedback. */
  parameters: Record<string, unknown> | null;
  target: Record<string, unknown>;
  /** `3, 2, 1 a week`: how the sessions are spread. */
  phases: { name: string; sessions: number; sessionsPerWeek?: number }[];
  offLabel: boolean;
  sessionsPlanned: number;
  screening: { outcome: string; decision: string | null; screenedAt: string } | null;
  goals: string | null;
  prescriber: string | null;
  ramp: { fromSession: number; intensityPercentRmt: number }[] | null;
  referredOn: string | null;
  /** Medicines as trials: what was given, how long, and what it did. */
  drugTrials: { name: string; dose: string; frequency: string; startedOn: string; stoppedOn: string | null; weeks: number; outcome: string | null }[];
  notes: { text: string; writer: string; writtenAt: string }[];
  /** Safety findings that clinicians have signed for, at the start of a session too. */
  overrides: { rule: string; answered: string[] | null; rationale: string; giver: string; givenAt: string; sessionId: string | null }[];
  authorisations: { payer: string; reference: string; sessionsApproved: number; validFrom: string; validTo: string }[];
  sessions: ReportSession[];
}

/** Everything a report names, in one statement. @throws Refusal 404 */
export function reportFacts(reader: Reader, courseId: string): Promise<ReportFacts> {
  const { clinicId } = reader.actor;
  return reader.one<ReportFacts>(sql`
    select k.name as clinic, k.time_zone as "timeZone", v.stimulation, v.blocks, v.parameters, c.goals, c.target, v.phases, c.off_label as "offLabel", c.sessions_planned as "sessionsPlanned", c.ramp, c.referred_on as "referredOn",
      coalesce((select jsonb_agg(jsonb_build_object('name', m.name, 'dose', m.dose, 'frequency', m.frequency, 'startedOn', m.started_on, 'stoppedOn', m.stopped_on, 'outcome', m.outcome,
          'weeks', (least(m.stopped_on, (${reader.now}::timestamptz at time zone k.time_zone)::date) - m.started_on) / 7) order by m.started_on, m.id)
        from medications m where m.clinic_id = ${clinicId} and m.patient_id = c.patient_id and m.voided_at is null), '[]') as "drugTrials",
      coalesce((select jsonb_agg(jsonb_build_object('text', n.text, 'writer', w.display_name, 'writtenAt', iso(n.written_at)) order by n.written_at, n.id)
        from progress_notes n join staff w on w.clinic_id = n.clinic_id and w.id = n.written_by where n.clinic_id = ${clinicId} and n.course_id = c.id), '[]') as notes,
      (select jsonb_build_object('outcome', n.outcome, 'decision', n.decision, 'screenedAt', iso(n.screened_at)) from screenings n
        where n.clinic_id = ${clinicId} and n.patient_id = c.patient_id order by n.screened_at desc, n.id desc limit 1) as screening,
      (select m.display_name from staff m where m.clinic_id = ${clinicId} and m.id = c.prescribed_by) as prescriber,
      jsonb_build_object('givenName', p.given_name, 'familyName', p.family_name, 'mrn', p.mrn, 'birthDate', p.birth_date) as patient,
      (select jsonb_build_object('icd10', d.icd10, 'description', d.description, 'side', d.side, 'onsetDate', d.onset_date) from conditions d where d.clinic_id = ${clinicId} and d.id = c.condition_id) as condition,
      coalesce((select jsonb_agg(g.given || jsonb_build_object('giver', b.display_name) order by g.n) from jsonb_array_elements(${OVERRIDES_OF_COURSE}) with ordinality as g(given, n)
        join staff b on b.clinic_id = ${clinicId} and b.id = (g.given ->> 'givenBy')::uuid), '[]') as overrides,
      coalesce((select jsonb_agg(jsonb_build_object('payer', a.payer, 'reference', a.reference, 'sessionsApproved', a.sessions_approved, 'validFrom', a.valid_from, 'validTo', a.valid_to) order by a.valid_from, a.id)
        from authorisations a where a.clinic_id = ${clinicId} and a.course_id = c.id and a.voided_at is null), '[]') as authorisations,
      coalesce((select jsonb_agg(jsonb_build_object('sequence', s.sequence, 'status', s.status, 'startedAt', iso(coalesce(s.started_at, s.starts_at)), 'endedAt', iso(s.ended_at), 'device', concat_ws(' ', e.name, e.manufacturer, e.model), 'deviceSerial', e.serial_number,
          'coilSerial', (select l.serial_number from coils l where l.clinic_id = s.clinic_id and l.device_id = s.device_id and l.name = coalesce(s.delivered ->> 'coil', 'standard')),
          'supervision', (s.prescribed -> 'supervision') || jsonb_build_object('name', (select y.display_name from staff y where y.clinic_id = s.clinic_id and y.id = (s.prescribed #>> '{supervision,clinicianId}')::uuid)), 'operator', o.display_name,
          'prescribed', s.prescribed, 'delivered', s.delivered, 'prescribedPercentRmt', (s.prescribed ->> 'intensityPercentRmt')::numeric, 'prescribedPercentMso', (s.prescribed ->> 'outputPercentMso')::numeric, 'intensityPercentRmt', (s.delivered ->> 'intensityPercentRmt')::numeric,
          'outputPercentMso', (s.delivered ->> 'outputPercentMso')::numeric, 'reason', s.delivered ->> 'reason',
          'trains', (s.delivered ->> 'trains')::int, 'coil', coalesce(s.delivered ->> 'coil', e.coil_type), 'interruptions', jsonb_array_length(coalesce(s.delivered -> 'interruptions', '[]')),
          'thresholdPercentMso', t.percent_mso, 'thresholdMeasuredAt', iso(t.measured_at), 'painDuringStimulation', (s.tolerability ->> 'painDuringStimulation')::int,
          'nrsBefore', (s.tolerability ->> 'nrsBefore')::int, 'nrsAfter', (s.tolerability ->> 'nrsAfter')::int,
          'check', (select jsonb_build_object('outcome', q.outcome, 'earProtection', q.answers -> 'ear-protection') from session_checks q where q.clinic_id = ${clinicId} and q.session_id = s.id order by q.answered_at desc, q.id desc limit 1),
          'adverseEvents', coalesce((select jsonb_agg(jsonb_build_object('category', h.category, 'grade', h.grade) order by h.occurred_at, h.id) from adverse_events h where h.clinic_id = ${clinicId} and h.session_id = s.id), '[]'),
          'signatures', coalesce((select jsonb_agg(jsonb_build_object('meaning', g.meaning, 'signerName', g.signer_name, 'signedAt', iso(g.signed_at)) order by g.signed_at)
            from session_signatures g where g.clinic_id = ${clinicId} and g.session_id = s.id), '[]'),
          'addenda', coalesce((select jsonb_agg(jsonb_build_object('text', a.text, 'corrections', a.corrections, 'writtenAt', iso(a.written_at), 'writer', w.display_name) order by a.written_at, a.id)
            from session_addenda a join staff w on w.clinic_id = a.clinic_id and w.id = a.written_by where a.clinic_id = ${clinicId} and a.session_id = s.id), '[]')) order by s.starts_at, s.id)
        from sessions s join devices e on e.clinic_id = s.clinic_id and e.id = s.device_id join staff o on o.clinic_id = s.clinic_id and o.id = coalesce(s.delivered_by, s.operator_id)
          left join lateral (select percent_mso, measured_at from motor_thresholds m where m.clinic_id = ${clinicId} and m.course_id = s.course_id and m.measured_at <= coalesce(s.ended_at, s.ends_at) order by measured_at desc, id desc limit 1) as t on true
        where s.clinic_id = ${clinicId} and s.course_id = c.id and s.kind = 'treatment' and s.status in ('completed', 'signed', 'aborted')), '[]') as sessions
    from courses c
    join clinics k on k.id = c.clinic_id
    join patients p on p.clinic_id = c.clinic_id and p.id = c.patient_id
    join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version
    where c.clinic_id = ${clinicId} and c.id = ${courseId}`);
}

-- The whole schema, kept equal to the steps by test (UPDATE_DOCS=1 writes it anew).

create table absences (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  reason text not null,
  constraint absences_pkey PRIMARY KEY (clinic_id, id),
  constraint absences_staff_fk FOREIGN KEY (clinic_id, staff_id) REFERENCES staff(clinic_id, id),
  constraint absences_times_check CHECK ((starts_at < ends_at))
);
CREATE INDEX absences_staff ON public.absences USING btree (clinic_id, staff_id, starts_at);
alter table absences enable row level security, force row level security;
create policy absences_of_clinic on absences for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on absences to tms_service;

create table account_links (
  clinic_id uuid not null,
  digest text not null,
  staff_id uuid not null,
  purpose text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint account_links_pkey PRIMARY KEY (clinic_id, digest),
  constraint account_links_purpose_check CHECK ((purpose = ANY (ARRAY['invitation'::text, 'password-reset'::text]))),
  constraint account_links_staff_fk FOREIGN KEY (clinic_id, staff_id) REFERENCES staff(clinic_id, id)
);
CREATE INDEX account_links_staff ON public.account_links USING btree (clinic_id, staff_id);
alter table account_links enable row level security, force row level security;
create policy account_links_of_clinic on account_links for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on account_links to tms_service;

create table adjunct_attendances (
  clinic_id uuid not null,
  id uuid not null,
  adjunct_id uuid not null,
  on_date date not null,
  attended boolean not null,
  minutes integer,
  note text,
  recorded_by uuid not null,
  recorded_at timestamp with time zone not null,
  at_time time without time zone,
  corrects uuid,
  struck_at timestamp with time zone,
  struck_by uuid,
  struck_because text,
  constraint adjunct_attendances_pkey PRIMARY KEY (clinic_id, id),
  constraint adjunct_attendances_adjunct_fk FOREIGN KEY (clinic_id, adjunct_id) REFERENCES adjuncts(clinic_id, id),
  constraint adjunct_attendances_corrects_fk FOREIGN KEY (clinic_id, corrects) REFERENCES adjunct_attendances(clinic_id, id),
  constraint adjunct_attendances_minutes_check CHECK (((minutes >= 1) AND (minutes <= 1440))),
  constraint adjunct_attendances_recorder_fk FOREIGN KEY (clinic_id, recorded_by) REFERENCES staff(clinic_id, id),
  constraint adjunct_attendances_striker_fk FOREIGN KEY (clinic_id, struck_by) REFERENCES staff(clinic_id, id),
  constraint adjunct_attendances_struck_check CHECK ((((struck_at IS NULL) = (struck_by IS NULL)) AND ((struck_at IS NULL) = (struck_because IS NULL))))
);
CREATE INDEX adjunct_attendances_adjunct ON public.adjunct_attendances USING btree (clinic_id, adjunct_id);
CREATE INDEX adjunct_attendances_corrects ON public.adjunct_attendances USING btree (clinic_id, corrects);
CREATE INDEX adjunct_attendances_recorder ON public.adjunct_attendances USING btree (clinic_id, recorded_by);
CREATE INDEX adjunct_attendances_striker ON public.adjunct_attendances USING btree (clinic_id, struck_by);
CREATE UNIQUE INDEX adjunct_attendances_one ON public.adjunct_attendances USING btree (clinic_id, adjunct_id, on_date, at_time) NULLS NOT DISTINCT WHERE (struck_at IS NULL);
CREATE TRIGGER adjunct_attendances_never_truncated BEFORE TRUNCATE ON public.adjunct_attendances FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER adjunct_attendances_written_once BEFORE DELETE OR UPDATE ON public.adjunct_attendances FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_attendance();
alter table adjunct_attendances enable row level security, force row level security;
create policy adjunct_attendances_of_clinic on adjunct_attendances for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on adjunct_attendances to tms_service;
grant update (struck_at, struck_because, struck_by) on adjunct_attendances to tms_service;

create table adjuncts (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  kind text not null,
  plan text not null,
  started_on date not null,
  ended_on date,
  timing jsonb,
  schedule jsonb,
  provider text,
  created_at timestamp with time zone not null,
  device_id uuid,
  room_id uuid,
  operator_id uuid,
  constraint adjuncts_pkey PRIMARY KEY (clinic_id, id),
  constraint adjuncts_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint adjuncts_dates_check CHECK (((ended_on IS NULL) OR (ended_on >= started_on))),
  constraint adjuncts_device_fk FOREIGN KEY (clinic_id, device_id) REFERENCES devices(clinic_id, id),
  constraint adjuncts_kind_check CHECK ((kind = ANY (ARRAY['physical-therapy'::text, 'cbt'::text, 'mindfulness'::text, 'medication'::text, 'tdcs'::text, 'neurofeedback'::text, 'other'::text]))),
  constraint adjuncts_operator_fk FOREIGN KEY (clinic_id, operator_id) REFERENCES staff(clinic_id, id),
  constraint adjuncts_room_fk FOREIGN KEY (clinic_id, room_id) REFERENCES rooms(clinic_id, id)
);
CREATE INDEX adjuncts_course ON public.adjuncts USING btree (clinic_id, course_id);
CREATE INDEX adjuncts_device ON public.adjuncts USING btree (clinic_id, device_id);
CREATE INDEX adjuncts_operator ON public.adjuncts USING btree (clinic_id, operator_id);
CREATE INDEX adjuncts_room ON public.adjuncts USING btree (clinic_id, room_id);
alter table adjuncts enable row level security, force row level security;
create policy adjuncts_of_clinic on adjuncts for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on adjuncts to tms_service;

create table adverse_events (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  course_id uuid not null,
  session_id uuid not null,
  category text not null,
  grade integer not null,
  serious boolean not null,
  causality text not null,
  expectedness text not null,
  action text not null,
  outcome text not null,
  description text not null,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid not null,
  circumstances jsonb,
  snapshot jsonb not null,
  constraint adverse_events_pkey PRIMARY KEY (clinic_id, id),
  constraint adverse_events_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint adverse_events_grade_check CHECK (((grade >= 1) AND (grade <= 5))),
  constraint adverse_events_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint adverse_events_recorder_fk FOREIGN KEY (clinic_id, recorded_by) REFERENCES staff(clinic_id, id),
  constraint adverse_events_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id)
);
CREATE INDEX adverse_events_course ON public.adverse_events USING btree (clinic_id, course_id);
CREATE INDEX adverse_events_patient ON public.adverse_events USING btree (clinic_id, patient_id);
CREATE INDEX adverse_events_recorder ON public.adverse_events USING btree (clinic_id, recorded_by);
CREATE INDEX adverse_events_session ON public.adverse_events USING btree (clinic_id, session_id);
CREATE TRIGGER adverse_events_append_only BEFORE DELETE OR UPDATE ON public.adverse_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER adverse_events_never_truncated BEFORE TRUNCATE ON public.adverse_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table adverse_events enable row level security, force row level security;
create policy adverse_events_of_clinic on adverse_events for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on adverse_events to tms_service;

create table alert_settings (
  clinic_id uuid not null,
  critical_minutes integer not null,
  warning_minutes integer not null,
  crisis_resources jsonb not null,
  constraint alert_settings_pkey PRIMARY KEY (clinic_id),
  constraint alert_settings_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint alert_settings_critical_check CHECK (((critical_minutes >= 5) AND (critical_minutes <= 1440))),
  constraint alert_settings_warning_check CHECK (((warning_minutes >= 60) AND (warning_minutes <= 43200)))
);
alter table alert_settings enable row level security, force row level security;
create policy alert_settings_of_clinic on alert_settings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on alert_settings to tms_service;

create table alerts (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  course_id uuid,
  kind text not null,
  severity text not null,
  summary text not null,
  status text not null,
  raised_at timestamp with time zone not null,
  acknowledged_at timestamp with time zone,
  acknowledged_by uuid,
  note text,
  key text,
  responsible_id uuid,
  acknowledge_by timestamp with time zone,
  escalated_at timestamp with time zone,
  resolved_at timestamp with time zone,
  resolution text,
  constraint alerts_pkey PRIMARY KEY (clinic_id, id),
  constraint alerts_acknowledgement_check CHECK (((status = 'acknowledged'::text) = ((acknowledged_at IS NOT NULL) AND (acknowledged_by IS NOT NULL)))),
  constraint alerts_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint alerts_escalation_check CHECK (((escalated_at IS NULL) OR (acknowledge_by IS NOT NULL))),
  constraint alerts_key_key UNIQUE (clinic_id, key),
  constraint alerts_kind_check CHECK ((kind = ANY (ARRAY['suicidality'::text, 'seizure'::text, 'syncope'::text, 'adverse-event'::text, 'deterioration'::text, 'medication-change'::text, 'screening-finding'::text, 'overdue-assessment'::text, 'no-response'::text, 'missed-sessions'::text, 'overdue-step'::text, 'glass-broken'::text]))),
  constraint alerts_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint alerts_resolution_check CHECK (((status = 'resolved'::text) = ((resolved_at IS NOT NULL) AND (resolution IS NOT NULL)))),
  constraint alerts_responsible_fk FOREIGN KEY (clinic_id, responsible_id) REFERENCES staff(clinic_id, id),
  constraint alerts_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'warning'::text, 'info'::text]))),
  constraint alerts_status_check CHECK ((status = ANY (ARRAY['open'::text, 'acknowledged'::text, 'resolved'::text])))
);
CREATE INDEX alerts_clock ON public.alerts USING btree (clinic_id, acknowledge_by) WHERE ((status = 'open'::text) AND (escalated_at IS NULL));
CREATE INDEX alerts_open ON public.alerts USING btree (clinic_id, id) WHERE (status = 'open'::text);
CREATE INDEX alerts_patient ON public.alerts USING btree (clinic_id, patient_id, id);
CREATE INDEX alerts_responsible ON public.alerts USING btree (clinic_id, responsible_id);
alter table alerts enable row level security, force row level security;
create policy alerts_of_clinic on alerts for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on alerts to tms_service;

create table api_keys (
  clinic_id uuid not null,
  id uuid not null,
  name text not null,
  permissions text[] not null,
  digest text not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (clinic_id, id),
  constraint api_keys_created_by_fk FOREIGN KEY (clinic_id, created_by) REFERENCES staff(clinic_id, id),
  constraint api_keys_permissions_check CHECK ((cardinality(permissions) > 0))
);
CREATE INDEX api_keys_created_by ON public.api_keys USING btree (clinic_id, created_by);
alter table api_keys enable row level security, force row level security;
create policy api_keys_of_clinic on api_keys for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on api_keys to tms_service;

create table assessment_plans (
  clinic_id uuid not null,
  course_id uuid not null,
  items jsonb not null,
  baseline_rule text not null,
  review_after_sessions integer,
  chosen_at timestamp with time zone not null,
  chosen_by uuid not null,
  constraint assessment_plans_pkey PRIMARY KEY (clinic_id, course_id),
  constraint assessment_plans_baseline_check CHECK ((baseline_rule = ANY (ARRAY['single-value'::text, 'mean-of-screening-and-first-day'::text, 'mean-of-seven-day-diary'::text]))),
  constraint assessment_plans_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint assessment_plans_review_check CHECK (((review_after_sessions >= 1) AND (review_after_sessions <= 200))),
  constraint assessment_plans_staff_fk FOREIGN KEY (clinic_id, chosen_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX assessment_plans_staff ON public.assessment_plans USING btree (clinic_id, chosen_by);
alter table assessment_plans enable row level security, force row level security;
create policy assessment_plans_of_clinic on assessment_plans for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on assessment_plans to tms_service;

create table assessment_skips (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  measure text not null,
  occasion text not null,
  reason text not null,
  skipped_at timestamp with time zone not null,
  skipped_by uuid not null,
  constraint assessment_skips_pkey PRIMARY KEY (clinic_id, id),
  constraint assessment_skips_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint assessment_skips_occasion_key UNIQUE (clinic_id, course_id, measure, occasion),
  constraint assessment_skips_staff_fk FOREIGN KEY (clinic_id, skipped_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX assessment_skips_staff ON public.assessment_skips USING btree (clinic_id, skipped_by);
CREATE TRIGGER assessment_skips_append_only BEFORE DELETE OR UPDATE ON public.assessment_skips FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER assessment_skips_never_truncated BEFORE TRUNCATE ON public.assessment_skips FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table assessment_skips enable row level security, force row level security;
create policy assessment_skips_of_clinic on assessment_skips for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on assessment_skips to tms_service;

create table assessments (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  course_id uuid,
  session_id uuid,
  measure text not null,
  measure_version text not null,
  recall_period text not null,
  answers jsonb not null,
  score double precision,
  unrounded_score double precision,
  subscores jsonb not null,
  severity text,
  complete boolean not null,
  prorated boolean not null,
  reason text,
  flags text[] not null,
  assessed_at timestamp with time zone not null,
  session_number integer not null,
  cumulative_pulses bigint not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid,
  entered_by text not null,
  place text,
  duration_seconds integer,
  supersedes uuid,
  superseded_at timestamp with time zone,
  correction_reason text,
  entered_in_error_at timestamp with time zone,
  entered_in_error_reason text,
  unrounded_subscores jsonb,
  classifications jsonb,
  value_set jsonb,
  constraint assessments_pkey PRIMARY KEY (clinic_id, id),
  constraint assessments_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint assessments_cumulative_pulses_check CHECK ((cumulative_pulses >= 0)),
  constraint assessments_duration_check CHECK (((duration_seconds >= 0) AND (duration_seconds <= 86400))),
  constraint assessments_entered_by_check CHECK ((entered_by = ANY (ARRAY['patient'::text, 'staff'::text, 'proxy'::text]))),
  constraint assessments_entered_in_error_check CHECK (((entered_in_error_at IS NULL) = (entered_in_error_reason IS NULL))),
  constraint assessments_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint assessments_place_check CHECK ((place = ANY (ARRAY['clinic'::text, 'home'::text, 'telephone'::text, 'other'::text]))),
  constraint assessments_session_number_check CHECK ((session_number >= 0)),
  constraint assessments_supersedes_fk FOREIGN KEY (clinic_id, supersedes) REFERENCES assessments(clinic_id, id),
  constraint assessments_supersedes_key UNIQUE (clinic_id, supersedes)
);
CREATE INDEX assessments_course ON public.assessments USING btree (clinic_id, course_id, measure, assessed_at);
CREATE INDEX assessments_patient ON public.assessments USING btree (clinic_id, patient_id, measure, assessed_at);
CREATE INDEX assessments_scored_version ON public.assessments USING btree (clinic_id, course_id, measure, assessed_at, id, unrounded_score, session_number, recall_period, measure_version) WHERE ((superseded_at IS NULL) AND (entered_in_error_at IS NULL) AND (unrounded_score IS NOT NULL));
CREATE TRIGGER assessments_kept BEFORE DELETE OR UPDATE ON public.assessments FOR EACH ROW EXECUTE FUNCTION protect_assessment();
alter table assessments enable row level security, force row level security;
create policy assessments_of_clinic on assessments for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on assessments to tms_service;

create table audit_entries (
  clinic_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor_id uuid,
  api_key_id uuid,
  ip text,
  request_id text not null,
  action text not null,
  patient_id uuid,
  subject_type text not null,
  subject_id uuid,
  changes jsonb,
  transaction bigint not null,
  constraint audit_entries_pkey PRIMARY KEY (clinic_id, id),
  constraint audit_entries_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id)
);
CREATE INDEX audit_entries_actor ON public.audit_entries USING btree (clinic_id, actor_id, id);
CREATE INDEX audit_entries_at ON public.audit_entries USING btree (clinic_id, at, id);
CREATE INDEX audit_entries_changes ON public.audit_entries USING btree (clinic_id, transaction) WHERE (changes IS NOT NULL);
CREATE INDEX audit_entries_commit_order ON public.audit_entries USING btree (clinic_id, transaction, id);
CREATE INDEX audit_entries_patient ON public.audit_entries USING btree (clinic_id, patient_id, id) WHERE (patient_id IS NOT NULL);
CREATE TRIGGER audit_entries_append_only BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_never_truncated BEFORE TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table audit_entries enable row level security, force row level security;
create policy audit_entries_of_clinic on audit_entries for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on audit_entries to tms_service;

create table audit_seals (
  clinic_id uuid not null,
  sequence bigint not null,
  entry_id uuid not null,
  hash text not null,
  sealed_at timestamp with time zone not null,
  constraint audit_seals_pkey PRIMARY KEY (clinic_id, sequence),
  constraint audit_seals_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint audit_seals_entry_key UNIQUE (clinic_id, entry_id),
  constraint audit_seals_sequence_check CHECK ((sequence > 0))
);
CREATE TRIGGER audit_seals_append_only BEFORE DELETE OR UPDATE ON public.audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_never_truncated BEFORE TRUNCATE ON public.audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table audit_seals enable row level security, force row level security;
create policy audit_seals_of_clinic on audit_seals for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on audit_seals to tms_service;

create table authorisation_uses (
  clinic_id uuid not null,
  session_id uuid not null,
  course_id uuid not null,
  authorisation_id uuid,
  counted_at timestamp with time zone not null,
  constraint authorisation_uses_pkey PRIMARY KEY (clinic_id, session_id),
  constraint authorisation_uses_authorisation_fk FOREIGN KEY (clinic_id, authorisation_id) REFERENCES authorisations(clinic_id, id),
  constraint authorisation_uses_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint authorisation_uses_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id)
);
CREATE INDEX authorisation_uses_authorisation ON public.authorisation_uses USING btree (clinic_id, authorisation_id);
CREATE INDEX authorisation_uses_course ON public.authorisation_uses USING btree (clinic_id, course_id);
alter table authorisation_uses enable row level security, force row level security;
create policy authorisation_uses_of_clinic on authorisation_uses for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on authorisation_uses to tms_service;

create table authorisations (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  payer text not null,
  reference text not null,
  sessions_approved integer not null,
  sessions_used integer not null default 0,
  valid_from date not null,
  valid_to date not null,
  created_at timestamp with time zone not null,
  voided_at timestamp with time zone,
  voided_by uuid,
  void_reason text,
  no_payer_concerned boolean not null default false,
  constraint authorisations_pkey PRIMARY KEY (clinic_id, id),
  constraint authorisations_approved_check CHECK (((sessions_approved >= 1) AND (sessions_approved <= 500))),
  constraint authorisations_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint authorisations_dates_check CHECK ((valid_to >= valid_from)),
  constraint authorisations_no_payer_check CHECK (((NOT no_payer_concerned) OR (voided_at IS NOT NULL))),
  constraint authorisations_used_check CHECK ((sessions_used >= 0)),
  constraint authorisations_voided_check CHECK ((((voided_at IS NULL) = (voided_by IS NULL)) AND ((voided_at IS NULL) = (void_reason IS NULL))))
);
CREATE INDEX authorisations_course ON public.authorisations USING btree (clinic_id, course_id);
alter table authorisations enable row level security, force row level security;
create policy authorisations_of_clinic on authorisations for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on authorisations to tms_service;

create table booking_settings (
  clinic_id uuid not null,
  id uuid not null,
  cancellation_notice_hours integer not null,
  check_in_closes_minutes integer,
  start_closes_minutes integer,
  revision integer not null,
  constraint booking_settings_pkey PRIMARY KEY (clinic_id, id),
  constraint booking_settings_check_in_check CHECK (((check_in_closes_minutes >= 0) AND (check_in_closes_minutes <= 1440))),
  constraint booking_settings_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint booking_settings_clinic_key UNIQUE (clinic_id),
  constraint booking_settings_notice_check CHECK (((cancellation_notice_hours >= 0) AND (cancellation_notice_hours <= 336))),
  constraint booking_settings_revision_check CHECK ((revision > 0)),
  constraint booking_settings_start_check CHECK (((start_closes_minutes >= 0) AND (start_closes_minutes <= 1440)))
);
alter table booking_settings enable row level security, force row level security;
create policy booking_settings_of_clinic on booking_settings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on booking_settings to tms_service;

create table calendar_feeds (
  clinic_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  secret_hash text not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  revoked_at timestamp with time zone,
  constraint calendar_feeds_pkey PRIMARY KEY (clinic_id, id),
  constraint calendar_feeds_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint calendar_feeds_kind_check CHECK ((kind = ANY (ARRAY['staff'::text, 'device'::text, 'patient'::text]))),
  constraint calendar_feeds_secret_key UNIQUE (clinic_id, secret_hash),
  constraint calendar_feeds_staff_fk FOREIGN KEY (clinic_id, created_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX calendar_feeds_staff ON public.calendar_feeds USING btree (clinic_id, created_by);
alter table calendar_feeds enable row level security, force row level security;
create policy calendar_feeds_of_clinic on calendar_feeds for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on calendar_feeds to tms_service;

create table claims (
  clinic_id uuid not null,
  id uuid not null,
  kind text not null,
  resource_id uuid not null,
  lane integer not null default 1,
  occupant text not null,
  occupant_id uuid not null,
  during tstzrange not null,
  live boolean not null default true,
  expires_at timestamp with time zone,
  constraint claims_pkey PRIMARY KEY (clinic_id, id),
  constraint claims_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint claims_during_check CHECK (((NOT isempty(during)) AND (lower(during) IS NOT NULL) AND (upper(during) IS NOT NULL) AND lower_inc(during) AND (NOT upper_inc(during)) AND ((upper(during) - lower(during)) <= '400 days'::interval))),
  constraint claims_kind_check CHECK ((kind = ANY (ARRAY['device'::text, 'room'::text, 'operator'::text, 'patient'::text]))),
  constraint claims_lane_check CHECK (((lane = 1) OR (((lane >= 2) AND (lane <= 100)) AND (kind = ANY (ARRAY['room'::text, 'operator'::text]))))),
  constraint claims_no_overlap EXCLUDE USING gist (clinic_id WITH =, kind WITH =, resource_id WITH =, lane WITH =, during WITH &&) WHERE (live),
  constraint claims_occupant_check CHECK ((occupant = ANY (ARRAY['session'::text, 'downtime'::text, 'absence'::text, 'hold'::text])))
);
CREATE INDEX claims_occupant ON public.claims USING btree (clinic_id, occupant_id);
CREATE INDEX claims_of_others ON public.claims USING btree (clinic_id, occupant) WHERE (live AND (occupant <> 'session'::text));
CREATE INDEX claims_window ON public.claims USING gist (clinic_id, during) WHERE live;
alter table claims enable row level security, force row level security;
create policy claims_of_clinic on claims for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on claims to tms_service;

create table clinic_measures (
  clinic_id uuid not null,
  code text not null,
  version integer not null,
  definition jsonb not null,
  defined_at timestamp with time zone not null,
  defined_by uuid not null,
  constraint clinic_measures_pkey PRIMARY KEY (clinic_id, code, version),
  constraint clinic_measures_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint clinic_measures_staff_fk FOREIGN KEY (clinic_id, defined_by) REFERENCES staff(clinic_id, id),
  constraint clinic_measures_version_check CHECK ((version > 0))
);
CREATE INDEX clinic_measures_staff ON public.clinic_measures USING btree (clinic_id, defined_by);
CREATE TRIGGER clinic_measures_append_only BEFORE DELETE OR UPDATE ON public.clinic_measures FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clinic_measures_never_truncated BEFORE TRUNCATE ON public.clinic_measures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table clinic_measures enable row level security, force row level security;
create policy clinic_measures_of_clinic on clinic_measures for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on clinic_measures to tms_service;

create table clinics (
  id uuid not null,
  name text not null,
  time_zone text not null,
  opening_hours jsonb not null,
  slot_minutes integer not null,
  turnover_minutes integer not null,
  pseudonym_key uuid not null,
  created_at timestamp with time zone not null,
  protocol_review text not null default 'none'::text,
  public_holidays jsonb,
  constraint clinics_pkey PRIMARY KEY (id),
  constraint clinics_protocol_review_check CHECK ((protocol_review = ANY (ARRAY['none'::text, 'second-clinician'::text]))),
  constraint clinics_slot_minutes_check CHECK (((slot_minutes >= 5) AND (slot_minutes <= 120))),
  constraint clinics_turnover_minutes_check CHECK (((turnover_minutes >= 0) AND (turnover_minutes <= 120)))
);
alter table clinics enable row level security, force row level security;
create policy clinics_of_clinic on clinics for all using ((id = app_clinic_id())) with check ((id = app_clinic_id()));
create policy clinics_of_jobs on clinics for select using (app_is_job());
grant insert, select, update on clinics to tms_service;

create table closures (
  clinic_id uuid not null,
  id uuid not null,
  from_date date not null,
  to_date date not null,
  reason text not null,
  constraint closures_pkey PRIMARY KEY (clinic_id, id),
  constraint closures_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint closures_dates_check CHECK (((from_date <= to_date) AND ((to_date - from_date) <= 366)))
);
CREATE INDEX closures_dates ON public.closures USING btree (clinic_id, to_date);
alter table closures enable row level security, force row level security;
create policy closures_of_clinic on closures for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on closures to tms_service;

create table coils (
  clinic_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  name text not null,
  pulses bigint not null default 0,
  sessions integer not null default 0,
  pulse_limit bigint,
  first_used_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  serial_number text,
  constraint coils_pkey PRIMARY KEY (clinic_id, id),
  constraint coils_device_fk FOREIGN KEY (clinic_id, device_id) REFERENCES devices(clinic_id, id),
  constraint coils_name_key UNIQUE (clinic_id, device_id, name),
  constraint coils_pulse_limit_check CHECK ((pulse_limit > 0)),
  constraint coils_pulses_check CHECK ((pulses >= 0)),
  constraint coils_sessions_check CHECK ((sessions >= 0))
);
alter table coils enable row level security, force row level security;
create policy coils_of_clinic on coils for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on coils to tms_service;

create table competences (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  modality text not null,
  coil_type text,
  valid_until date,
  constraint competences_pkey PRIMARY KEY (clinic_id, id),
  constraint competences_coil_type_check CHECK ((coil_type = ANY (ARRAY['figure-8'::text, 'circular'::text, 'double-cone'::text, 'h1'::text, 'h4'::text, 'h7'::text]))),
  constraint competences_staff_fk FOREIGN KEY (clinic_id, staff_id) REFERENCES staff(clinic_id, id)
);
CREATE INDEX competences_staff ON public.competences USING btree (clinic_id, staff_id);
CREATE UNIQUE INDEX competences_once ON public.competences USING btree (clinic_id, staff_id, modality, COALESCE(coil_type, ''::text));
alter table competences enable row level security, force row level security;
create policy competences_of_clinic on competences for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on competences to tms_service;

create table conditions (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  icd10 text not null,
  description text not null,
  category text not null,
  icd11 text,
  side text,
  onset_date date not null,
  resolved_date date,
  created_at timestamp with time zone not null,
  constraint conditions_pkey PRIMARY KEY (clinic_id, id),
  constraint conditions_category_check CHECK ((category = ANY (ARRAY['neuropathic-pain'::text, 'musculoskeletal-pain'::text, 'fibromyalgia'::text, 'inflammatory-pain'::text, 'headache'::text, 'crps'::text, 'post-stroke-pain'::text, 'other-pain'::text, 'depression'::text, 'anxiety'::text, 'other'::text]))),
  constraint conditions_dates_check CHECK (((resolved_date IS NULL) OR (resolved_date >= onset_date))),
  constraint conditions_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint conditions_side_check CHECK ((side = ANY (ARRAY['left'::text, 'right'::text, 'bilateral'::text, 'midline'::text])))
);
CREATE INDEX conditions_patient ON public.conditions USING btree (clinic_id, patient_id);
alter table conditions enable row level security, force row level security;
create policy conditions_of_clinic on conditions for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on conditions to tms_service;

create table consents (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  kind text not null,
  signed_at timestamp with time zone not null,
  document_version text not null,
  signed_by text not null,
  withdrawn_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint consents_pkey PRIMARY KEY (clinic_id, id),
  constraint consents_kind_check CHECK ((kind = ANY (ARRAY['treatment'::text, 'off-label'::text, 'combined-stimulation'::text, 'data-sharing'::text]))),
  constraint consents_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id)
);
CREATE INDEX consents_patient ON public.consents USING btree (clinic_id, patient_id);
alter table consents enable row level security, force row level security;
create policy consents_of_clinic on consents for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on consents to tms_service;

create table course_extensions (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  sessions integer not null,
  reason text not null,
  given_by uuid not null,
  given_at timestamp with time zone not null,
  constraint course_extensions_pkey PRIMARY KEY (clinic_id, id),
  constraint course_extensions_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint course_extensions_giver_fk FOREIGN KEY (clinic_id, given_by) REFERENCES staff(clinic_id, id),
  constraint course_extensions_sessions_check CHECK (((sessions >= 1) AND (sessions <= 100)))
);
CREATE INDEX course_extensions_course ON public.course_extensions USING btree (clinic_id, course_id);
CREATE INDEX course_extensions_giver ON public.course_extensions USING btree (clinic_id, given_by);
CREATE TRIGGER course_extensions_append_only BEFORE DELETE OR UPDATE ON public.course_extensions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_extensions_never_truncated BEFORE TRUNCATE ON public.course_extensions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table course_extensions enable row level security, force row level security;
create policy course_extensions_of_clinic on course_extensions for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on course_extensions to tms_service;

create table course_overrides (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  rule text not null,
  rationale text not null,
  given_by uuid not null,
  given_at timestamp with time zone not null,
  answered text[],
  constraint course_overrides_pkey PRIMARY KEY (clinic_id, id),
  constraint course_overrides_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint course_overrides_giver_fk FOREIGN KEY (clinic_id, given_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX course_overrides_course ON public.course_overrides USING btree (clinic_id, course_id);
CREATE INDEX course_overrides_giver ON public.course_overrides USING btree (clinic_id, given_by);
CREATE TRIGGER course_overrides_append_only BEFORE DELETE OR UPDATE ON public.course_overrides FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_overrides_never_truncated BEFORE TRUNCATE ON public.course_overrides FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table course_overrides enable row level security, force row level security;
create policy course_overrides_of_clinic on course_overrides for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on course_overrides to tms_service;

create table courses (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  condition_id uuid,
  protocol_id uuid not null,
  protocol_version integer not null,
  modality text not null,
  status text not null,
  hemisphere text not null,
  target jsonb not null,
  ramp jsonb,
  goals text,
  off_label boolean not null,
  sessions_planned integer not null,
  sessions_delivered integer not null default 0,
  pulses_delivered bigint not null default 0,
  prescribed_by uuid not null,
  created_at timestamp with time zone not null,
  activated_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  referred_on date,
  constraint courses_pkey PRIMARY KEY (clinic_id, id),
  constraint courses_condition_fk FOREIGN KEY (clinic_id, condition_id) REFERENCES conditions(clinic_id, id),
  constraint courses_hemisphere_check CHECK ((hemisphere = ANY (ARRAY['left'::text, 'right'::text, 'bilateral'::text, 'midline'::text]))),
  constraint courses_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint courses_prescriber_fk FOREIGN KEY (clinic_id, prescribed_by) REFERENCES staff(clinic_id, id),
  constraint courses_protocol_version_fk FOREIGN KEY (clinic_id, protocol_id, protocol_version) REFERENCES protocol_versions(clinic_id, protocol_id, version),
  constraint courses_pulses_delivered_check CHECK ((pulses_delivered >= 0)),
  constraint courses_sessions_delivered_check CHECK ((sessions_delivered >= 0)),
  constraint courses_sessions_planned_check CHECK (((sessions_planned >= 1) AND (sessions_planned <= 500))),
  constraint courses_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'active'::text, 'paused'::text, 'completed'::text, 'discontinued'::text])))
);
CREATE INDEX courses_condition ON public.courses USING btree (clinic_id, condition_id);
CREATE INDEX courses_patient ON public.courses USING btree (clinic_id, patient_id);
CREATE INDEX courses_prescriber ON public.courses USING btree (clinic_id, prescribed_by);
CREATE INDEX courses_protocol_version ON public.courses USING btree (clinic_id, protocol_id, protocol_version);
alter table courses enable row level security, force row level security;
create policy courses_of_clinic on courses for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on courses to tms_service;
grant update (activated_at, end_reason, ended_at, goals, off_label, pulses_delivered, ramp, sessions_delivered, sessions_planned, status) on courses to tms_service;

create table delivery_settings (
  clinic_id uuid not null,
  id uuid not null,
  signing text not null,
  signature_due_hours integer not null,
  coil_at_limit text not null,
  pre_session_levels jsonb not null,
  revision integer not null,
  constraint delivery_settings_pkey PRIMARY KEY (clinic_id, id),
  constraint delivery_settings_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint delivery_settings_clinic_key UNIQUE (clinic_id),
  constraint delivery_settings_coil_check CHECK ((coil_at_limit = ANY (ARRAY['warn'::text, 'refuse'::text]))),
  constraint delivery_settings_due_check CHECK (((signature_due_hours >= 1) AND (signature_due_hours <= 720))),
  constraint delivery_settings_revision_check CHECK ((revision > 0)),
  constraint delivery_settings_signing_check CHECK ((signing = ANY (ARRAY['clinician'::text, 'operator'::text, 'operator-and-clinician'::text])))
);
alter table delivery_settings enable row level security, force row level security;
create policy delivery_settings_of_clinic on delivery_settings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on delivery_settings to tms_service;

create table device_checks (
  clinic_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  on_date date not null,
  outcome text not null,
  items jsonb not null,
  note text,
  checked_at timestamp with time zone not null,
  checked_by uuid not null,
  constraint device_checks_pkey PRIMARY KEY (clinic_id, id),
  constraint device_checks_checker_fk FOREIGN KEY (clinic_id, checked_by) REFERENCES staff(clinic_id, id),
  constraint device_checks_device_fk FOREIGN KEY (clinic_id, device_id) REFERENCES devices(clinic_id, id),
  constraint device_checks_outcome_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'failed'::text])))
);
CREATE INDEX device_checks_checker ON public.device_checks USING btree (clinic_id, checked_by);
CREATE INDEX device_checks_day ON public.device_checks USING btree (clinic_id, device_id, on_date);
CREATE TRIGGER device_checks_append_only BEFORE DELETE OR UPDATE ON public.device_checks FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER device_checks_never_truncated BEFORE TRUNCATE ON public.device_checks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table device_checks enable row level security, force row level security;
create policy device_checks_of_clinic on device_checks for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on device_checks to tms_service;

create table device_file_rows (
  clinic_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  line integer not null,
  record jsonb not null,
  digest text not null,
  status text not null,
  session_id uuid,
  note text,
  decided_at timestamp with time zone,
  decided_by uuid,
  constraint device_file_rows_pkey PRIMARY KEY (clinic_id, id),
  constraint device_file_rows_decider_fk FOREIGN KEY (clinic_id, decided_by) REFERENCES staff(clinic_id, id),
  constraint device_file_rows_digest_key UNIQUE (clinic_id, digest),
  constraint device_file_rows_file_fk FOREIGN KEY (clinic_id, file_id) REFERENCES device_files(clinic_id, id),
  constraint device_file_rows_match_check CHECK (((status <> 'matched'::text) OR (session_id IS NOT NULL))),
  constraint device_file_rows_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id),
  constraint device_file_rows_status_check CHECK ((status = ANY (ARRAY['matched'::text, 'proposed'::text, 'unmatched'::text, 'dismissed'::text])))
);
CREATE INDEX device_file_rows_decider ON public.device_file_rows USING btree (clinic_id, decided_by);
CREATE INDEX device_file_rows_file ON public.device_file_rows USING btree (clinic_id, file_id);
CREATE INDEX device_file_rows_session ON public.device_file_rows USING btree (clinic_id, session_id);
CREATE TRIGGER device_file_rows_stand BEFORE DELETE OR UPDATE ON public.device_file_rows FOR EACH ROW EXECUTE FUNCTION protect_device_file_row();
alter table device_file_rows enable row level security, force row level security;
create policy device_file_rows_of_clinic on device_file_rows for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on device_file_rows to tms_service;
grant update (decided_at, decided_by, note, session_id, status) on device_file_rows to tms_service;

create table device_files (
  clinic_id uuid not null,
  id uuid not null,
  name text not null,
  digest text not null,
  imported_at timestamp with time zone not null,
  imported_by uuid not null,
  constraint device_files_pkey PRIMARY KEY (clinic_id, id),
  constraint device_files_digest_key UNIQUE (clinic_id, digest),
  constraint device_files_importer_fk FOREIGN KEY (clinic_id, imported_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX device_files_importer ON public.device_files USING btree (clinic_id, imported_by);
CREATE TRIGGER device_files_append_only BEFORE DELETE OR UPDATE ON public.device_files FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER device_files_never_truncated BEFORE TRUNCATE ON public.device_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table device_files enable row level security, force row level security;
create policy device_files_of_clinic on device_files for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on device_files to tms_service;

create table devices (
  clinic_id uuid not null,
  id uuid not null,
  name text not null,
  manufacturer text not null,
  model text not null,
  modalities text[] not null,
  max_output_note text,
  maximum_output_percent_mso numeric(5,2),
  coil_type text,
  status text not null,
  cooling_minutes integer,
  daily_check_minutes integer not null default 0,
  serial_number text,
  constraint devices_pkey PRIMARY KEY (clinic_id, id),
  constraint devices_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint devices_coil_type_check CHECK ((coil_type = ANY (ARRAY['figure-8'::text, 'circular'::text, 'double-cone'::text, 'h1'::text, 'h4'::text, 'h7'::text]))),
  constraint devices_cooling_minutes_check CHECK (((cooling_minutes >= 0) AND (cooling_minutes <= 240))),
  constraint devices_daily_check_minutes_check CHECK (((daily_check_minutes >= 0) AND (daily_check_minutes <= 120))),
  constraint devices_maximum_output_check CHECK (((maximum_output_percent_mso >= (1)::numeric) AND (maximum_output_percent_mso <= (100)::numeric))),
  constraint devices_modalities_check CHECK ((cardinality(modalities) > 0)),
  constraint devices_name_key UNIQUE (clinic_id, name),
  constraint devices_status_check CHECK ((status = ANY (ARRAY['in-service'::text, 'out-of-service'::text])))
);
alter table devices enable row level security, force row level security;
create policy devices_of_clinic on devices for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on devices to tms_service;

create table diary_settings (
  clinic_id uuid not null,
  ask_at text not null,
  constraint diary_settings_pkey PRIMARY KEY (clinic_id),
  constraint diary_settings_ask_at_check CHECK ((ask_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text)),
  constraint diary_settings_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id)
);
alter table diary_settings enable row level security, force row level security;
create policy diary_settings_of_clinic on diary_settings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on diary_settings to tms_service;

create table downtimes (
  clinic_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  reason text not null,
  constraint downtimes_pkey PRIMARY KEY (clinic_id, id),
  constraint downtimes_device_fk FOREIGN KEY (clinic_id, device_id) REFERENCES devices(clinic_id, id),
  constraint downtimes_times_check CHECK ((starts_at < ends_at))
);
CREATE INDEX downtimes_device ON public.downtimes USING btree (clinic_id, device_id, starts_at);
alter table downtimes enable row level security, force row level security;
create policy downtimes_of_clinic on downtimes for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on downtimes to tms_service;

create table glass_grants (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  staff_id uuid not null,
  reason text not null,
  broken_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint glass_grants_pkey PRIMARY KEY (clinic_id, id),
  constraint glass_grants_expiry_check CHECK ((expires_at > broken_at)),
  constraint glass_grants_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint glass_grants_staff_fk FOREIGN KEY (clinic_id, staff_id) REFERENCES staff(clinic_id, id)
);
CREATE INDEX glass_grants_patient ON public.glass_grants USING btree (clinic_id, patient_id, id);
CREATE INDEX glass_grants_staff ON public.glass_grants USING btree (clinic_id, staff_id, expires_at);
CREATE TRIGGER glass_grants_append_only BEFORE DELETE OR UPDATE ON public.glass_grants FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER glass_grants_never_truncated BEFORE TRUNCATE ON public.glass_grants FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table glass_grants enable row level security, force row level security;
create policy glass_grants_of_clinic on glass_grants for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on glass_grants to tms_service;

create table glass_reviews (
  clinic_id uuid not null,
  grant_id uuid not null,
  reviewed_at timestamp with time zone not null,
  reviewed_by uuid not null,
  justified boolean not null,
  note text not null,
  constraint glass_reviews_pkey PRIMARY KEY (clinic_id, grant_id),
  constraint glass_reviews_grant_fk FOREIGN KEY (clinic_id, grant_id) REFERENCES glass_grants(clinic_id, id),
  constraint glass_reviews_reviewed_by_fk FOREIGN KEY (clinic_id, reviewed_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX glass_reviews_reviewed_by ON public.glass_reviews USING btree (clinic_id, reviewed_by);
CREATE TRIGGER glass_reviews_append_only BEFORE DELETE OR UPDATE ON public.glass_reviews FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER glass_reviews_never_truncated BEFORE TRUNCATE ON public.glass_reviews FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table glass_reviews enable row level security, force row level security;
create policy glass_reviews_of_clinic on glass_reviews for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on glass_reviews to tms_service;

create table holds (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  code text not null,
  detail text not null,
  placed_at timestamp with time zone not null,
  placed_by uuid,
  released_at timestamp with time zone,
  released_by uuid,
  release_note text,
  constraint holds_pkey PRIMARY KEY (clinic_id, id),
  constraint holds_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint holds_release_check CHECK (((released_at IS NULL) = (release_note IS NULL)))
);
CREATE INDEX holds_course ON public.holds USING btree (clinic_id, course_id);
alter table holds enable row level security, force row level security;
create policy holds_of_clinic on holds for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on holds to tms_service;

create table idempotency_keys (
  clinic_id uuid not null,
  staff_id uuid not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  status integer,
  headers jsonb,
  body text,
  created_at timestamp with time zone not null,
  permissions text[] not null default '{}'::text[],
  records uuid[] not null default '{}'::uuid[],
  constraint idempotency_keys_pkey PRIMARY KEY (clinic_id, staff_id, route, key),
  constraint idempotency_keys_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id)
);
CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (clinic_id, created_at);
alter table idempotency_keys enable row level security, force row level security;
create policy idempotency_keys_of_clinic on idempotency_keys for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on idempotency_keys to tms_service;

create table licence_statements (
  clinic_id uuid not null,
  id uuid not null,
  measure text not null,
  reference text not null,
  stated_at timestamp with time zone not null,
  stated_by uuid,
  withdrawn_at timestamp with time zone,
  constraint licence_statements_pkey PRIMARY KEY (clinic_id, id),
  constraint licence_statements_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint licence_statements_staff_fk FOREIGN KEY (clinic_id, stated_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX licence_statements_staff ON public.licence_statements USING btree (clinic_id, stated_by);
CREATE UNIQUE INDEX licence_statements_live ON public.licence_statements USING btree (clinic_id, measure) WHERE (withdrawn_at IS NULL);
alter table licence_statements enable row level security, force row level security;
create policy licence_statements_of_clinic on licence_statements for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on licence_statements to tms_service;

create table login_counters (
  key text not null,
  level double precision not null,
  at timestamp with time zone not null,
  constraint login_counters_pkey PRIMARY KEY (key)
);
CREATE INDEX login_counters_age ON public.login_counters USING btree (at);
alter table login_counters enable row level security, force row level security;
create policy login_counters_named on login_counters for all using (((key = ANY (string_to_array(current_setting('app.login_counters'::text, true), ' '::text))) OR (at < (now() - '60 days'::interval)))) with check ((key = ANY (string_to_array(current_setting('app.login_counters'::text, true), ' '::text))));
grant delete, insert, select, update on login_counters to tms_service;

create table login_sessions (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  confirmed_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  second_factor_elsewhere boolean not null default false,
  ip text,
  user_agent text,
  constraint login_sessions_pkey PRIMARY KEY (clinic_id, id),
  constraint login_sessions_staff_fk FOREIGN KEY (clinic_id, staff_id) REFERENCES staff(clinic_id, id)
);
CREATE INDEX login_sessions_staff ON public.login_sessions USING btree (clinic_id, staff_id);
alter table login_sessions enable row level security, force row level security;
create policy login_sessions_of_clinic on login_sessions for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on login_sessions to tms_service;

create table measure_settings (
  clinic_id uuid not null,
  licensed_by_topic boolean not null,
  value_set text not null,
  constraint measure_settings_pkey PRIMARY KEY (clinic_id),
  constraint measure_settings_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id)
);
alter table measure_settings enable row level security, force row level security;
create policy measure_settings_of_clinic on measure_settings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on measure_settings to tms_service;

create table measure_value_sets (
  clinic_id uuid not null,
  id uuid not null,
  measure text not null,
  code text not null,
  version integer not null,
  definition jsonb not null,
  defined_at timestamp with time zone not null,
  defined_by uuid not null,
  constraint measure_value_sets_pkey PRIMARY KEY (clinic_id, id),
  constraint measure_value_sets_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint measure_value_sets_staff_fk FOREIGN KEY (clinic_id, defined_by) REFERENCES staff(clinic_id, id),
  constraint measure_value_sets_version_check CHECK ((version > 0)),
  constraint measure_value_sets_version_key UNIQUE (clinic_id, measure, code, version)
);
CREATE INDEX measure_value_sets_staff ON public.measure_value_sets USING btree (clinic_id, defined_by);
CREATE TRIGGER measure_value_sets_append_only BEFORE DELETE OR UPDATE ON public.measure_value_sets FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER measure_value_sets_never_truncated BEFORE TRUNCATE ON public.measure_value_sets FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table measure_value_sets enable row level security, force row level security;
create policy measure_value_sets_of_clinic on measure_value_sets for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on measure_value_sets to tms_service;

create table measure_wordings (
  clinic_id uuid not null,
  id uuid not null,
  measure text not null,
  language text not null,
  words jsonb not null,
  constraint measure_wordings_pkey PRIMARY KEY (clinic_id, id),
  constraint measure_wordings_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint measure_wordings_measure_key UNIQUE (clinic_id, measure, language)
);
alter table measure_wordings enable row level security, force row level security;
create policy measure_wordings_of_clinic on measure_wordings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on measure_wordings to tms_service;

create table medications (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  name text not null,
  dose text not null,
  frequency text not null,
  started_on date not null,
  stopped_on date,
  seizure_risk text,
  daily_mme double precision,
  mme_reason text,
  mme_table_version text,
  changed_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  outcome text,
  voided_at timestamp with time zone,
  voided_by uuid,
  void_reason text,
  constraint medications_pkey PRIMARY KEY (clinic_id, id),
  constraint medications_dates_check CHECK (((stopped_on IS NULL) OR (stopped_on >= started_on))),
  constraint medications_outcome_check CHECK ((outcome = ANY (ARRAY['response'::text, 'partial-response'::text, 'no-response'::text, 'not-tolerated'::text]))),
  constraint medications_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint medications_voided_check CHECK ((((voided_at IS NULL) = (voided_by IS NULL)) AND ((voided_at IS NULL) = (void_reason IS NULL))))
);
CREATE INDEX medications_patient ON public.medications USING btree (clinic_id, patient_id);
alter table medications enable row level security, force row level security;
create policy medications_of_clinic on medications for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on medications to tms_service;

create table motor_threshold_signatures (
  clinic_id uuid not null,
  id uuid not null,
  motor_threshold_id uuid not null,
  signed_by uuid not null,
  signer_name text not null,
  signed_at timestamp with time zone not null,
  constraint motor_threshold_signatures_pkey PRIMARY KEY (clinic_id, id),
  constraint motor_threshold_signatures_signer_fk FOREIGN KEY (clinic_id, signed_by) REFERENCES staff(clinic_id, id),
  constraint motor_threshold_signatures_threshold_fk FOREIGN KEY (clinic_id, motor_threshold_id) REFERENCES motor_thresholds(clinic_id, id),
  constraint motor_threshold_signatures_threshold_key UNIQUE (clinic_id, motor_threshold_id)
);
CREATE INDEX motor_threshold_signatures_signer ON public.motor_threshold_signatures USING btree (clinic_id, signed_by);
CREATE TRIGGER motor_threshold_signatures_append_only BEFORE DELETE OR UPDATE ON public.motor_threshold_signatures FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER motor_threshold_signatures_never_truncated BEFORE TRUNCATE ON public.motor_threshold_signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table motor_threshold_signatures enable row level security, force row level security;
create policy motor_threshold_signatures_of_clinic on motor_threshold_signatures for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on motor_threshold_signatures to tms_service;

create table motor_thresholds (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  device_id uuid,
  hemisphere text not null,
  percent_mso numeric(5,2) not null,
  method text not null,
  coil_type text,
  measured_at timestamp with time zone not null,
  measured_by uuid not null,
  reason text,
  created_at timestamp with time zone not null,
  muscle text,
  hotspot text,
  coil_angle_degrees integer,
  trials jsonb,
  occasion text,
  constraint motor_thresholds_pkey PRIMARY KEY (clinic_id, id),
  constraint motor_thresholds_coil_angle_check CHECK (((coil_angle_degrees >= 0) AND (coil_angle_degrees <= 359))),
  constraint motor_thresholds_coil_type_check CHECK ((coil_type = ANY (ARRAY['figure-8'::text, 'circular'::text, 'double-cone'::text, 'h1'::text, 'h4'::text, 'h7'::text]))),
  constraint motor_thresholds_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint motor_thresholds_device_fk FOREIGN KEY (clinic_id, device_id) REFERENCES devices(clinic_id, id),
  constraint motor_thresholds_hemisphere_check CHECK ((hemisphere = ANY (ARRAY['left'::text, 'right'::text]))),
  constraint motor_thresholds_measurer_fk FOREIGN KEY (clinic_id, measured_by) REFERENCES staff(clinic_id, id),
  constraint motor_thresholds_method_check CHECK ((method = ANY (ARRAY['visual'::text, 'emg'::text, 'pest'::text, 'two-threshold'::text, 'vendor-algorithm'::text]))),
  constraint motor_thresholds_muscle_check CHECK ((muscle = ANY (ARRAY['apb'::text, 'fdi'::text, 'adm'::text, 'ta'::text]))),
  constraint motor_thresholds_occasion_check CHECK ((occasion = ANY (ARRAY['initial'::text, 'scheduled'::text, 'medication-change'::text, 'coil-change'::text, 'adverse-event'::text, 'clinical'::text]))),
  constraint motor_thresholds_percent_mso_check CHECK (((percent_mso >= (1)::numeric) AND (percent_mso <= (100)::numeric)))
);
CREATE INDEX motor_thresholds_course ON public.motor_thresholds USING btree (clinic_id, course_id, measured_at);
CREATE INDEX motor_thresholds_device ON public.motor_thresholds USING btree (clinic_id, device_id);
CREATE INDEX motor_thresholds_measurer ON public.motor_thresholds USING btree (clinic_id, measured_by);
CREATE TRIGGER motor_thresholds_append_only BEFORE DELETE OR UPDATE ON public.motor_thresholds FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER motor_thresholds_never_truncated BEFORE TRUNCATE ON public.motor_thresholds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table motor_thresholds enable row level security, force row level security;
create policy motor_thresholds_of_clinic on motor_thresholds for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on motor_thresholds to tms_service;

create table opening_exceptions (
  clinic_id uuid not null,
  id uuid not null,
  on_date date not null,
  intervals jsonb not null,
  reason text not null,
  constraint opening_exceptions_pkey PRIMARY KEY (clinic_id, id),
  constraint opening_exceptions_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint opening_exceptions_date_key UNIQUE (clinic_id, on_date)
);
alter table opening_exceptions enable row level security, force row level security;
create policy opening_exceptions_of_clinic on opening_exceptions for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on opening_exceptions to tms_service;

create table outbox_messages (
  clinic_id uuid not null,
  id uuid not null,
  key text,
  recipient text not null,
  subject text not null,
  content jsonb,
  about_kind text,
  about_id uuid,
  status text not null,
  attempts integer not null,
  next_attempt_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_fault text,
  sent_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint outbox_messages_pkey PRIMARY KEY (clinic_id, id),
  constraint outbox_messages_attempts_check CHECK ((attempts >= 0)),
  constraint outbox_messages_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint outbox_messages_key_key UNIQUE (clinic_id, key),
  constraint outbox_messages_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'uncertain'::text, 'expired'::text, 'withdrawn'::text])))
);
CREATE INDEX outbox_messages_about ON public.outbox_messages USING btree (clinic_id, about_id) WHERE (about_id IS NOT NULL);
CREATE INDEX outbox_messages_due ON public.outbox_messages USING btree (clinic_id, next_attempt_at) WHERE (status = ANY (ARRAY['waiting'::text, 'sending'::text]));
alter table outbox_messages enable row level security, force row level security;
create policy outbox_messages_of_clinic on outbox_messages for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
create policy outbox_messages_of_jobs on outbox_messages for select using (app_is_job());
grant insert, select, update on outbox_messages to tms_service;

create table patient_demographics (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  demographics jsonb not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid,
  constraint patient_demographics_pkey PRIMARY KEY (clinic_id, id),
  constraint patient_demographics_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id)
);
CREATE INDEX patient_demographics_patient ON public.patient_demographics USING btree (clinic_id, patient_id, id);
CREATE TRIGGER patient_demographics_append_only BEFORE DELETE OR UPDATE ON public.patient_demographics FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER patient_demographics_never_truncated BEFORE TRUNCATE ON public.patient_demographics FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table patient_demographics enable row level security, force row level security;
create policy patient_demographics_of_clinic on patient_demographics for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on patient_demographics to tms_service;

create table patient_restrictions (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  reason text not null,
  staff_ids uuid[] not null,
  restricted_at timestamp with time zone not null,
  restricted_by uuid not null,
  lifted_at timestamp with time zone,
  lifted_by uuid,
  lift_reason text,
  constraint patient_restrictions_pkey PRIMARY KEY (clinic_id, id),
  constraint patient_restrictions_lift_check CHECK ((((lifted_at IS NULL) = (lifted_by IS NULL)) AND ((lifted_at IS NULL) = (lift_reason IS NULL)))),
  constraint patient_restrictions_lifted_by_fk FOREIGN KEY (clinic_id, lifted_by) REFERENCES staff(clinic_id, id),
  constraint patient_restrictions_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint patient_restrictions_restricted_by_fk FOREIGN KEY (clinic_id, restricted_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX patient_restrictions_lifted_by ON public.patient_restrictions USING btree (clinic_id, lifted_by);
CREATE INDEX patient_restrictions_live ON public.patient_restrictions USING btree (clinic_id, patient_id) WHERE (lifted_at IS NULL);
CREATE INDEX patient_restrictions_patient ON public.patient_restrictions USING btree (clinic_id, patient_id);
CREATE INDEX patient_restrictions_restricted_by ON public.patient_restrictions USING btree (clinic_id, restricted_by);
alter table patient_restrictions enable row level security, force row level security;
create policy patient_restrictions_of_clinic on patient_restrictions for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on patient_restrictions to tms_service;

create table patients (
  clinic_id uuid not null,
  id uuid not null,
  mrn text not null,
  given_name text not null,
  family_name text not null,
  birth_date date not null,
  sex_at_birth text not null,
  handedness text not null,
  email text,
  phone text,
  preferred_language text,
  time_zone text,
  contact_preferences jsonb,
  search_text text not null,
  archived_at timestamp with time zone,
  merged_into uuid,
  created_at timestamp with time zone not null,
  constraint patients_pkey PRIMARY KEY (clinic_id, id),
  constraint patients_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint patients_handedness_check CHECK ((handedness = ANY (ARRAY['left'::text, 'right'::text, 'ambidextrous'::text, 'unknown'::text]))),
  constraint patients_merged_check CHECK (((merged_into IS NULL) OR ((archived_at IS NOT NULL) AND (merged_into <> id)))),
  constraint patients_merged_into_fk FOREIGN KEY (clinic_id, merged_into) REFERENCES patients(clinic_id, id),
  constraint patients_mrn_key UNIQUE (clinic_id, mrn),
  constraint patients_sex_at_birth_check CHECK ((sex_at_birth = ANY (ARRAY['female'::text, 'male'::text, 'intersex'::text, 'unknown'::text])))
);
CREATE INDEX patients_birth_date ON public.patients USING btree (clinic_id, birth_date);
CREATE INDEX patients_merged_into ON public.patients USING btree (clinic_id, merged_into);
CREATE INDEX patients_name ON public.patients USING btree (clinic_id, family_name, given_name, id);
CREATE INDEX patients_search ON public.patients USING btree (clinic_id, search_text, id) WHERE (archived_at IS NULL);
alter table patients enable row level security, force row level security;
create policy patients_of_clinic on patients for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on patients to tms_service;

create table progress_notes (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  text text not null,
  written_by uuid not null,
  written_at timestamp with time zone not null,
  constraint progress_notes_pkey PRIMARY KEY (clinic_id, id),
  constraint progress_notes_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint progress_notes_writer_fk FOREIGN KEY (clinic_id, written_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX progress_notes_course ON public.progress_notes USING btree (clinic_id, course_id, written_at);
CREATE INDEX progress_notes_writer ON public.progress_notes USING btree (clinic_id, written_by);
CREATE TRIGGER progress_notes_append_only BEFORE DELETE OR UPDATE ON public.progress_notes FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER progress_notes_never_truncated BEFORE TRUNCATE ON public.progress_notes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table progress_notes enable row level security, force row level security;
create policy progress_notes_of_clinic on progress_notes for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on progress_notes to tms_service;

create table protocol_reviews (
  clinic_id uuid not null,
  id uuid not null,
  protocol_id uuid not null,
  version integer not null,
  decision text not null,
  comment text not null,
  reviewed_by uuid not null,
  reviewed_at timestamp with time zone not null,
  constraint protocol_reviews_pkey PRIMARY KEY (clinic_id, id),
  constraint protocol_reviews_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'changes-wanted'::text]))),
  constraint protocol_reviews_reviewer_fk FOREIGN KEY (clinic_id, reviewed_by) REFERENCES staff(clinic_id, id),
  constraint protocol_reviews_version_fk FOREIGN KEY (clinic_id, protocol_id, version) REFERENCES protocol_versions(clinic_id, protocol_id, version)
);
CREATE INDEX protocol_reviews_reviewer ON public.protocol_reviews USING btree (clinic_id, reviewed_by);
CREATE INDEX protocol_reviews_version ON public.protocol_reviews USING btree (clinic_id, protocol_id, version);
CREATE TRIGGER protocol_reviews_append_only BEFORE DELETE OR UPDATE ON public.protocol_reviews FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER protocol_reviews_never_truncated BEFORE TRUNCATE ON public.protocol_reviews FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table protocol_reviews enable row level security, force row level security;
create policy protocol_reviews_of_clinic on protocol_reviews for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on protocol_reviews to tms_service;

create table protocol_versions (
  clinic_id uuid not null,
  id uuid not null,
  protocol_id uuid not null,
  version integer not null,
  status text not null,
  modality text not null,
  target_region text not null,
  hemisphere text not null,
  stimulation jsonb,
  parameters jsonb,
  session_minutes integer not null,
  phases jsonb not null,
  indications text[] not null,
  evidence jsonb not null,
  clearance jsonb not null,
  validated_exception boolean not null,
  parameter_provenance jsonb not null,
  note text,
  created_by uuid,
  created_at timestamp with time zone not null,
  published_by uuid,
  published_at timestamp with time zone,
  blocks jsonb,
  pause_between_blocks_seconds integer,
  constraint protocol_versions_pkey PRIMARY KEY (clinic_id, id),
  constraint protocol_versions_blocks_check CHECK (((blocks IS NULL) OR ((stimulation IS NULL) AND ((jsonb_array_length(blocks) >= 2) AND (jsonb_array_length(blocks) <= 5))))),
  constraint protocol_versions_pause_check CHECK (((pause_between_blocks_seconds IS NULL) OR ((blocks IS NOT NULL) AND ((pause_between_blocks_seconds >= 0) AND (pause_between_blocks_seconds <= 3600))))),
  constraint protocol_versions_protocol_fk FOREIGN KEY (clinic_id, protocol_id) REFERENCES protocols(clinic_id, id),
  constraint protocol_versions_published_check CHECK (((status = 'published'::text) = (published_at IS NOT NULL))),
  constraint protocol_versions_session_minutes_check CHECK (((session_minutes >= 1) AND (session_minutes <= 240))),
  constraint protocol_versions_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text]))),
  constraint protocol_versions_version_check CHECK ((version > 0)),
  constraint protocol_versions_version_key UNIQUE (clinic_id, protocol_id, version)
);
CREATE TRIGGER protocol_versions_never_truncated BEFORE TRUNCATE ON public.protocol_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER protocol_versions_unchanged BEFORE DELETE OR UPDATE ON public.protocol_versions FOR EACH ROW EXECUTE FUNCTION refuse_changed_version();
alter table protocol_versions enable row level security, force row level security;
create policy protocol_versions_of_clinic on protocol_versions for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on protocol_versions to tms_service;
grant update (published_at, published_by, status) on protocol_versions to tms_service;

create table protocols (
  clinic_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  catalogue_code text,
  retired_at timestamp with time zone,
  retired_by uuid,
  created_at timestamp with time zone not null,
  constraint protocols_pkey PRIMARY KEY (clinic_id, id),
  constraint protocols_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint protocols_code_key UNIQUE (clinic_id, code)
);
CREATE INDEX protocols_name ON public.protocols USING btree (clinic_id, name, id);
alter table protocols enable row level security, force row level security;
create policy protocols_of_clinic on protocols for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on protocols to tms_service;
grant update (retired_at, retired_by) on protocols to tms_service;

create table recovery_codes (
  clinic_id uuid not null,
  staff_id uuid not null,
  digest text not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (clinic_id, staff_id, digest),
  constraint recovery_codes_factor_fk FOREIGN KEY (clinic_id, staff_id) REFERENCES second_factors(clinic_id, staff_id) ON DELETE CASCADE
);
alter table recovery_codes enable row level security, force row level security;
create policy recovery_codes_of_clinic on recovery_codes for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on recovery_codes to tms_service;

create table refresh_tokens (
  clinic_id uuid not null,
  digest text not null,
  session_id uuid not null,
  created_at timestamp with time zone not null,
  spent_at timestamp with time zone,
  constraint refresh_tokens_pkey PRIMARY KEY (clinic_id, digest),
  constraint refresh_tokens_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES login_sessions(clinic_id, id)
);
CREATE INDEX refresh_tokens_session ON public.refresh_tokens USING btree (clinic_id, session_id);
alter table refresh_tokens enable row level security, force row level security;
create policy refresh_tokens_of_clinic on refresh_tokens for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on refresh_tokens to tms_service;

create table reminder_settings (
  clinic_id uuid not null,
  enabled boolean not null,
  hours_before integer[] not null,
  templates jsonb not null,
  constraint reminder_settings_pkey PRIMARY KEY (clinic_id),
  constraint reminder_settings_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint reminder_settings_hours_check CHECK (((cardinality(hours_before) >= 1) AND (cardinality(hours_before) <= 5)))
);
alter table reminder_settings enable row level security, force row level security;
create policy reminder_settings_of_clinic on reminder_settings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
create policy reminder_settings_of_jobs on reminder_settings for select using (app_is_job());
grant insert, select, update on reminder_settings to tms_service;

create table reservations (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  patient_id uuid not null,
  kind text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  device_id uuid not null,
  room_id uuid not null,
  operator_id uuid not null,
  expires_at timestamp with time zone not null,
  status text not null,
  session_id uuid,
  created_at timestamp with time zone not null,
  created_by uuid,
  changed_in bigint not null default 0,
  constraint reservations_pkey PRIMARY KEY (clinic_id, id),
  constraint reservations_booked_check CHECK (((status = 'booked'::text) = (session_id IS NOT NULL))),
  constraint reservations_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint reservations_kind_check CHECK ((kind = ANY (ARRAY['mapping'::text, 'treatment'::text, 'follow-up'::text]))),
  constraint reservations_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint reservations_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id),
  constraint reservations_status_check CHECK ((status = ANY (ARRAY['open'::text, 'booked'::text, 'released'::text, 'lapsed'::text]))),
  constraint reservations_times_check CHECK ((starts_at < ends_at))
);
CREATE INDEX reservations_changed ON public.reservations USING btree (clinic_id, changed_in);
CREATE INDEX reservations_course ON public.reservations USING btree (clinic_id, course_id);
CREATE INDEX reservations_open ON public.reservations USING btree (clinic_id, expires_at) WHERE (status = 'open'::text);
CREATE INDEX reservations_patient ON public.reservations USING btree (clinic_id, patient_id);
CREATE INDEX reservations_session ON public.reservations USING btree (clinic_id, session_id);
CREATE TRIGGER reservations_change_noted BEFORE INSERT OR UPDATE ON public.reservations FOR EACH ROW EXECUTE FUNCTION note_reservation_change();
alter table reservations enable row level security, force row level security;
create policy reservations_of_clinic on reservations for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
create policy reservations_of_jobs on reservations for select using (app_is_job());
grant insert, select, update on reservations to tms_service;

create table rooms (
  clinic_id uuid not null,
  id uuid not null,
  name text not null,
  status text not null,
  constraint rooms_pkey PRIMARY KEY (clinic_id, id),
  constraint rooms_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint rooms_name_key UNIQUE (clinic_id, name),
  constraint rooms_status_check CHECK ((status = ANY (ARRAY['in-service'::text, 'out-of-service'::text])))
);
alter table rooms enable row level security, force row level security;
create policy rooms_of_clinic on rooms for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on rooms to tms_service;

create table safety_limits (
  clinic_id uuid not null,
  id uuid not null,
  limits jsonb not null,
  revision integer not null,
  constraint safety_limits_pkey PRIMARY KEY (clinic_id, id),
  constraint safety_limits_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint safety_limits_clinic_key UNIQUE (clinic_id),
  constraint safety_limits_revision_check CHECK ((revision > 0))
);
alter table safety_limits enable row level security, force row level security;
create policy safety_limits_of_clinic on safety_limits for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on safety_limits to tms_service;

create table screenings (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  form_version text not null,
  answers jsonb not null,
  outcome text not null,
  findings jsonb not null,
  screened_at timestamp with time zone not null,
  screened_by uuid not null,
  decision text,
  rationale text,
  reviewed_at timestamp with time zone,
  reviewed_by uuid,
  voided_at timestamp with time zone,
  voided_by uuid,
  void_cause text,
  void_note text,
  constraint screenings_pkey PRIMARY KEY (clinic_id, id),
  constraint screenings_decision_check CHECK ((decision = ANY (ARRAY['cleared'::text, 'excluded'::text]))),
  constraint screenings_outcome_check CHECK ((outcome = ANY (ARRAY['clear'::text, 'needs-review'::text, 'contraindicated'::text]))),
  constraint screenings_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint screenings_review_check CHECK ((((decision IS NULL) = (rationale IS NULL)) AND ((decision IS NULL) = (reviewed_at IS NULL)))),
  constraint screenings_void_cause_check CHECK ((void_cause = ANY (ARRAY['implant'::text, 'head-injury'::text, 'pregnancy'::text, 'seizure'::text, 'other'::text]))),
  constraint screenings_voided_check CHECK ((((voided_at IS NULL) = (void_cause IS NULL)) AND ((voided_at IS NULL) = (voided_by IS NULL)) AND ((voided_at IS NULL) = (void_note IS NULL)))),
  constraint screenings_voider_fk FOREIGN KEY (clinic_id, voided_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX screenings_patient ON public.screenings USING btree (clinic_id, patient_id, screened_at);
CREATE INDEX screenings_voider ON public.screenings USING btree (clinic_id, voided_by);
alter table screenings enable row level security, force row level security;
create policy screenings_of_clinic on screenings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on screenings to tms_service;

create table second_factors (
  clinic_id uuid not null,
  staff_id uuid not null,
  sealed_secret text not null,
  last_step bigint not null default 0,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint second_factors_pkey PRIMARY KEY (clinic_id, staff_id),
  constraint second_factors_staff_fk FOREIGN KEY (clinic_id, staff_id) REFERENCES staff(clinic_id, id)
);
alter table second_factors enable row level security, force row level security;
create policy second_factors_of_clinic on second_factors for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on second_factors to tms_service;

create table security_settings (
  clinic_id uuid not null,
  second_factor_roles text[] not null,
  constraint security_settings_pkey PRIMARY KEY (clinic_id),
  constraint security_settings_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint security_settings_roles_check CHECK ((second_factor_roles <@ ARRAY['admin'::text, 'clinician'::text, 'operator'::text, 'front-desk'::text, 'auditor'::text]))
);
alter table security_settings enable row level security, force row level security;
create policy security_settings_of_clinic on security_settings for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on security_settings to tms_service;

create table self_report_links (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  course_id uuid,
  kind text not null,
  measures text[] not null,
  digest text not null,
  language text not null,
  kiosk boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  expires_at timestamp with time zone not null,
  emailed_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  started_at timestamp with time zone,
  draft jsonb not null,
  alerted_at timestamp with time zone,
  used_at timestamp with time zone,
  answered_on date,
  mailed_on date,
  recall_period text,
  answered_by text not null default 'patient'::text,
  asked_at timestamp with time zone,
  measure_milliseconds jsonb not null default '{}'::jsonb,
  constraint self_report_links_pkey PRIMARY KEY (clinic_id, id),
  constraint self_report_links_answered_by_check CHECK ((answered_by = ANY (ARRAY['patient'::text, 'proxy'::text]))),
  constraint self_report_links_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint self_report_links_diary_of_course_check CHECK (((kind <> 'pain-diary'::text) OR (course_id IS NOT NULL))),
  constraint self_report_links_digest_key UNIQUE (clinic_id, digest),
  constraint self_report_links_draft_cleared_check CHECK (((used_at IS NULL) OR (draft = '{}'::jsonb))),
  constraint self_report_links_expiry_check CHECK ((expires_at > created_at)),
  constraint self_report_links_kind_check CHECK ((kind = ANY (ARRAY['one-time'::text, 'pain-diary'::text]))),
  constraint self_report_links_language_check CHECK ((language = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint self_report_links_mailed_diary_check CHECK (((mailed_on IS NULL) OR (kind = 'pain-diary'::text))),
  constraint self_report_links_measures_check CHECK (((cardinality(measures) >= 1) AND (cardinality(measures) <= 12))),
  constraint self_report_links_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint self_report_links_used_once_check CHECK (((used_at IS NULL) OR (kind = 'one-time'::text)))
);
CREATE INDEX self_report_links_course ON public.self_report_links USING btree (clinic_id, course_id);
CREATE INDEX self_report_links_patient ON public.self_report_links USING btree (clinic_id, patient_id, id);
alter table self_report_links enable row level security, force row level security;
create policy self_report_links_of_clinic on self_report_links for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on self_report_links to tms_service;

create table self_report_mail_tokens (
  clinic_id uuid not null,
  digest text not null,
  link_id uuid not null,
  expires_at timestamp with time zone not null,
  constraint self_report_mail_tokens_pkey PRIMARY KEY (clinic_id, digest),
  constraint self_report_mail_tokens_link_fk FOREIGN KEY (clinic_id, link_id) REFERENCES self_report_links(clinic_id, id)
);
CREATE INDEX self_report_mail_tokens_link ON public.self_report_mail_tokens USING btree (clinic_id, link_id);
alter table self_report_mail_tokens enable row level security, force row level security;
create policy self_report_mail_tokens_of_clinic on self_report_mail_tokens for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select on self_report_mail_tokens to tms_service;

create table session_addenda (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  text text not null,
  written_by uuid not null,
  written_at timestamp with time zone not null,
  corrections jsonb not null default '[]'::jsonb,
  constraint session_addenda_pkey PRIMARY KEY (clinic_id, id),
  constraint session_addenda_corrections_check CHECK ((jsonb_typeof(corrections) = 'array'::text)),
  constraint session_addenda_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id),
  constraint session_addenda_writer_fk FOREIGN KEY (clinic_id, written_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX session_addenda_session ON public.session_addenda USING btree (clinic_id, session_id);
CREATE INDEX session_addenda_writer ON public.session_addenda USING btree (clinic_id, written_by);
CREATE TRIGGER session_addenda_append_only BEFORE DELETE OR UPDATE ON public.session_addenda FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_addenda_never_truncated BEFORE TRUNCATE ON public.session_addenda FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table session_addenda enable row level security, force row level security;
create policy session_addenda_of_clinic on session_addenda for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on session_addenda to tms_service;

create table session_checks (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  form_version text not null,
  answers jsonb not null,
  outcome text not null,
  findings jsonb not null,
  answered_at timestamp with time zone not null,
  answered_by uuid not null,
  cleared_at timestamp with time zone,
  cleared_by uuid,
  rationale text,
  constraint session_checks_pkey PRIMARY KEY (clinic_id, id),
  constraint session_checks_clearance_check CHECK ((((cleared_at IS NULL) = (rationale IS NULL)) AND ((cleared_at IS NULL) = (cleared_by IS NULL)))),
  constraint session_checks_outcome_check CHECK ((outcome = ANY (ARRAY['pass'::text, 'held'::text]))),
  constraint session_checks_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id)
);
CREATE INDEX session_checks_session ON public.session_checks USING btree (clinic_id, session_id);
CREATE TRIGGER session_checks_stand BEFORE INSERT OR DELETE OR UPDATE ON public.session_checks FOR EACH ROW EXECUTE FUNCTION protect_session_check();
alter table session_checks enable row level security, force row level security;
create policy session_checks_of_clinic on session_checks for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on session_checks to tms_service;
grant update (cleared_at, cleared_by, rationale) on session_checks to tms_service;

create table session_notices (
  clinic_id uuid not null,
  session_id uuid not null,
  revision integer not null,
  cancelled boolean not null,
  told_at timestamp with time zone not null,
  told jsonb,
  message_key text,
  told_before jsonb,
  constraint session_notices_pkey PRIMARY KEY (clinic_id, session_id),
  constraint session_notices_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id)
);
alter table session_notices enable row level security, force row level security;
create policy session_notices_of_clinic on session_notices for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on session_notices to tms_service;

create table session_progress (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  trains integer not null,
  pulses integer not null,
  intensity_percent_rmt numeric(5,2) not null,
  output_percent_mso numeric(5,2),
  coil text,
  target_deviation_mm numeric(5,2),
  ramp_step boolean not null,
  note text,
  reported_at timestamp with time zone not null,
  reported_by uuid not null,
  prescribed_block integer not null default 1,
  constraint session_progress_pkey PRIMARY KEY (clinic_id, id),
  constraint session_progress_block_check CHECK (((prescribed_block >= 1) AND (prescribed_block <= 5))),
  constraint session_progress_intensity_check CHECK ((intensity_percent_rmt >= (0)::numeric)),
  constraint session_progress_pulses_check CHECK ((pulses > 0)),
  constraint session_progress_reporter_fk FOREIGN KEY (clinic_id, reported_by) REFERENCES staff(clinic_id, id),
  constraint session_progress_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id),
  constraint session_progress_trains_check CHECK ((trains > 0))
);
CREATE INDEX session_progress_reporter ON public.session_progress USING btree (clinic_id, reported_by);
CREATE INDEX session_progress_session ON public.session_progress USING btree (clinic_id, session_id, id);
CREATE TRIGGER session_progress_append_only BEFORE DELETE OR UPDATE ON public.session_progress FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_progress_never_truncated BEFORE TRUNCATE ON public.session_progress FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_progress_runs BEFORE INSERT ON public.session_progress FOR EACH ROW EXECUTE FUNCTION protect_session_progress();
alter table session_progress enable row level security, force row level security;
create policy session_progress_of_clinic on session_progress for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on session_progress to tms_service;

create table session_signatures (
  clinic_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  meaning text not null,
  signed_by uuid not null,
  signer_name text not null,
  signed_at timestamp with time zone not null,
  record_digest text not null,
  constraint session_signatures_pkey PRIMARY KEY (clinic_id, id),
  constraint session_signatures_meaning_check CHECK ((meaning = ANY (ARRAY['delivered'::text, 'reviewed'::text]))),
  constraint session_signatures_meaning_key UNIQUE (clinic_id, session_id, meaning),
  constraint session_signatures_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id),
  constraint session_signatures_signer_fk FOREIGN KEY (clinic_id, signed_by) REFERENCES staff(clinic_id, id)
);
CREATE INDEX session_signatures_signer ON public.session_signatures USING btree (clinic_id, signed_by);
CREATE TRIGGER session_signatures_append_only BEFORE DELETE OR UPDATE ON public.session_signatures FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_signatures_never_truncated BEFORE TRUNCATE ON public.session_signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table session_signatures enable row level security, force row level security;
create policy session_signatures_of_clinic on session_signatures for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on session_signatures to tms_service;

create table sessions (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  patient_id uuid not null,
  kind text not null,
  sequence integer,
  phase text,
  status text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  device_id uuid not null,
  room_id uuid not null,
  operator_id uuid not null,
  prescribed jsonb,
  delivered jsonb,
  tolerability jsonb,
  checked_in_at timestamp with time zone,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  delivered_by uuid,
  status_reason text,
  moved_from timestamp with time zone,
  revision integer not null default 0,
  changed_in bigint not null default 0,
  created_at timestamp with time zone not null,
  created_by uuid,
  cancelled_late boolean not null default false,
  overlap_reason text,
  overlap_by uuid,
  running_on uuid,
  plan_differs boolean not null default false,
  revised_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (clinic_id, id),
  constraint sessions_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint sessions_device_fk FOREIGN KEY (clinic_id, device_id) REFERENCES devices(clinic_id, id),
  constraint sessions_kind_check CHECK ((kind = ANY (ARRAY['mapping'::text, 'treatment'::text, 'follow-up'::text]))),
  constraint sessions_operator_fk FOREIGN KEY (clinic_id, operator_id) REFERENCES staff(clinic_id, id),
  constraint sessions_overlap_check CHECK (((overlap_reason IS NULL) = (overlap_by IS NULL))),
  constraint sessions_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint sessions_room_fk FOREIGN KEY (clinic_id, room_id) REFERENCES rooms(clinic_id, id),
  constraint sessions_sequence_check CHECK ((sequence > 0)),
  constraint sessions_status_check CHECK ((status = ANY (ARRAY['scheduled'::text, 'checked-in'::text, 'held'::text, 'in-progress'::text, 'completed'::text, 'signed'::text, 'cancelled'::text, 'no-show'::text, 'aborted'::text]))),
  constraint sessions_times_check CHECK (((starts_at < ends_at) AND ((ends_at - starts_at) <= '08:00:00'::interval)))
);
CREATE INDEX sessions_changed ON public.sessions USING btree (clinic_id, changed_in);
CREATE INDEX sessions_course ON public.sessions USING btree (clinic_id, course_id, starts_at);
CREATE INDEX sessions_day ON public.sessions USING btree (clinic_id, starts_at, id);
CREATE INDEX sessions_device ON public.sessions USING btree (clinic_id, device_id, starts_at);
CREATE INDEX sessions_operator ON public.sessions USING btree (clinic_id, operator_id, starts_at);
CREATE INDEX sessions_patient ON public.sessions USING btree (clinic_id, patient_id, starts_at);
CREATE INDEX sessions_room ON public.sessions USING btree (clinic_id, room_id, starts_at);
CREATE INDEX sessions_with_overrides ON public.sessions USING btree (clinic_id, course_id) WHERE (prescribed ? 'overrides'::text);
CREATE UNIQUE INDEX sessions_one_in_progress ON public.sessions USING btree (clinic_id, patient_id) WHERE (status = 'in-progress'::text);
CREATE UNIQUE INDEX sessions_one_on_device ON public.sessions USING btree (clinic_id, running_on) WHERE (status = 'in-progress'::text);
CREATE TRIGGER sessions_change_noted BEFORE INSERT OR UPDATE ON public.sessions FOR EACH ROW EXECUTE FUNCTION note_session_change();
CREATE TRIGGER sessions_signed BEFORE DELETE OR UPDATE ON public.sessions FOR EACH ROW EXECUTE FUNCTION protect_signed_session();
CREATE TRIGGER sessions_stimulation_locked BEFORE UPDATE ON public.sessions FOR EACH ROW EXECUTE FUNCTION refuse_locked_stimulation();
alter table sessions enable row level security, force row level security;
create policy sessions_of_clinic on sessions for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on sessions to tms_service;

create table shared_doses (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  modality text not null,
  person_key text,
  sessions integer not null,
  pulses bigint not null,
  counted_at timestamp with time zone not null,
  constraint shared_doses_pkey PRIMARY KEY (clinic_id, id),
  constraint shared_doses_modality_key UNIQUE (clinic_id, patient_id, modality),
  constraint shared_doses_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id)
);
CREATE INDEX shared_doses_person ON public.shared_doses USING btree (person_key) WHERE (person_key IS NOT NULL);
alter table shared_doses enable row level security, force row level security;
create policy shared_doses_of_clinic on shared_doses for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
create policy shared_doses_of_person on shared_doses for select using ((person_key = NULLIF(current_setting('app.person_key'::text, true), ''::text)));
grant insert, select, update on shared_doses to tms_service;

create table shifts (
  clinic_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  constraint shifts_pkey PRIMARY KEY (clinic_id, id),
  constraint shifts_staff_fk FOREIGN KEY (clinic_id, staff_id) REFERENCES staff(clinic_id, id),
  constraint shifts_times_check CHECK (((starts_at < ends_at) AND ((ends_at - starts_at) <= '24:00:00'::interval)))
);
CREATE INDEX shifts_staff ON public.shifts USING btree (clinic_id, staff_id, starts_at);
alter table shifts enable row level security, force row level security;
create policy shifts_of_clinic on shifts for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant delete, insert, select, update on shifts to tms_service;

create table staff (
  clinic_id uuid not null,
  id uuid not null,
  email text not null,
  display_name text not null,
  roles text[] not null,
  password_hash text,
  access_version integer not null default 1,
  deactivated_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint staff_pkey PRIMARY KEY (clinic_id, id),
  constraint staff_clinic_fk FOREIGN KEY (clinic_id) REFERENCES clinics(id),
  constraint staff_email_key UNIQUE (clinic_id, email),
  constraint staff_roles_check CHECK (((roles <@ ARRAY['admin'::text, 'clinician'::text, 'operator'::text, 'front-desk'::text, 'auditor'::text]) AND (cardinality(roles) > 0)))
);
CREATE INDEX staff_login ON public.staff USING btree (email);
alter table staff enable row level security, force row level security;
create policy staff_by_login on staff for select using ((email = NULLIF(current_setting('app.login_email'::text, true), ''::text)));
create policy staff_of_clinic on staff for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on staff to tms_service;

create table stimulation_lock_clearances (
  clinic_id uuid not null,
  id uuid not null,
  lock_id uuid not null,
  capacity text not null,
  cleared_by uuid not null,
  clearer_name text not null,
  rationale text not null,
  cleared_at timestamp with time zone not null,
  constraint stimulation_lock_clearances_pkey PRIMARY KEY (clinic_id, id),
  constraint stimulation_lock_clearances_capacity_check CHECK ((capacity = ANY (ARRAY['treating-clinician'::text, 'medical-director'::text]))),
  constraint stimulation_lock_clearances_capacity_key UNIQUE (clinic_id, lock_id, capacity),
  constraint stimulation_lock_clearances_clearer_fk FOREIGN KEY (clinic_id, cleared_by) REFERENCES staff(clinic_id, id),
  constraint stimulation_lock_clearances_lock_fk FOREIGN KEY (clinic_id, lock_id) REFERENCES stimulation_locks(clinic_id, id),
  constraint stimulation_lock_clearances_person_key UNIQUE (clinic_id, lock_id, cleared_by)
);
CREATE INDEX stimulation_lock_clearances_clearer ON public.stimulation_lock_clearances USING btree (clinic_id, cleared_by);
CREATE TRIGGER stimulation_lock_clearances_append_only BEFORE DELETE OR UPDATE ON public.stimulation_lock_clearances FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stimulation_lock_clearances_never_truncated BEFORE TRUNCATE ON public.stimulation_lock_clearances FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table stimulation_lock_clearances enable row level security, force row level security;
create policy stimulation_lock_clearances_of_clinic on stimulation_lock_clearances for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on stimulation_lock_clearances to tms_service;

create table stimulation_lock_steps (
  clinic_id uuid not null,
  id uuid not null,
  lock_id uuid not null,
  code text not null,
  before_lifting boolean not null,
  due_at timestamp with time zone,
  outcome text,
  note text,
  answered_at timestamp with time zone,
  answered_by uuid,
  constraint stimulation_lock_steps_pkey PRIMARY KEY (clinic_id, id),
  constraint stimulation_lock_steps_answer_check CHECK ((((outcome IS NULL) = (answered_at IS NULL)) AND ((outcome IS NULL) = (answered_by IS NULL)))),
  constraint stimulation_lock_steps_answerer_fk FOREIGN KEY (clinic_id, answered_by) REFERENCES staff(clinic_id, id),
  constraint stimulation_lock_steps_code_key UNIQUE (clinic_id, lock_id, code),
  constraint stimulation_lock_steps_lock_fk FOREIGN KEY (clinic_id, lock_id) REFERENCES stimulation_locks(clinic_id, id),
  constraint stimulation_lock_steps_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'not-needed'::text])))
);
CREATE INDEX stimulation_lock_steps_answerer ON public.stimulation_lock_steps USING btree (clinic_id, answered_by);
CREATE TRIGGER stimulation_lock_steps_stand BEFORE DELETE OR UPDATE ON public.stimulation_lock_steps FOR EACH ROW EXECUTE FUNCTION protect_stimulation_lock_step();
alter table stimulation_lock_steps enable row level security, force row level security;
create policy stimulation_lock_steps_of_clinic on stimulation_lock_steps for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on stimulation_lock_steps to tms_service;
grant update (answered_at, answered_by, note, outcome) on stimulation_lock_steps to tms_service;

create table stimulation_locks (
  clinic_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  event_id uuid not null,
  cause text not null,
  locked_at timestamp with time zone not null,
  lifted_at timestamp with time zone,
  constraint stimulation_locks_pkey PRIMARY KEY (clinic_id, id),
  constraint stimulation_locks_cause_check CHECK ((cause = ANY (ARRAY['seizure'::text, 'syncope'::text]))),
  constraint stimulation_locks_event_fk FOREIGN KEY (clinic_id, event_id) REFERENCES adverse_events(clinic_id, id),
  constraint stimulation_locks_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id)
);
CREATE INDEX stimulation_locks_event ON public.stimulation_locks USING btree (clinic_id, event_id);
CREATE INDEX stimulation_locks_patient ON public.stimulation_locks USING btree (clinic_id, patient_id);
CREATE TRIGGER stimulation_locks_stand BEFORE DELETE OR UPDATE ON public.stimulation_locks FOR EACH ROW EXECUTE FUNCTION protect_stimulation_lock();
alter table stimulation_locks enable row level security, force row level security;
create policy stimulation_locks_of_clinic on stimulation_locks for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select on stimulation_locks to tms_service;
grant update (lifted_at) on stimulation_locks to tms_service;

create table waitlist_entries (
  clinic_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  patient_id uuid not null,
  session_id uuid,
  windows jsonb not null,
  expires_at timestamp with time zone not null,
  status text not null,
  created_at timestamp with time zone not null,
  constraint waitlist_entries_pkey PRIMARY KEY (clinic_id, id),
  constraint waitlist_entries_course_fk FOREIGN KEY (clinic_id, course_id) REFERENCES courses(clinic_id, id),
  constraint waitlist_entries_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patients(clinic_id, id),
  constraint waitlist_entries_session_fk FOREIGN KEY (clinic_id, session_id) REFERENCES sessions(clinic_id, id),
  constraint waitlist_entries_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'booked'::text, 'withdrawn'::text, 'expired'::text])))
);
CREATE INDEX waitlist_entries_course ON public.waitlist_entries USING btree (clinic_id, course_id);
CREATE INDEX waitlist_entries_patient ON public.waitlist_entries USING btree (clinic_id, patient_id);
CREATE INDEX waitlist_entries_session ON public.waitlist_entries USING btree (clinic_id, session_id);
CREATE UNIQUE INDEX waitlist_entries_one_waiting ON public.waitlist_entries USING btree (clinic_id, course_id) WHERE (status = 'waiting'::text);
alter table waitlist_entries enable row level security, force row level security;
create policy waitlist_entries_of_clinic on waitlist_entries for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
create policy waitlist_entries_of_jobs on waitlist_entries for select using (app_is_job());
grant insert, select, update on waitlist_entries to tms_service;

create table waitlist_offers (
  clinic_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  device_id uuid not null,
  room_id uuid not null,
  operator_id uuid not null,
  expires_at timestamp with time zone not null,
  status text not null,
  created_at timestamp with time zone not null,
  constraint waitlist_offers_pkey PRIMARY KEY (clinic_id, id),
  constraint waitlist_offers_entry_fk FOREIGN KEY (clinic_id, entry_id) REFERENCES waitlist_entries(clinic_id, id),
  constraint waitlist_offers_status_check CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'lost'::text, 'expired'::text])))
);
CREATE INDEX waitlist_offers_entry ON public.waitlist_offers USING btree (clinic_id, entry_id);
CREATE UNIQUE INDEX waitlist_offers_one_open ON public.waitlist_offers USING btree (clinic_id, entry_id) WHERE (status = 'open'::text);
alter table waitlist_offers enable row level security, force row level security;
create policy waitlist_offers_of_clinic on waitlist_offers for all using ((clinic_id = app_clinic_id())) with check ((clinic_id = app_clinic_id()));
grant insert, select, update on waitlist_offers to tms_service;

CREATE OR REPLACE FUNCTION public.app_clinic_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.clinic_id'::text, true), ''::text))::uuid
;
CREATE OR REPLACE FUNCTION public.app_is_job()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (COALESCE(current_setting('app.job'::text, true), ''::text) = 'on'::text)
;
CREATE OR REPLACE FUNCTION public.beyond_authorisation(of_clinic uuid, of_course uuid, of_session uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
      declare
        remaining int[]; first_days date[]; last_days date[]; zone text; booked record; covered boolean;
      begin
        select array_agg(case when voided_at is null then greatest(sessions_approved - sessions_used, 0) else 0 end order by valid_to, id), array_agg(valid_from order by valid_to, id), array_agg(valid_to order by valid_to, id)
          into remaining, first_days, last_days from authorisations where clinic_id = of_clinic and course_id = of_course and not no_payer_concerned;
        if remaining is null then
          return false;
        end if;
        select time_zone into zone from clinics where id = of_clinic;
        for booked in
          select id, (starts_at at time zone zone)::date as day from sessions
          where clinic_id = of_clinic and course_id = of_course and kind = 'treatment' and status in ('scheduled', 'checked-in', 'held', 'in-progress') order by starts_at, id
        loop
          covered := false;
          for n in 1 .. array_length(remaining, 1) loop
            if remaining[n] > 0 and booked.day between first_days[n] and last_days[n] then
              remaining[n] := remaining[n] - 1;
              covered := true;
              exit;
            end if;
          end loop;
          if booked.id = of_session then
            return not covered;
          end if;
        end loop;
        return false;
      end $function$
;
CREATE OR REPLACE FUNCTION public.iso(moment timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN to_char((moment AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text)
;
CREATE OR REPLACE FUNCTION public.move_patient(from_patient uuid, into_patient uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
      declare
        place record;
        rows_moved bigint;
        moved jsonb := '{}';
      begin
        for place in
          select c.conrelid::regclass as of_table, quote_ident(a.attname) as of_column
          from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey) and a.attname <> 'clinic_id'
          where c.contype = 'f' and c.confrelid = 'public.patients'::regclass and c.conrelid not in ('public.patients'::regclass, to_regclass('public.shared_doses'))
          order by c.conrelid::regclass::text
        loop
          execute format('select count(*) from %s where clinic_id = app_clinic_id() and %s = $1', place.of_table, place.of_column) into rows_moved using from_patient;
          continue when rows_moved = 0;
          execute format('alter table %s disable trigger user', place.of_table);
          execute format('update %s set %s = $2 where clinic_id = app_clinic_id() and %s = $1', place.of_table, place.of_column, place.of_column) using from_patient, into_patient;
          execute format('alter table %s enable trigger user', place.of_table);
          moved := moved || jsonb_build_object(place.of_table::text, rows_moved);
        end loop;
        return moved;
      end $function$
;
CREATE OR REPLACE FUNCTION public.note_reservation_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        new.changed_in := pg_current_xact_id()::text::bigint;
        return new;
      end $function$
;
CREATE OR REPLACE FUNCTION public.note_session_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        new.changed_in := pg_current_xact_id()::text::bigint;
        if tg_op = 'UPDATE' and (new.starts_at, new.ends_at, new.device_id, new.room_id, new.operator_id, new.status in ('cancelled', 'no-show'))
            is distinct from (old.starts_at, old.ends_at, old.device_id, old.room_id, old.operator_id, old.status in ('cancelled', 'no-show')) then
          new.revision := old.revision + 1;
          if new.revised_at is not distinct from old.revised_at then
            new.revised_at := greatest(now(), old.revised_at);
          end if;
        end if;
        return new;
      end $function$
;
CREATE OR REPLACE FUNCTION public.protect_assessment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'DELETE' or old.superseded_at is not null or old.entered_in_error_at is not null
          or to_jsonb(new) - '{superseded_at,entered_in_error_at,entered_in_error_reason}'::text[]
            is distinct from to_jsonb(old) - '{superseded_at,entered_in_error_at,entered_in_error_reason}'::text[] then
          raise exception 'answers are corrected by a new assessment, never overwritten' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$
;
CREATE OR REPLACE FUNCTION public.protect_device_file_row()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      declare
        decision text[] := array['status', 'session_id', 'note', 'decided_at', 'decided_by'];
      begin
        if tg_op = 'UPDATE' and old.status in ('proposed', 'unmatched') and to_jsonb(new) - decision = to_jsonb(old) - decision then
          return new;
        end if;
        raise exception 'a row of a device is decided on once and never changed' using errcode = 'insufficient_privilege';
      end $function$
;
CREATE OR REPLACE FUNCTION public.protect_session_check()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      declare
        clearance text[] := array['cleared_at', 'cleared_by', 'rationale'];
        state text := (select status from sessions s where s.clinic_id = new.clinic_id and s.id = new.session_id);
      begin
        if tg_op = 'INSERT' and state in ('scheduled', 'held', 'checked-in') then
          return new;
        end if;
        if tg_op = 'UPDATE' and state = 'held' and old.cleared_at is null and to_jsonb(new) - clearance = to_jsonb(old) - clearance then
          return new;
        end if;
        raise exception 'a check is answered before the session, cleared once, and never changed' using errcode = 'insufficient_privilege';
      end $function$
;
CREATE OR REPLACE FUNCTION public.protect_session_progress()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if (select status from sessions s where s.clinic_id = new.clinic_id and s.id = new.session_id) is distinct from 'in-progress' then
          raise exception 'progress is reported while a session runs' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$
;
CREATE OR REPLACE FUNCTION public.protect_signed_session()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      declare
        closing text[] := array['status', 'changed_in'];
      begin
        if tg_op = 'DELETE' or old.status = 'signed' or (
            exists (select 1 from session_signatures g where g.clinic_id = old.clinic_id and g.session_id = old.id)
            and not (old.status = 'completed' and new.status = 'signed' and to_jsonb(new) - closing = to_jsonb(old) - closing)) then
          raise exception 'a signed session is never changed, no session is ever deleted' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$
;
CREATE OR REPLACE FUNCTION public.protect_stimulation_lock()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'UPDATE' and old.lifted_at is null and to_jsonb(new) - 'lifted_at' = to_jsonb(old) - 'lifted_at' and (
            select count(distinct cleared_by) from stimulation_lock_clearances c where c.clinic_id = old.clinic_id and c.lock_id = old.id) >= 2 then
          return new;
        end if;
        raise exception 'a lock is lifted once, after two people have cleared it, and never changed' using errcode = 'insufficient_privilege';
      end $function$
;
CREATE OR REPLACE FUNCTION public.protect_stimulation_lock_step()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      declare
        answer text[] := array['outcome', 'note', 'answered_at', 'answered_by'];
      begin
        if tg_op = 'UPDATE' and old.outcome is null and to_jsonb(new) - answer = to_jsonb(old) - answer then
          return new;
        end if;
        raise exception 'a step is answered once and never changed' using errcode = 'insufficient_privilege';
      end $function$
;
CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
      end $function$
;
CREATE OR REPLACE FUNCTION public.refuse_changed_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      declare
        publication text[] := array['status', 'published_at', 'published_by'];
      begin
        if tg_op = 'UPDATE' and old.status = 'draft' and new.status = 'published' and to_jsonb(new) - publication = to_jsonb(old) - publication then
          return new;
        end if;
        raise exception 'a protocol version never changes; a draft may be published, once' using errcode = 'insufficient_privilege';
      end $function$
;
CREATE OR REPLACE FUNCTION public.refuse_locked_stimulation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if new.status = 'in-progress' and old.status <> 'in-progress' and exists (
            select 1 from stimulation_locks l where l.clinic_id = new.clinic_id and l.patient_id = new.patient_id and l.lifted_at is null) then
          raise exception 'stimulation of this patient is locked' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$
;
CREATE OR REPLACE FUNCTION public.refuse_rewritten_attendance()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'UPDATE' and old.struck_at is null and new.struck_at is not null
          and to_jsonb(new) - array['struck_at', 'struck_by', 'struck_because'] = to_jsonb(old) - array['struck_at', 'struck_by', 'struck_because'] then
          return new;
        end if;
        raise exception 'An attendance is struck out once and not changed otherwise.' using errcode = '42501';
      end $function$
;
CREATE OR REPLACE FUNCTION public.searchable(words text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT
RETURN TRIM(BOTH FROM regexp_replace(regexp_replace(lower(unaccent(NORMALIZE(words, NFC))), '[\x27\x60\u2019]'::text, ''::text, 'g'::text), '[\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]+'::text, ' '::text, 'g'::text))
;
CREATE OR REPLACE FUNCTION public.something_given(delivered jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((COALESCE(((delivered ->> 'totalPulses'::text))::numeric, (0)::numeric) > (0)::numeric) OR (COALESCE(((delivered ->> 'durationMinutes'::text))::numeric, (0)::numeric) > (0)::numeric))
;

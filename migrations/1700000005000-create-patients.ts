import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** The patient and the intake: conditions, medications, screenings, consents. Nothing of it is ever deleted. */
export class CreatePatients1700000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
      -- As names are compared: lower case, no accents, words between single spaces; O'Brien is one word, Smith-Jones two.
      create function searchable(words text) returns text language sql stable parallel safe strict
        return trim(regexp_replace(regexp_replace(lower(unaccent(normalize(words, NFC))), '[\x27\x60\u2019]', '', 'g'), '[\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]+', ' ', 'g'));

      create table patients (
        clinic_id uuid not null constraint patients_clinic_fk references clinics (id),
        id uuid not null,
        mrn text not null,
        given_name text not null,
        family_name text not null,
        birth_date date not null,
        sex_at_birth text not null constraint patients_sex_at_birth_check check (sex_at_birth in ('female', 'male', 'intersex', 'unknown')),
        handedness text not null constraint patients_handedness_check check (handedness in ('left', 'right', 'ambidextrous', 'unknown')),
        email text,
        phone text,
        preferred_language text,
        time_zone text,
        contact_preferences jsonb,
        search_text text not null,
        archived_at timestamptz,
        merged_into uuid,
        created_at timestamptz not null,
        constraint patients_pkey primary key (clinic_id, id),
        constraint patients_mrn_key unique (clinic_id, mrn),
        constraint patients_merged_into_fk foreign key (clinic_id, merged_into) references patients (clinic_id, id),
        constraint patients_merged_check check (merged_into is null or (archived_at is not null and merged_into <> id))
      );
      create index patients_merged_into on patients (clinic_id, merged_into);
      create index patients_name on patients (clinic_id, family_name, given_name, id);
      create index patients_birth_date on patients (clinic_id, birth_date);
      -- Whoever looks for a word looks through one clinic's names, in index order and without touching the table. An index of
      -- trigrams would lie idle: row level security lets no operator that is not leakproof go first.
      create index patients_search on patients (clinic_id, search_text, id) where archived_at is null;
      ${tenantTable('patients', ['select', 'insert', 'update'])}

      alter table alerts add constraint alerts_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id);

      create table conditions (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        icd10 text not null,
        description text not null,
        category text not null constraint conditions_category_check check (category in ('neuropathic-pain', 'musculoskeletal-pain', 'fibromyalgia',
          'inflammatory-pain', 'headache', 'crps', 'post-stroke-pain', 'other-pain', 'depression', 'anxiety', 'other')),
        icd11 text,
        side text constraint conditions_side_check check (side in ('left', 'right', 'bilateral', 'midline')),
        onset_date date not null,
        resolved_date date,
        created_at timestamptz not null,
        constraint conditions_pkey primary key (clinic_id, id),
        constraint conditions_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint conditions_dates_check check (resolved_date is null or resolved_date >= onset_date)
      );
      create index conditions_patient on conditions (clinic_id, patient_id);
      ${tenantTable('conditions', ['select', 'insert', 'update'])}

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
        changed_at timestamptz not null,
        created_at timestamptz not null,
        constraint medications_pkey primary key (clinic_id, id),
        constraint medications_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint medications_dates_check check (stopped_on is null or stopped_on >= started_on)
      );
      create index medications_patient on medications (clinic_id, patient_id);
      ${tenantTable('medications', ['select', 'insert', 'update'])}

      create table screenings (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        form_version text not null,
        answers jsonb not null,
        outcome text not null constraint screenings_outcome_check check (outcome in ('clear', 'needs-review', 'contraindicated')),
        findings jsonb not null,
        screened_at timestamptz not null,
        screened_by uuid not null,
        decision text constraint screenings_decision_check check (decision in ('cleared', 'excluded')),
        rationale text,
        reviewed_at timestamptz,
        reviewed_by uuid,
        constraint screenings_pkey primary key (clinic_id, id),
        constraint screenings_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id),
        constraint screenings_review_check check ((decision is null) = (rationale is null) and (decision is null) = (reviewed_at is null))
      );
      create index screenings_patient on screenings (clinic_id, patient_id, screened_at);
      ${tenantTable('screenings', ['select', 'insert', 'update'])}

      create table consents (
        clinic_id uuid not null,
        id uuid not null,
        patient_id uuid not null,
        kind text not null constraint consents_kind_check check (kind in ('treatment', 'off-label', 'data-sharing')),
        signed_at timestamptz not null,
        document_version text not null,
        signed_by text not null,
        withdrawn_at timestamptz,
        created_at timestamptz not null,
        constraint consents_pkey primary key (clinic_id, id),
        constraint consents_patient_fk foreign key (clinic_id, patient_id) references patients (clinic_id, id)
      );
      create index consents_patient on consents (clinic_id, patient_id);
      ${tenantTable('consents', ['select', 'insert', 'update'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table consents; drop table screenings; drop table medications; drop table conditions;
      alter table alerts drop constraint alerts_patient_fk;
      drop table patients;
      drop function searchable(text);
    `);
  }
}

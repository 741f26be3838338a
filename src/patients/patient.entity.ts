import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity('patients')
@Unique('patients_mrn_key', ['clinicId', 'mrn'])
@Index('patients_name', ['clinicId', 'familyName', 'givenName', 'id'])
@Index('patients_birth_date', ['clinicId', 'birthDate'])
@Index('patients_search', ['clinicId', 'searchText', 'id'], { where: 'archived_at is null' })
@Check('patients_sex_at_birth_check', `sex_at_birth in ('female', 'male', 'intersex', 'unknown')`)
@Index('patients_merged_into', ['clinicId', 'mergedInto'])
@ForeignKey(() => Patient, ['clinicId', 'mergedInto'], ['clinicId', 'id'], { name: 'patients_merged_into_fk' })
@Check('patients_merged_check', 'merged_into is null or (archived_at is not null and merged_into <> id)')
@Check('patients_handedness_check', `handedness in ('left', 'right', 'ambidextrous', 'unknown')`)
export class Patient {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'patients_pkey' })
  @ForeignKey('Clinic', { name: 'patients_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'patients_pkey' }) id: string;
  /** Medical record number, unique in the clinic. */
  @Column('text') mrn: string;
  @Column('text', { name: 'given_name' }) givenName: string;
  @Column('text', { name: 'family_name' }) familyName: string;
  @Column('date', { name: 'birth_date' }) birthDate: string;
  @Column('text', { name: 'sex_at_birth' }) sexAtBirth: string;
  @Column('text') handedness: string;
  @Column('text', { nullable: true }) email: string | null;
  @Column('text', { nullable: true }) phone: string | null;
  @Column('text', { name: 'preferred_language', nullable: true }) preferredLanguage: string | null;
  @Column('text', { name: 'time_zone', nullable: true }) timeZone: string | null;
  /** By what way, and when, the patient wants to hear from the clinic. */
  @Column('jsonb', { name: 'contact_preferences', nullable: true }) contactPreferences: object | null;
  /** Names and MRN as `searchable` spells them, the given name on both sides of the family name. */
  @Column('text', { name: 'search_text' }) searchText: string;
  @Column('timestamptz', { name: 'archived_at', nullable: true }) archivedAt: string | null;
  /** The record that this one was merged into: it has everything that this one had. */
  @Column('uuid', { name: 'merged_into', nullable: true }) mergedInto: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
}

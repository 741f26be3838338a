import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Course } from '../course.entity.js';

/** A payer's word that so many sessions are covered between two dates. */
@Entity('authorisations')
@Index('authorisations_course', ['clinicId', 'courseId'])
@ForeignKey(() => Course, ['clinicId', 'courseId'], ['clinicId', 'id'], { name: 'authorisations_course_fk' })
@Check('authorisations_approved_check', 'sessions_approved between 1 and 500')
@Check('authorisations_used_check', 'sessions_used >= 0')
@Check('authorisations_dates_check', 'valid_to >= valid_from')
@Check('authorisations_voided_check', '(voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null)')
@Check('authorisations_no_payer_check', 'not no_payer_concerned or voided_at is not null')
export class Authorisation {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'authorisations_pkey' }) clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'authorisations_pkey' }) id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('text') payer: string;
  @Column('text') reference: string;
  @Column('int', { name: 'sessions_approved' }) sessionsApproved: number;
  /** Consumed by delivery, not by booking. */
  @Column('int', { name: 'sessions_used', default: 0 }) sessionsUsed: number;
  @Column('date', { name: 'valid_from' }) validFrom: string;
  @Column('date', { name: 'valid_to' }) validTo: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: string;
  /** Entered in error: it stays to be read, and pays for nothing. */
  @Column('timestamptz', { name: 'voided_at', nullable: true }) voidedAt: string | null;
  @Column('uuid', { name: 'voided_by', nullable: true }) voidedBy: string | null;
  @Column('text', { name: 'void_reason', nullable: true }) voidReason: string | null;
  /** Of a void one: it was another patient's, and gives no payer a say in this course. */
  @Column('boolean', { name: 'no_payer_concerned', default: false }) noPayerConcerned: boolean;
}

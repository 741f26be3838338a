import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { CoilType } from './coil-types.js';

/** A stimulator with its coil. Motor thresholds belong to it: they do not carry over to another. */
@Entity('devices')
@Unique('devices_name_key', ['clinicId', 'name'])
@Check('devices_modalities_check', 'cardinality(modalities) > 0')
@Check('devices_maximum_output_check', 'maximum_output_percent_mso between 1 and 100')
@Check('devices_cooling_minutes_check', 'cooling_minutes between 0 and 240')
@Check('devices_daily_check_minutes_check', 'daily_check_minutes between 0 and 120')
@Check('devices_coil_type_check', `coil_type in ('figure-8', 'circular', 'double-cone', 'h1', 'h4', 'h7')`)
@Check('devices_status_check', `status in ('in-service', 'out-of-service')`)
export class Device {
  @PrimaryColumn('uuid', { name: 'clinic_id', primaryKeyConstraintName: 'devices_pkey' })
  @ForeignKey('Clinic', { name: 'devices_clinic_fk' })
  clinicId: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'devices_pkey' }) id: string;
  @Column('text') name: string;
  @Column('text') manufacturer: string;
  @Column('text') model: string;
  @Column('text', { name: 'serial_number', nullable: true }) serialNumber: string | null;
  @Column('text', { array: true }) modalities: string[];
  @Column('text', { name: 'max_output_note', nullable: true }) maxOutputNote: string | null;
  /** % of maximum stimulator output; null where all of it may be used. */
  @Column('numeric', { name: 'maximum_output_percent_mso', precision: 5, scale: 2, nullable: true }) maximumOutputPercentMso: number | null;
  /** Of the coil it is fitted with, where no session or threshold names another. */
  @Column('text', { name: 'coil_type', nullable: true }) coilType: CoilType | null;
  /** Pause after a session in which the coil cools; our default where it is null. */
  @Column('int', { name: 'cooling_minutes', nullable: true }) coolingMinutes: number | null;
  /** From the opening of a day on, kept free for the daily check. */
  @Column('int', { name: 'daily_check_minutes', default: 0 }) dailyCheckMinutes: number;
  @Column('text') status: string;
}

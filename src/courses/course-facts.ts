import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import type { CourseStatus } from './course.entity.js';
import { clinicSafetyLimits, ownLimitsOf, type OwnLimits, type SafetyLimits } from '../protocols/read.js';
import { gapInForce } from './gap-in-force.js';
import { reservationOf, type PlannedAdjunct, type Reservation } from './combination/index.js';
import type { RampStep } from './ramp/index.js';

export interface Phase {
  name: string;
  sessions: number;
  sessionsPerWeek?: number;
  everyDays?: number;
  sessionsPerDay: number;
  minimumGapMinutes?: number;
}

/** With the gap that is in force, whether or not the protocol states one. */
export type PhaseInForce = Phase & { minimumGapMinutes: number };

export interface CourseFacts {
  id: string;
  patientId: string;
  conditionId: string | null;
  protocolId: string;
  protocolVersion: number;
  protocolCode: string;
  modality: string;
  targetRegion: string;
  status: CourseStatus;
  hemisphere: string;
  offLabel: boolean;
  sessionMinutes: number;
  stimulation: Stimulation | null;
  /** What one session gives one after the other: one block of the stimulation above, several, or none where there are no pulses. */
  blocks: CourseBlock[];
  pauseBetweenBlocksSeconds: number | null;
  /** In place of pulses: the current of tDCS, or the training of neurofeedback. */
  parameters: object | null;
  ramp: RampStep[] | null;
  phases: PhaseInForce[];
  /** By which the clinic judges doses and sessions. */
  limits: SafetyLimits;
  validatedException: boolean;
  /** In the protocol; more are planned where a clinician has extended the course. */
  sessionsPublished: number;
  sessionsPlanned: number;
  sessionsDelivered: number;
  pulsesDelivered: number;
  activatedAt: string | null;
  endedAt: string | null;
  /** Other parts of the plan that are kept room for around each treatment. */
  sideBlocks: Reservation[];
}

/** A conventional or theta-burst dose, as the protocol version prescribes it. */
export interface Stimulation {
  frequencyHz: number;
  intensityPercentRmt: number;
  pulsesPerTrain: number;
  trainDurationSeconds: number;
  interTrainIntervalSeconds: number;
  trains: number;
  totalPulses: number;
  burst?: { frequencyHz: number; pulses: number };
}

/** One place that a session stimulates, with the dose it gets there. */
export interface CourseBlock {
  modality: string;
  targetRegion: string;
  hemisphere: string;
  stimulation: Stimulation;
}

/** The blocks of a prescription: those that its protocol names, or its one stimulation on the side that is prescribed. */
export function blocksOf({ blocks, stimulation, ...place }: { blocks: CourseBlock[] | null; stimulation: Stimulation | null; modality: string; targetRegion: string; hemisphere: string }): CourseBlock[] {
  const { modality, targetRegion, hemisphere } = place;
  return blocks ?? (stimulation ? [{ modality, targetRegion, hemisphere, stimulation }] : []);
}

interface Row extends Omit<CourseFacts, 'blocks' | 'sideBlocks' | 'sessionsPublished' | 'phases' | 'limits'> {
  blocks: CourseBlock[] | null;
  phases: Phase[];
  ownLimits: OwnLimits;
  adjuncts: PlannedAdjunct[];
}

/** Everything that booking, delivery and measuring need to know. @throws Refusal 404 */
export async function courseFacts(reader: Reader, id: string, lock: 'lock' | 'look' = 'look'): Promise<CourseFacts> {
  return inForce(await reader.one<Row>(sql`${factsOf(reader, sql`c.id = ${id}`)} ${lock === 'lock' ? sql`for update of c` : sql``}`));
}

/** Of several courses at once, by id; locked in one order, so that nobody waits in a circle. */
export async function factsOfCourses(reader: Reader, ids: readonly string[], lock: 'lock' | 'look' = 'look'): Promise<ReadonlyMap<string, CourseFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.many<Row>(sql`${factsOf(reader, sql`c.id = any(${[...new Set(ids)]}::uuid[])`)} order by c.id ${lock === 'lock' ? sql`for update of c` : sql``}`);
  return new Map(rows.map((row) => [row.id, inForce(row)]));
}

const factsOf = (reader: Reader, which: Sql): Sql => sql`
    select c.id, c.patient_id as "patientId", c.condition_id as "conditionId", c.protocol_id as "protocolId", c.protocol_version as "protocolVersion",
           p.code as "protocolCode", c.modality, v.target_region as "targetRegion", c.status, c.hemisphere, c.off_label as "offLabel",
           v.session_minutes as "sessionMinutes", v.stimulation, v.blocks, v.pause_between_blocks_seconds as "pauseBetweenBlocksSeconds", v.parameters, c.ramp, v.phases, v.validated_exception as "validatedException",
           c.sessions_planned as "sessionsPlanned", c.sessions_delivered as "sessionsDelivered", c.pulses_delivered as "pulsesDelivered",
           c.activated_at as "activatedAt", c.ended_at as "endedAt", ${ownLimitsOf(reader.actor.clinicId)} as "ownLimits",
           coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'timing', a.timing, 'schedule', a.schedule, 'startedOn', a.started_on,
               'endedOn', a.ended_on, 'deviceId', a.device_id, 'roomId', a.room_id, 'operatorId', a.operator_id) order by a.id)
             from adjuncts a where a.clinic_id = c.clinic_id and a.course_id = c.id), '[]') as adjuncts
    from courses c
    join protocols p on p.clinic_id = c.clinic_id and p.id = c.protocol_id
    join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version
    where c.clinic_id = ${reader.actor.clinicId} and ${which}`;

function inForce({ adjuncts, ownLimits, ...course }: Row): CourseFacts {
  const [blocks, limits] = [blocksOf(course), clinicSafetyLimits(ownLimits)];
  const phases = phasesInForce({ ...course, blocks }, extended(course.phases, course.sessionsPlanned), limits);
  return { ...course, blocks, sessionsPublished: sessionsOf(course.phases), phases, limits, sideBlocks: adjuncts.flatMap((adjunct) => reservationOf(adjunct) ?? []) };
}

/** The phases of a prescription, each with the gap that is in force. */
export function phasesInForce(course: { modality: string; blocks: readonly { modality: string }[] }, phases: readonly Phase[], limits: SafetyLimits): PhaseInForce[] {
  return phases.map((phase) => ({ ...phase, minimumGapMinutes: gapInForce(course, phase.minimumGapMinutes, limits) }));
}

export const sessionsOf = (phases: readonly Pick<Phase, 'sessions'>[]): number => phases.reduce((sum, { sessions }) => sum + sessions, 0);

/** What a clinician added goes on in the rhythm of the last phase. */
function extended(phases: readonly Phase[], sessionsPlanned: number): Phase[] {
  const added = sessionsPlanned - sessionsOf(phases);
  return phases.map((phase, index) => (index === phases.length - 1 && added > 0 ? { ...phase, sessions: phase.sessions + added } : phase));
}

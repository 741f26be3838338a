import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { InvalidRequest, invalid } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { lockSession } from '../booking.service.js';
import { blocksOfDose, isPulses, type PrescribedBlock, type PrescribedDose, type PrescribedPulses } from '../prescribed-dose.js';
import { refusedDose, refuseMove } from '../sessions.problems.js';
import { sessionView } from '../sessions.queries.js';
import { refuseAfterSeizure } from '../stopped-by-seizure.js';
import type { NewProgress, ProgressView } from './progress.dto.js';
import { SessionProgress } from './session-progress.entity.js';

const VIEW = sql`id, session_id as "sessionId", prescribed_block as "prescribedBlock", trains, pulses as "totalPulses", intensity_percent_rmt as "intensityPercentRmt", output_percent_mso as "outputPercentMso",
  coil, target_deviation_mm as "targetDeviationMm", ramp_step as "rampStep", note, reported_at as "reportedAt", reported_by as "reportedBy"`;

/**
 * Appends trains that were given. Each report is its own commit, so that a crash keeps what was reported before it; the
 * sum may never pass the prescription.
 * @throws Refusal 409 `wrong-state`, `stopped-by-seizure`, 422 `dose-above-prescription`, 400 `inconsistent-dose`
 */
export async function reportProgress(work: Work, sessionId: string, progress: NewProgress): Promise<ProgressView> {
  const session = await lockSession(work, sessionId);
  refuseMove('progress', session.status);
  await refuseAfterSeizure(work, sessionId);
  if (session.kind === 'follow-up') throw invalid('/trains', 'not-applicable', 'do not apply to a follow-up visit, in which nothing is given');
  const prescribed = pulsesPrescribed(session.prescribed as PrescribedDose | null);
  const number = blockOf(prescribed, progress.prescribedBlock);
  const block = prescribed && blocksOfDose(prescribed)[number - 1];
  const set = prescribed?.lowered?.blocks?.[number - 1]?.intensityPercentRmt ?? prescribed?.lowered?.intensityPercentRmt;
  const pulses = progress.totalPulses ?? progress.trains * (block?.pulsesPerTrain ?? 1);
  const intensityPercentRmt = progress.intensityPercentRmt ?? set ?? block?.intensityPercentRmt ?? 0;
  const outputPercentMso = progress.outputPercentMso ?? null;
  const soFar = session.progress?.blocks ? session.progress.blocks.find(({ prescribedBlock }) => prescribedBlock === number) : session.progress;
  if (block) refuseBeyond(block, { ...progress, intensityPercentRmt, outputPercentMso, pulses }, soFar ?? { trains: 0, totalPulses: 0 });
  const { trains, coil = null, targetDeviationMm = null, rampStep = false, note = null } = progress;
  const id = newId();
  await work.insert(SessionProgress, {
    id, sessionId, prescribedBlock: number, trains, pulses, intensityPercentRmt, outputPercentMso, coil, targetDeviationMm, rampStep, note, reportedAt: work.now, reportedBy: work.actor.staffId,
  });
  const after = await read(work, sessionId, id);
  record(work, { action: 'session.progress-reported', subject: { type: 'session', id: sessionId }, patientId: session.patientId, after });
  return after;
}

/** @throws InvalidRequest where a current or a training is given, which has no trains */
function pulsesPrescribed(prescribed: PrescribedDose | null): PrescribedPulses | null {
  if (prescribed && !isPulses(prescribed)) throw invalid('/trains', 'not-applicable', 'are of pulses, and none are prescribed');
  return prescribed;
}

/** Of several blocks one has to be named. */
function blockOf(prescribed: PrescribedPulses | null, told: number | undefined): number {
  const blocks = prescribed ? blocksOfDose(prescribed).length : 1;
  if (told === undefined && blocks > 1) throw invalid('/prescribedBlock', 'required', `is required: ${blocks} blocks are prescribed`);
  if (told !== undefined && told > blocks) throw invalid('/prescribedBlock', 'out-of-range', `must be 1 to ${blocks}`);
  return told ?? 1;
}

function refuseBeyond(prescribed: PrescribedBlock, report: { trains: number; pulses: number; intensityPercentRmt: number; outputPercentMso: number | null }, soFar: { trains: number; totalPulses: number }): void {
  if (report.pulses > report.trains * prescribed.pulsesPerTrain) {
    const message = `${report.trains} trains of ${prescribed.pulsesPerTrain} pulses are ${report.trains * prescribed.pulsesPerTrain} pulses`;
    throw new InvalidRequest([{ pointer: '/totalPulses', code: 'inconsistent-dose', message }], 'inconsistent-dose');
  }
  const compare: [field: string, given: number, ordered: number | null, unit: string][] = [
    ['trains', soFar.trains + report.trains, prescribed.trains, 'trains'],
    ['totalPulses', soFar.totalPulses + report.pulses, prescribed.totalPulses, 'pulses'],
    ['intensityPercentRmt', report.intensityPercentRmt, prescribed.intensityPercentRmt, '% of the motor threshold'],
    ['outputPercentMso', report.outputPercentMso ?? 0, prescribed.outputPercentMso, '% of maximum output'],
  ];
  for (const [field, given, ordered, unit] of compare) {
    if (ordered !== null && given > ordered) throw refusedDose('dose-above-prescription', field, `${given} ${unit} in all is more than the ${ordered} that are prescribed.`, '');
  }
}

export async function readProgress(work: Work, sessionId: string, id: string): Promise<ProgressView> {
  const { patientId } = await sessionView(work, sessionId);
  const progress = await read(work, sessionId, id);
  seen(work, { action: 'session.progress-read', subject: { type: 'session', id: sessionId }, patientId });
  return progress;
}

/** In the order of the reports. */
export async function listProgress(work: Work, sessionId: string, query: PageQuery): Promise<Page<ProgressView>> {
  const { patientId } = await sessionView(work, sessionId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<ProgressView>(sql`
    select ${VIEW} from session_progress
    where clinic_id = ${work.actor.clinicId} and session_id = ${sessionId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'session.progress-read', subject: { type: 'session', id: sessionId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

function read(reader: Reader, sessionId: string, id: string): Promise<ProgressView> {
  return reader.one<ProgressView>(sql`select ${VIEW} from session_progress where clinic_id = ${reader.actor.clinicId} and session_id = ${sessionId} and id = ${id}`);
}

import { raiseAlert, restateAlert } from '../../alerts/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { blocksOfDose, isPulses, type PrescribedDose } from '../prescribed-dose.js';
import { ROUNDING_PERCENT } from './differences.js';

interface Amounts {
  trains: number | null;
  totalPulses: number | null;
  intensityPercentRmt: number | null;
  outputPercentMso: number | null;
}

const COMPARED: readonly { field: keyof Amounts; unit: string; rounding: number }[] = [
  { field: 'trains', unit: 'trains', rounding: 0 },
  { field: 'totalPulses', unit: 'pulses', rounding: 0 },
  { field: 'intensityPercentRmt', unit: '% of the motor threshold', rounding: ROUNDING_PERCENT },
  { field: 'outputPercentMso', unit: '% of maximum output', rounding: ROUNDING_PERCENT },
];

/**
 * A device that gave more than was prescribed, by its own account: whoever prescribed it hears of it with the row that
 * says so, once for each session, and more exactly with each further row. The record of the session stays as it is.
 */
export async function tellOfExcess(work: Work, sessionId: string): Promise<void> {
  const session = await work.one<{ patientId: string; courseId: string; prescribed: PrescribedDose | null }>(sql`
    select patient_id as "patientId", course_id as "courseId", prescribed from sessions where clinic_id = ${work.actor.clinicId} and id = ${sessionId}`);
  const { prescribed, patientId, courseId } = session;
  if (!prescribed || !isPulses(prescribed)) return;
  const blocks = blocksOfDose(prescribed);
  const excess = (await accounts(work, sessionId)).flatMap(({ block, ...given }) => beyond(given, block === null ? prescribed : (blocks[block - 1] ?? prescribed)));
  if (excess.length === 0) return;
  const key = `device-excess/${sessionId}`;
  const summary = `By the device’s own account a session gave more than was prescribed: ${excess.join('; ')}. Compare it with the record, and enter a wrong dose as an adverse event.`;
  if (!(await raiseAlert(work, { kind: 'adverse-event', severity: 'critical', patientId, courseId, summary, key }))) await restateAlert(work, key, summary);
}

/** What all rows of a session say together, block by block where the device tells them apart. */
function accounts(reader: Reader, sessionId: string): Promise<(Amounts & { block: number | null })[]> {
  return reader.many(sql`
    select (record ->> 'prescribedBlock')::int as block, sum((record ->> 'trains')::int)::int as trains, sum((record ->> 'totalPulses')::int)::int as "totalPulses",
      max((record ->> 'intensityPercentRmt')::float8) as "intensityPercentRmt", max((record ->> 'outputPercentMso')::float8) as "outputPercentMso"
    from device_file_rows where clinic_id = ${reader.actor.clinicId} and session_id = ${sessionId} and status = 'matched' group by 1 order by 1`);
}

function beyond(given: Amounts, ordered: Amounts): string[] {
  return COMPARED.flatMap(({ field, unit, rounding }) => {
    const [device, most] = [given[field], ordered[field]];
    return device === null || most === null || device <= most + rounding ? [] : [`${device} ${unit}, ${most} prescribed`];
  });
}

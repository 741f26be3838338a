import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import type { RowThatDiffers } from './device-file.dto.js';

/** Outputs and intensities are rounded to whole percent on the way: less than this is no difference. Design default. */
export const ROUNDING_PERCENT = 1;

/**
 * In what the device's account of a row differs from the record of its session, as `jsonb`: trains and pulses as all rows of
 * the session (or of the block) have them together, the rest row by row. What only one of the two says is no difference.
 */
export const DIFFERENCES = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('field', f.name, 'device', f.device, 'record', f.record) order by f.name), '[]')
  from sessions s
  cross join lateral (select coalesce((
    select jsonb_build_object('trains', sum((b ->> 'trains')::int), 'totalPulses', sum((b ->> 'totalPulses')::int), 'intensityPercentRmt', max((b ->> 'intensityPercentRmt')::numeric),
      'outputPercentMso', max((b ->> 'outputPercentMso')::numeric), 'coil', max(b ->> 'coil'))
    from jsonb_array_elements(case jsonb_typeof(s.delivered -> 'blocks') when 'array' then s.delivered -> 'blocks' else '[]' end) b
    where b -> 'prescribedBlock' = device_file_rows.record -> 'prescribedBlock' having count(*) > 0), s.delivered) as given) g
  cross join lateral (
    select sum((r.record ->> 'trains')::int) as trains, sum((r.record ->> 'totalPulses')::int) as pulses from device_file_rows r
    where r.clinic_id = s.clinic_id and r.session_id = s.id and r.status = 'matched' and (r.record -> 'prescribedBlock') is not distinct from (device_file_rows.record -> 'prescribedBlock')) d
  cross join lateral (values
    ('trains', to_jsonb(d.trains), g.given -> 'trains', 0), ('totalPulses', to_jsonb(d.pulses), g.given -> 'totalPulses', 0),
    ('intensityPercentRmt', device_file_rows.record -> 'intensityPercentRmt', g.given -> 'intensityPercentRmt', ${ROUNDING_PERCENT}::int),
    ('outputPercentMso', device_file_rows.record -> 'outputPercentMso', g.given -> 'outputPercentMso', ${ROUNDING_PERCENT}::int),
    ('coil', device_file_rows.record -> 'coil', g.given -> 'coil', null)) as f(name, device, record, tolerance)
  where device_file_rows.status = 'matched' and s.clinic_id = device_file_rows.clinic_id and s.id = device_file_rows.session_id
    and s.status in ('completed', 'signed', 'aborted') and something_given(s.delivered)
    and jsonb_typeof(f.device) <> 'null' and jsonb_typeof(f.record) <> 'null'
    and case when f.tolerance is null then lower(f.device #>> '{}') <> lower(f.record #>> '{}') else abs((f.device #>> '{}')::numeric - (f.record #>> '{}')::numeric) > f.tolerance end)`;

/** The rows of a session that do not agree with its record. */
export function rowsThatDiffer(reader: Reader, sessionId: string): Promise<RowThatDiffers[]> {
  return reader.many<RowThatDiffers>(sql`
    select id as "rowId", ${DIFFERENCES} as differences from device_file_rows
    where clinic_id = ${reader.actor.clinicId} and session_id = ${sessionId} and status = 'matched' and ${DIFFERENCES} <> '[]' order by id`);
}

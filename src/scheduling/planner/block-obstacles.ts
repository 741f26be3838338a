import type { Busy, Calendar, ResourceKind } from './calendar.js';
import { contains, merge, type Interval } from './intervals.js';
import type { Obstacle } from './reasons.js';
import { isQualified } from './resource-choice.js';
import type { PlacedBlock } from './side-blocks.js';
import { localDate } from './wall-clock.js';

/** Why another part of the day cannot be given where it falls. What the patient has elsewhere is not the clinic's to judge. */
export function blockObstacles(calendar: Calendar, busy: Busy, blocks: readonly PlacedBlock[], open: readonly Interval[]): Obstacle[] {
  return blocks.flatMap((placed) => {
    const { resources } = placed.block;
    if (resources.length === 0) return [];
    const closed = open.some((hours) => contains(hours, placed)) ? [] : [CLOSED];
    return [...closed, ...resources.flatMap(({ kind, id }) => unavailable(calendar, kind, id, placed) ?? untrained(calendar, kind, id, placed) ?? taken(busy, kind, id, placed) ?? [])];
  });
}

const CLOSED: Obstacle = { code: 'outside-hours', message: 'What is planned before or after the session does not lie within the clinic’s opening hours.' };

function unavailable(calendar: Calendar, kind: ResourceKind, id: string, during: Interval): Obstacle | undefined {
  if (kind === 'device') return works(calendar.devices, id) ? undefined : { code: 'device-down', message: 'The device of another part of the day is out of service.' };
  if (kind === 'room') return works(calendar.rooms, id) ? undefined : { code: 'no-room', message: 'The room of another part of the day is out of service.' };
  const operator = calendar.operators.find((one) => one.id === id);
  const present = operator !== undefined && (operator.shifts === null || merge([...operator.shifts]).some((shift) => contains(shift, during)));
  return present ? undefined : { code: 'operator-absent', message: 'The operator of another part of the day does not work at that time.' };
}

/** Asked of whoever gives the other part as of whoever gives the session. */
function untrained(calendar: Calendar, kind: ResourceKind, id: string, { block, startMs }: PlacedBlock): Obstacle | undefined {
  const operator = kind === 'operator' ? calendar.operators.find((one) => one.id === id) : undefined;
  if (!operator) return undefined;
  const device = calendar.devices.find((one) => block.resources.some((resource) => resource.kind === 'device' && resource.id === one.id));
  const date = localDate(startMs, calendar.zone);
  return isQualified(operator, block.modality, device, date) ? undefined : { code: 'operator-not-qualified', message: `The operator of another part of the day may not deliver ${block.modality} on ${date}.` };
}

const works = (resources: readonly { id: string; inService: boolean }[], id: string): boolean => resources.some((one) => one.id === id && one.inService);

function taken(busy: Busy, kind: ResourceKind, id: string, during: Interval): Obstacle | undefined {
  const claims = busy.inTheWay(kind, id, during);
  return claims.length === 0 ? undefined : { code: 'slot-taken', message: `The ${kind} of another part of the day is taken at that time.`, claims };
}

import type { Reader } from '../platform/database/work.js';
import { readClinic } from '../clinics/read.js';
import type { PublishedProtocol } from '../protocols/read.js';
import { offLabel, type LabelledProtocol, type Region } from './readiness/index.js';
import { sideToStimulate as sideBy, type PainSide } from './side-rule/index.js';

/** The side that a protocol's rule comes to for a pain. */
export function sideToStimulate(rule: PublishedProtocol['hemisphere'], painSide: string | null): string {
  return sideBy(rule, painSide as PainSide | null);
}

/** Whether the protocol is off-label for a condition where the clinic is. */
export async function isOffLabel(reader: Reader, protocol: PublishedProtocol, category: string | null): Promise<boolean> {
  const { timeZone } = await readClinic(reader);
  return isOffLabelIn(timeZone, { indications: protocol.indications, clearances: protocol.clearance }, category);
}

export const isOffLabelIn = (timeZone: string, protocol: LabelledProtocol, category: string | null): boolean => offLabel(protocol, category, regionOf(timeZone)).offLabel;

/** The rules of the United States are the stricter ones for pain: they hold wherever we do not know better. */
function regionOf(timeZone: string): Region {
  return timeZone.startsWith('Europe/') ? 'eu' : 'us';
}

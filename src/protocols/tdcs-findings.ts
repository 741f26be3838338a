import { deriveTdcsDose, exceeds, TDCS_CEILING, TDCS_WARNING, type TdcsDose } from './dose/index.js';
import type { Finding } from './safety/index.js';

/** Where a current goes beyond what was tried (a hard stop), or beyond what the pain trials used (a warning). */
export function tdcsFindings(dose: TdcsDose): Finding[] {
  const { chargeCoulombs } = deriveTdcsDose(dose);
  return [
    ...quantity('current', 'mA', dose.currentMilliamps, TDCS_CEILING.currentMilliamps, TDCS_WARNING.currentMilliamps),
    ...quantity('duration', 'min', dose.durationMinutes, TDCS_CEILING.durationMinutes, TDCS_WARNING.durationMinutes),
    ...quantity('charge', 'C', chargeCoulombs, TDCS_CEILING.chargeCoulombs),
  ];
}

function quantity(noun: string, unit: string, actual: number, ceiling: number, usual = Infinity): Finding[] {
  const printed = { actual: `${actual} ${unit}` };
  if (exceeds(actual, ceiling)) {
    const { source, provenance } = TDCS_CEILING;
    return [{ ...printed, rule: `tdcs-${noun}`, severity: 'hard', limit: `${ceiling} ${unit}`, explanation: `No session with a ${noun} above ${ceiling} ${unit} is on record as safe.`, source, provenance }];
  }
  if (!exceeds(actual, usual)) return [];
  const { source, provenance } = TDCS_WARNING;
  return [{ ...printed, rule: `tdcs-${noun}`, severity: 'warn', limit: `${usual} ${unit}`, explanation: `The trials in pain kept the ${noun} at ${usual} ${unit} or less.`, source, provenance }];
}

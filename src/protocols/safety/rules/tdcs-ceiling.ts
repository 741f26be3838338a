import { deriveTdcsDose, exceeds, TDCS_CEILING, TDCS_WARNING, type TdcsDose } from '../../dose/index.js';
import type { TdcsFacts } from '../current-facts.js';
import { defineRule, type Rule } from '../finding.js';

interface Quantity {
  noun: string;
  unit: string;
  of: (dose: TdcsDose) => number;
  ceiling: number;
  usual?: number;
}

/** Beyond what was tried a hard stop, beyond what the pain trials used a warning. */
function ceilingRule({ noun, unit, of, ceiling, usual = Infinity }: Quantity): Rule<TdcsFacts> {
  const usually = usual === Infinity ? '' : `, usually at most ${usual} ${unit}`;
  return defineRule<TdcsFacts>({
    code: `tdcs-${noun}`,
    severity: 'hard',
    title: `A session of tDCS has a ${noun} of at most ${ceiling} ${unit}${usually}`,
    source: TDCS_CEILING.source,
    provenance: TDCS_CEILING.provenance,
    violation: ({ dose }) => {
      const value = of(dose);
      const actual = `${value} ${unit}`;
      if (exceeds(value, ceiling)) return { actual, limit: `${ceiling} ${unit}`, explanation: `No session with a ${noun} above ${ceiling} ${unit} is on record as safe.` };
      if (!exceeds(value, usual)) return null;
      const { source, provenance } = TDCS_WARNING;
      return { actual, severity: 'warn', limit: `${usual} ${unit}`, explanation: `The trials in pain kept the ${noun} at ${usual} ${unit} or less.`, source, provenance };
    },
  });
}

export const TDCS_CURRENT = ceilingRule({ noun: 'current', unit: 'mA', of: ({ currentMilliamps }) => currentMilliamps, ceiling: TDCS_CEILING.currentMilliamps, usual: TDCS_WARNING.currentMilliamps });
export const TDCS_DURATION = ceilingRule({ noun: 'duration', unit: 'min', of: ({ durationMinutes }) => durationMinutes, ceiling: TDCS_CEILING.durationMinutes, usual: TDCS_WARNING.durationMinutes });
export const TDCS_CHARGE = ceilingRule({ noun: 'charge', unit: 'C', of: (dose) => deriveTdcsDose(dose).chargeCoulombs, ceiling: TDCS_CEILING.chargeCoulombs });

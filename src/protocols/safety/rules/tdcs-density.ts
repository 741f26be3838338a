import { deriveTdcsDose, exceeds, TDCS_USUAL_DENSITY } from '../../dose/index.js';
import type { TdcsFacts } from '../current-facts.js';
import { defineRule } from '../finding.js';

const { milliampsPerSquareCentimetre: USUAL, source, provenance } = TDCS_USUAL_DENSITY;

export const TDCS_DENSITY = defineRule<TdcsFacts>({
  code: 'tdcs-density',
  severity: 'warn',
  title: `The current is spread over electrodes that keep its density at ${USUAL} mA/cm² or less`,
  source,
  provenance,
  violation: ({ dose }) => {
    const { currentDensityMilliampsPerSquareCentimetre: density } = deriveTdcsDose(dose);
    if (!exceeds(density, USUAL)) return null;
    const explanation = `${dose.currentMilliamps} mA over ${dose.electrodeAreaSquareCentimetres} cm² are ${density} mA/cm², more than twice what the trials in pain had; watch the skin.`;
    return { limit: `${USUAL} mA/cm²`, actual: `${density} mA/cm²`, explanation };
  },
});

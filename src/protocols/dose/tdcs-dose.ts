import { withoutDust } from './rounding.js';

/** A direct current between two electrodes; positions in the international 10-20 system ('C3', 'Fp2'). */
export interface TdcsDose {
  currentMilliamps: number;
  durationMinutes: number;
  /** Of one electrode; both the same. */
  electrodeAreaSquareCentimetres: number;
  anode: string;
  cathode: string;
}

export interface DerivedTdcsDose {
  currentDensityMilliampsPerSquareCentimetre: number;
  chargeCoulombs: number;
  chargeDensityMillicoulombsPerSquareCentimetre: number;
}

/** Bikson 2016 Brain Stimul 9:641 (recalled): no serious adverse effect seen up to these, in over 33 000 sessions. */
export const TDCS_CEILING = { currentMilliamps: 4, durationMinutes: 40, chargeCoulombs: 7.2, source: 'Bikson 2016 Brain Stimul 9:641', provenance: 'recalled' } as const;

/** Above these the clinic is asked to think again; a design default, at what the pain trials used. */
export const TDCS_WARNING = { currentMilliamps: 2, durationMinutes: 30, source: 'Design default', provenance: 'design-default' } as const;

/** Twice the 0.057 mA/cm² of 2 mA over 35 cm², rounded up: small electrodes concentrate the current, and what is felt and burns is the skin. Design default. */
export const TDCS_USUAL_DENSITY = { milliampsPerSquareCentimetre: 0.12, source: 'Design default, twice the density of 2 mA over 35 cm² (Fregni 2006 Pain 122:197)', provenance: 'design-default' } as const;

/**
 * Density and charge of a tDCS dose: 2 mA over 35 cm² for 20 minutes are 0.057 mA/cm² and 2.4 C.
 * @throws RangeError when a quantity is not positive, or the electrodes share a place
 */
export function deriveTdcsDose({ currentMilliamps, durationMinutes, electrodeAreaSquareCentimetres, anode, cathode }: TdcsDose): DerivedTdcsDose {
  if (![currentMilliamps, durationMinutes, electrodeAreaSquareCentimetres].every((value) => Number.isFinite(value) && value > 0)) {
    throw new RangeError('Current, duration and electrode area must be more than 0.');
  }
  if (anode === cathode) throw new RangeError('Anode and cathode must be at different places.');
  const chargeMillicoulombs = currentMilliamps * durationMinutes * 60;
  return {
    currentDensityMilliampsPerSquareCentimetre: withoutDust(currentMilliamps / electrodeAreaSquareCentimetres),
    chargeCoulombs: withoutDust(chargeMillicoulombs / 1000),
    chargeDensityMillicoulombsPerSquareCentimetre: withoutDust(chargeMillicoulombs / electrodeAreaSquareCentimetres),
  };
}

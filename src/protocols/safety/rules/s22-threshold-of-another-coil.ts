import { defineRule } from '../finding.js';
import { needsThreshold, type DeliveryFacts } from '../delivery-facts.js';
import { isHCoil } from '../prescribing-facts.js';

/** What is not on record about the coil or the device is not compared. */
export const S22 = defineRule<DeliveryFacts>({
  code: 'S22',
  severity: 'hard',
  title: 'The motor threshold was measured with the coil and the device of the treatment; an unlike coil of the same family needs a signature',
  source: 'Rossi 2009 Clin Neurophysiol 120:2008 (output is specific to coil and device)',
  provenance: 'recalled',
  violation: ({ modality, motorThreshold, coil, deviceId }) => {
    if (!needsThreshold(modality) || motorThreshold === null) return null;
    const limit = 'the coil and device of the treatment';
    if (coil !== null && motorThreshold.coil !== null && coil !== motorThreshold.coil) {
      const unlike = isHCoil(coil) !== isHCoil(motorThreshold.coil);
      const explanation = `The threshold was measured with the coil ${motorThreshold.coil} and the treatment uses ${coil}; a threshold does not carry over from one coil to another.`;
      return { limit, actual: `measured with ${motorThreshold.coil}`, explanation, severity: unlike ? 'hard' : 'override' };
    }
    if (deviceId === null || motorThreshold.deviceId === null || deviceId === motorThreshold.deviceId) return null;
    const explanation = 'The threshold was measured on another device than the one of the treatment; percent of maximum output does not carry over.';
    return { limit, actual: 'measured on another device', explanation, severity: 'override' };
  },
});

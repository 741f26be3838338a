import type { Provenance } from '../../platform/kernel/provenance.js';

export const LOCALISATION_METHODS = ['beam-f3', 'five-cm', 'five-and-a-half-cm', 'six-cm', 'neuronavigation', 'functional-connectivity', 'motor-hotspot', 'eeg-10-20'] as const;
export type LocalisationMethod = (typeof LOCALISATION_METHODS)[number];

export interface PlannedTarget {
  readonly method: LocalisationMethod;
  /** Millimetres; negative x is the left half of the head. */
  readonly coordinates?: { readonly x: number; readonly space?: string };
  readonly headMeasures?: { readonly xCentimetres?: number; readonly yCentimetres?: number };
  readonly position?: string;
}

export interface TargetWarning {
  readonly code: string;
  readonly message: string;
  readonly source: string;
  readonly provenance: Provenance;
}

const DESIGN = { source: 'Design default', provenance: 'design-default' } as const;
const FIXED_DISTANCE: ReadonlySet<LocalisationMethod> = new Set(['five-cm', 'five-and-a-half-cm', 'six-cm']);
const BY_IMAGE: ReadonlySet<LocalisationMethod> = new Set(['neuronavigation', 'functional-connectivity']);

/** What should make whoever places the coil think twice; a target is never refused for its method. */
export function targetWarnings(target: PlannedTarget, region: string, hemisphere: string): TargetWarning[] {
  return [...methodWarnings(target, region), ...measureWarnings(target), ...coordinateWarnings(target, region, hemisphere)];
}

function methodWarnings({ method }: PlannedTarget, region: string): TargetWarning[] {
  const prefrontal = FIXED_DISTANCE.has(method) || method === 'beam-f3' || method === 'functional-connectivity';
  if ((prefrontal && region !== 'DLPFC') || (method === 'motor-hotspot' && region !== 'M1')) {
    return [{ code: 'method-of-another-target', message: `The method ${method} finds ${prefrontal ? 'the prefrontal cortex' : 'the motor cortex'}, and the protocol is for ${region}.`, ...DESIGN }];
  }
  if (region === 'S2' && !BY_IMAGE.has(method)) return [{ code: 'needs-individual-image', message: 'The secondary somatosensory cortex has no mark on the scalp; it is found on the patient’s own MRI.', source: 'Lindholm 2015 Pain 156:1276', provenance: 'recalled' }];
  if (!FIXED_DISTANCE.has(method)) return [];
  return [
    {
      code: 'fixed-distance', message: 'A fixed distance from the motor hotspot tends to fall too far back: the Beam F3 position lies 2.6 cm (SD 1.0) further forward and outward on average, and is found again more reliably.',
      source: 'Trapp 2020 Brain Stimul 13:739', provenance: 'published',
    },
  ];
}

/** The published calculator is not computed anew here: what it answered is recorded. */
function measureWarnings({ method, headMeasures, position }: PlannedTarget): TargetWarning[] {
  if (method === 'beam-f3' && (headMeasures?.xCentimetres === undefined || headMeasures.yCentimetres === undefined)) {
    return [{ code: 'beam-f3-unmeasured', message: 'Record X (along the circumference) and Y (from the vertex) as the published calculator gives them, so that the place is found again.', source: 'Beam 2009 Brain Stimul 2:50', provenance: 'published' }];
  }
  return method === 'eeg-10-20' && position === undefined ? [{ code: 'position-unnamed', message: 'Name the position of the 10-20 system, e.g. C3 for the left hand area or F3 for the left prefrontal cortex.', ...DESIGN }] : [];
}

function coordinateWarnings({ method, coordinates }: PlannedTarget, region: string, hemisphere: string): TargetWarning[] {
  if (BY_IMAGE.has(method) && !coordinates) return [{ code: 'coordinates-missing', message: 'Record the coordinates of the target, so that the place is found again.', ...DESIGN }];
  if (!coordinates || coordinates.space === undefined || coordinates.space === 'native') return [];
  const side = coordinates.x < 0 ? 'left' : coordinates.x > 0 ? 'right' : 'midline';
  const otherSide = (hemisphere === 'left' || hemisphere === 'right') && side !== 'midline' && side !== hemisphere;
  return [
    ...(otherSide ? [{ code: 'coordinates-other-side', message: `The target lies in the ${side} half of the head, and the course stimulates the ${hemisphere} one.`, source: 'Arithmetic: negative x is left', provenance: 'arithmetic' } as const] : []),
    ...(region === 'M1' && BY_IMAGE.has(method)
      ? [{ code: 'template-motor-cortex', message: 'A patient’s own hotspot can lie up to 19.5 mm from the mean place of a template: confirm it by motor responses.', source: 'Front Hum Neurosci 2024, doi 10.3389/fnhum.2024.1342410', provenance: 'published' } as const]
      : []),
  ];
}

export type Scalar = string | number | boolean | null;

export interface StatedCorrection {
  /** JSON pointer into the session, e.g. `/delivered/trains`. */
  field: string;
  corrected: Scalar;
}

export interface Correction extends StatedCorrection {
  /** As the record has it, and goes on having it. */
  original: Scalar;
}

export interface CorrectionFault {
  pointer: string;
  code: 'not-in-the-record' | 'not-one-value' | 'of-another-kind' | 'nothing-corrected' | 'told-twice';
  message: string;
}

/** The members of a session that tell what happened. Who booked what and when it was signed is told elsewhere. */
const RECORDED = new Set(['delivered', 'tolerability', 'check', 'startedAt', 'endedAt', 'statusReason']);
/** What may be added where the record says nothing. */
const MAY_BE_ABSENT: Readonly<Record<string, readonly string[]>> = {
  '/delivered': ['outputPercentMso', 'coil', 'targetDeviationMm', 'reason', 'impedanceKiloohms', 'rampUpSeconds', 'rampDownSeconds'],
  '/tolerability': ['painDuringStimulation', 'headacheAfter', 'nrsBefore', 'nrsAfter', 'note'],
};

/** The corrections with what they correct, or everything that is wrong about them. */
export function correctionsOf(record: object, stated: readonly StatedCorrection[]): { corrections: Correction[]; faults: CorrectionFault[] } {
  const corrections: Correction[] = [];
  const faults: CorrectionFault[] = [];
  for (const [index, { field, corrected }] of stated.entries()) {
    const wrong = (member: 'field' | 'corrected', code: CorrectionFault['code'], message: string): unknown => faults.push({ pointer: `/corrections/${index}/${member}`, code, message });
    const original = valueAt(record, field);
    if (stated.findIndex((other) => other.field === field) < index) wrong('field', 'told-twice', 'is corrected twice');
    else if (original === undefined) wrong('field', 'not-in-the-record', 'is no pointer to something that the record of this session holds');
    else if (typeof original === 'object' && original !== null) wrong('field', 'not-one-value', 'points to several values; correct them one by one');
    else if (original === corrected) wrong('corrected', 'nothing-corrected', 'is what the record says already');
    else if (original !== null && corrected !== null && typeof original !== typeof corrected) wrong('corrected', 'of-another-kind', `must be a ${typeof original}, or null where it is not known`);
    else corrections.push({ field, original: original as Scalar, corrected });
  }
  return { corrections, faults };
}

/** What stands at a pointer; null where the record could say something and does not, undefined where it could not. */
function valueAt(record: object, pointer: string): unknown {
  const steps = pointer.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [root, first, ...rest] = steps;
  if (root !== '' || first === undefined || !RECORDED.has(first)) return undefined;
  const last = steps.at(-1) ?? '';
  let value: unknown = (record as Record<string, unknown>)[first];
  for (const step of rest) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
  }
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  return value === undefined && rest.length === 1 && MAY_BE_ABSENT[parent]?.includes(last) ? null : value;
}

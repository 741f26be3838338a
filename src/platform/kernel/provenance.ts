/**
 * How far a clinical number can be trusted, shown wherever the number is.
 *
 * - `published`: seen in the cited publication or label.
 * - `secondary-source`: seen, but only in a text that cites the original.
 * - `recalled`: expert knowledge, the cited original was not seen; a clinician should confirm it.
 * - `recalled-unsure`: as above and doubtful; never active until confirmed.
 * - `design-default`: not a published rule; our proposal, which a clinic may change.
 * - `arithmetic`: follows from other numbers by calculation alone.
 */
export const PROVENANCES = [
  'published',
  'secondary-source',
  'recalled',
  'recalled-unsure',
  'design-default',
  'arithmetic',
] as const;

export type Provenance = (typeof PROVENANCES)[number];

/** What a protocol says of the side. */
export type HemisphereRule = 'left' | 'right' | 'bilateral' | 'midline' | 'contralateral-to-pain';

/** What is stimulated. */
export type Hemisphere = Exclude<HemisphereRule, 'contralateral-to-pain'>;

export type PainSide = 'left' | 'right' | 'bilateral' | 'midline';

/**
 * The hemisphere that a protocol's rule comes to. Opposite to one-sided pain; left for pain on both sides, in the axis,
 * everywhere or of unknown side, as in the trials on fibromyalgia (Passard 2007 Brain 130:2661, Mhalla 2011 Pain
 * 152:1478).
 */
export function sideToStimulate(rule: HemisphereRule, painSide: PainSide | null): Hemisphere {
  if (rule !== 'contralateral-to-pain') return rule;
  return painSide === 'left' ? 'right' : 'left';
}

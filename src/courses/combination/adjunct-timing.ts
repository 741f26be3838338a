import type { Provenance } from '../../platform/kernel/provenance.js';

export type AdjunctKind = 'physical-therapy' | 'cbt' | 'mindfulness' | 'medication' | 'tdcs' | 'neurofeedback' | 'other';

/** Minutes between the end of the one and the start of the other; `relation` is the adjunct's place beside the stimulation. */
export interface AdjunctTiming {
  readonly relation: 'before' | 'during' | 'after' | 'independent';
  readonly withinMinutes?: number;
  readonly gapMinutes?: number;
}

export interface AdjunctFinding {
  /** E.g. `adjunct-tdcs`: what an override names. */
  readonly rule: string;
  readonly severity: 'override' | 'warn' | 'info';
  readonly limit: string;
  readonly actual: string;
  readonly explanation: string;
  readonly source: string;
  readonly provenance: Provenance;
}

/** The parts of one day in their order, with the pause between them in minutes. */
export interface PlannedBlock {
  readonly order: readonly ['adjunct', 'stimulation'] | readonly ['stimulation', 'adjunct'];
  readonly gapMinutes: { readonly minimum: number; readonly maximum: number | null };
}

const DESIGN = { source: 'Design default', provenance: 'design-default' } as const;
const PRIMING = { source: 'Siebner 2004 J Neurosci 24:3379; Lang 2004 Biol Psychiatry 56:634', provenance: 'recalled' } as const;

/** The current ends at most this long before the pulses. */
const TDCS_GAP_MINUTES = { minimum: 0, maximum: 10 };
const NEUROFEEDBACK_GAP_MINUTES = { minimum: 30, maximum: null };

/**
 * The day of a combination as one planned block; null for what is not given in blocks. The current comes first and ends 0 to
 * 10 minutes before the pulses; neurofeedback is kept at least 30 minutes apart, before or after. Both are design defaults.
 * Every other part makes a block where its plan states the pause.
 */
export function plannedBlock(kind: AdjunctKind, timing: AdjunctTiming | null): PlannedBlock | null {
  if (timing?.relation === 'independent' || timing?.relation === 'during') return null;
  if (kind !== 'tdcs' && kind !== 'neurofeedback') return timing?.gapMinutes === undefined ? null : statedBlock(timing, timing.gapMinutes);
  const order = timing?.relation === 'after' ? (['stimulation', 'adjunct'] as const) : (['adjunct', 'stimulation'] as const);
  const usual = kind === 'tdcs' ? TDCS_GAP_MINUTES : NEUROFEEDBACK_GAP_MINUTES;
  const gap = timing?.gapMinutes;
  return { order, gapMinutes: gap === undefined ? usual : { minimum: gap, maximum: usual.maximum === null ? null : Math.max(gap, usual.maximum) } };
}

function statedBlock({ relation, withinMinutes }: AdjunctTiming, gapMinutes: number): PlannedBlock {
  const order = relation === 'after' ? (['stimulation', 'adjunct'] as const) : (['adjunct', 'stimulation'] as const);
  return { order, gapMinutes: { minimum: gapMinutes, maximum: withinMinutes === undefined ? null : Math.max(gapMinutes, withinMinutes) } };
}

/** What the literature, or the clinic's caution, has to say about when a part of the plan is given. */
export function adjunctFindings(kind: AdjunctKind, timing: AdjunctTiming | null): AdjunctFinding[] {
  return [...RULES[kind](timing)];
}

type Check = (timing: AdjunctTiming | null) => AdjunctFinding[];
const nothing: Check = () => [];

const RULES: Readonly<Record<AdjunctKind, Check>> = {
  tdcs: (timing) => [
    {
      rule: 'adjunct-tdcs', severity: 'override', limit: 'a clinician decides, with a consent of its own', actual: 'tDCS with the pulses', ...PRIMING,
      explanation: 'A current changes what pulses do after it: cathodal tDCS may raise their effect, anodal tDCS may reverse it.',
    },
    ...(timing && timing.relation !== 'before' && timing.relation !== 'independent'
      ? [finding('adjunct-tdcs-order', 'warn', 'before the pulses', timing.relation, 'The trials gave the current before the pulses.', PRIMING)]
      : []),
    ...(timing?.relation === 'before' && (timing.gapMinutes ?? 0) > TDCS_GAP_MINUTES.maximum
      ? [finding('adjunct-tdcs-gap', 'warn', `at most ${TDCS_GAP_MINUTES.maximum} minutes`, `${timing.gapMinutes} minutes`, 'The effect of the current on the pulses wears off.', DESIGN)]
      : []),
  ],
  neurofeedback: (timing) => [
    ...(timing?.relation === 'during' ? [finding('adjunct-neurofeedback-during', 'warn', 'apart from the pulses', 'during them', 'Pulses drown what the electrodes record.', DESIGN)] : []),
    ...(timing && (timing.gapMinutes ?? timing.withinMinutes ?? Infinity) < NEUROFEEDBACK_GAP_MINUTES.minimum && timing.relation !== 'independent'
      ? [finding('adjunct-neurofeedback-gap', 'warn', `at least ${NEUROFEEDBACK_GAP_MINUTES.minimum} minutes`, `${timing.gapMinutes ?? timing.withinMinutes} minutes`, 'Both train the same cortex; they are kept apart.', DESIGN)]
      : []),
  ],
  'physical-therapy': (timing) =>
    timing?.relation === 'before' ? [finding('adjunct-exercise-before', 'warn', 'after the pulses, within 15 to 60 minutes', 'before them', 'Exhaustion before the pulses raises the risk of a faint or a seizure.', DESIGN)] : [],
  cbt: (timing) =>
    timing && timing.relation !== 'independent' && timing.relation !== 'during' && (timing.withinMinutes ?? 0) > 60
      ? [finding('adjunct-cbt-late', 'info', 'during the pulses or within 60 minutes', `within ${timing.withinMinutes} minutes`, 'The uncontrolled series gave it together with the pulses.', { source: 'Donse 2018 Brain Stimul 11:337', provenance: 'recalled' })]
      : [],
  mindfulness: (timing) => (timing?.relation === 'during' ? [finding('adjunct-mindfulness-during', 'warn', 'before or after the pulses', 'during them', 'Nobody can watch a patient for a seizure whose eyes are closed in exercise.', DESIGN)] : []),
  medication: () => [finding('adjunct-medication-stable', 'info', 'unchanged for 4 weeks before and during the course', 'a drug as a part of the plan', 'The trials kept drugs stable; a change asks for a new motor threshold.', { source: 'Short 2011 Pain 152:2477; Passard 2007 Brain 130:2661', provenance: 'published' })],
  other: nothing,
};

function finding(rule: string, severity: AdjunctFinding['severity'], limit: string, actual: string, explanation: string, cited: Pick<AdjunctFinding, 'source' | 'provenance'>): AdjunctFinding {
  return { rule, severity, limit, actual, explanation, ...cited };
}

import { InvalidRequest, invalid } from '../platform/errors/refusal.js';
import type { DeliveredBlock, Interruption } from './delivered-dose.dto.js';
import { blocksOfDose, type PrescribedBlock, type PrescribedPulses } from './prescribed-dose.js';
import { refusedDose } from './sessions.problems.js';

/** How what was given stands to what was prescribed. */
export type Fidelity = 'as-prescribed' | 'below-prescription' | 'not-prescribed';

export interface PulsesGiven {
  intensityPercentRmt: number;
  trains: number;
  totalPulses: number;
  outputPercentMso?: number | null;
  coil?: string | null;
  targetDeviationMm?: number | null;
  blocks?: DeliveredBlock[];
  interruptions?: Interruption[];
  reason?: string | null;
}

interface Share {
  fidelity: Fidelity;
  percentOfPrescribedPulses: number | null;
}

/** What one of several prescribed blocks was given. */
export type BlockGiven = Share & Quantity & { prescribedBlock: number; hemisphere: string };

export type JudgedPulses = PulsesGiven & Share & { byPrescribedBlock?: BlockGiven[] };

interface Quantity {
  intensityPercentRmt: number;
  trains: number;
  totalPulses: number;
  outputPercentMso: number | null;
}

/** What one prescribed block was given, and where in the request it is told. */
interface Told extends Quantity {
  pointer: string;
}

/**
 * Compares delivered pulses with the prescription, block by block. More intensity, trains, pulses or output than prescribed
 * is refused: a record of it would be a record of a treatment nobody ordered. Less is kept, with the reason.
 * @throws Refusal 422 `dose-above-prescription`, `nothing-given` or `reason-required`, 400 `inconsistent-dose`, each with a pointer
 */
export function judgePulses(prescribed: PrescribedPulses | null, given: PulsesGiven, how: 'complete' | 'abort'): JudgedPulses {
  refuseContradiction(given);
  if (prescribed === null) return { ...given, fidelity: 'not-prescribed', percentOfPrescribedPulses: null };
  const ordered = blocksOfDose(prescribed);
  const delivered = ordered.length > 1 ? withBlocks(prescribed, ordered, given) : given;
  const several = ordered.length > 1;
  const told = ordered.map((_block, index) => toldOf(delivered, index, several));
  refuseAbove(prescribed, [...(several ? [] : (given.blocks ?? [])), given].map((part) => ({ ...quantityOf(part), pointer: '/delivered' })), '');
  if (several) for (const [index, block] of ordered.entries()) refuseAbove(block, [told[index] ?? NOTHING], ` in block ${index + 1}, ${block.hemisphere}`);
  if (how === 'complete' && delivered.totalPulses === 0) throw refusedDose('nothing-given', 'totalPulses', 'No pulse was given: abort the session, so that it counts neither for the course nor for the payer.');
  for (const [index, block] of ordered.entries()) refuseImpossible(block, told[index] ?? NOTHING, how);
  const shares = ordered.map((block, index) => shareOf(block, told[index] ?? NOTHING));
  const below = shares.some(({ fidelity }) => fidelity === 'below-prescription');
  const reason = delivered.reason ?? reasonOfLowering(prescribed, delivered);
  if (below && !reason) throw refusedDose('reason-required', 'reason', 'Less was given than prescribed; say why.');
  return {
    ...delivered,
    ...(reason && { reason }),
    fidelity: below ? 'below-prescription' : 'as-prescribed',
    percentOfPrescribedPulses: percent(delivered.totalPulses, prescribed.totalPulses),
    ...(several && {
      byPrescribedBlock: ordered.map(({ hemisphere }, index) => {
        const { pointer: _pointer, ...quantity } = told[index] ?? NOTHING;
        return { prescribedBlock: index + 1, hemisphere, ...quantity, fidelity: 'as-prescribed' as Fidelity, percentOfPrescribedPulses: null, ...shares[index] };
      }),
    }),
  };
}

const NOTHING: Told = { intensityPercentRmt: 0, trains: 0, totalPulses: 0, outputPercentMso: null, pointer: '/delivered/blocks' };
const percent = (part: number, whole: number): number => Math.round((part / whole) * 1000) / 10;

/** Several blocks are told block by block; all of them as prescribed, or none at all, need not be. */
function withBlocks(prescribed: PrescribedPulses, ordered: readonly PrescribedBlock[], given: PulsesGiven): PulsesGiven {
  const faults = (given.blocks ?? []).flatMap(({ prescribedBlock }, index) =>
    prescribedBlock !== undefined && prescribedBlock <= ordered.length ? [] : [{ pointer: `/delivered/blocks/${index}/prescribedBlock`, code: prescribedBlock === undefined ? 'required' : 'out-of-range', message: `is which of the ${ordered.length} prescribed blocks it belongs to` }],
  );
  if (faults.length > 0) throw new InvalidRequest(faults);
  if (given.blocks?.length || given.totalPulses === 0) return given;
  if (given.trains < prescribed.trains || given.totalPulses < prescribed.totalPulses || given.intensityPercentRmt < prescribed.intensityPercentRmt) {
    throw invalid('/delivered/blocks', 'required', 'is required where several blocks are prescribed and not all of them were given as prescribed');
  }
  const coil = given.coil ?? null;
  return { ...given, blocks: ordered.map(({ intensityPercentRmt, trains, totalPulses, outputPercentMso }, index) => ({ prescribedBlock: index + 1, intensityPercentRmt, trains, totalPulses, outputPercentMso, coil })) };
}

function toldOf(given: PulsesGiven, index: number, several: boolean): Told {
  if (!several) return { ...quantityOf(given), pointer: '/delivered' };
  const all = given.blocks ?? [];
  const own = all.filter(({ prescribedBlock }) => prescribedBlock === index + 1);
  const first = own[0];
  if (!first) return NOTHING;
  const outputs = own.flatMap(({ outputPercentMso }) => (typeof outputPercentMso === 'number' ? [outputPercentMso] : []));
  return {
    intensityPercentRmt: Math.max(...own.map((block) => block.intensityPercentRmt)),
    trains: own.reduce((sum, { trains }) => sum + trains, 0),
    totalPulses: own.reduce((sum, { totalPulses }) => sum + totalPulses, 0),
    outputPercentMso: outputs.length > 0 ? Math.max(...outputs) : null,
    pointer: `/delivered/blocks/${all.indexOf(first)}`,
  };
}

const quantityOf = ({ intensityPercentRmt, trains, totalPulses, outputPercentMso = null }: PulsesGiven | DeliveredBlock): Quantity => ({ intensityPercentRmt, trains, totalPulses, outputPercentMso });

function refuseAbove(prescribed: Quantity, parts: readonly Told[], where: string): void {
  const compare: [field: keyof Quantity, unit: string][] = [
    ['intensityPercentRmt', '% of the motor threshold'],
    ['trains', 'trains'],
    ['totalPulses', 'pulses'],
    ['outputPercentMso', '% of maximum output'],
  ];
  for (const part of parts) {
    for (const [field, unit] of compare) {
      const [given, ordered] = [part[field], prescribed[field]];
      if (given === null || ordered === null || given <= ordered) continue;
      const broken = { rule: 'S23', limit: `${ordered} ${unit}`, actual: `${given} ${unit}`, source: 'The prescription' };
      throw refusedDose('dose-above-prescription', field, `${given} ${unit} is more than the ${ordered} that are prescribed${where}.`, part.pointer, broken);
    }
  }
}

/** Pulses that so many trains cannot hold, or that fewer would have held; one train may have been cut short. */
function refuseImpossible({ pulsesPerTrain }: PrescribedBlock, { trains, totalPulses, pointer }: Told, how: 'complete' | 'abort'): void {
  const possible = trains * pulsesPerTrain;
  const least = how === 'abort' ? 0 : (trains - 1) * pulsesPerTrain + 1;
  if (totalPulses <= possible && (trains === 0 || totalPulses >= least)) return;
  throw new InvalidRequest([{ pointer: `${pointer}/totalPulses`, code: 'inconsistent-dose', message: `${trains} trains of ${pulsesPerTrain} pulses are ${possible} pulses` }], 'inconsistent-dose');
}

function shareOf(block: PrescribedBlock, { intensityPercentRmt, trains, totalPulses }: Quantity): Share {
  const below = intensityPercentRmt < block.intensityPercentRmt || trains < block.trains || totalPulses < block.totalPulses;
  return { fidelity: below ? 'below-prescription' : 'as-prescribed', percentOfPrescribedPulses: percent(totalPulses, block.totalPulses) };
}

/** Why less intensity was set at the start is why less was given, if it was all that was less. */
function reasonOfLowering({ lowered, trains, totalPulses }: PrescribedPulses, given: PulsesGiven): string | undefined {
  return lowered && given.intensityPercentRmt >= lowered.intensityPercentRmt && given.trains >= trains && given.totalPulses >= totalPulses ? lowered.reason : undefined;
}

/** @throws InvalidRequest `inconsistent-dose` where blocks do not add up, or one is stronger than the dose says */
function refuseContradiction({ blocks, trains, totalPulses, intensityPercentRmt }: PulsesGiven): void {
  if (!blocks?.length) return;
  const wrong = (pointer: string, message: string): InvalidRequest => new InvalidRequest([{ pointer, code: 'inconsistent-dose', message }], 'inconsistent-dose');
  const sum = (field: 'trains' | 'totalPulses'): number => blocks.reduce((total, block) => total + block[field], 0);
  if (sum('trains') !== trains) throw wrong('/delivered/trains', `the blocks have ${sum('trains')} trains in all`);
  if (sum('totalPulses') !== totalPulses) throw wrong('/delivered/totalPulses', `the blocks have ${sum('totalPulses')} pulses in all`);
  const strongest = Math.max(...blocks.map((block) => block.intensityPercentRmt));
  if (strongest > intensityPercentRmt) throw wrong('/delivered/intensityPercentRmt', `a block has ${strongest}`);
}

import { InvalidRequest, type Fault } from '../platform/errors/refusal.js';
import { completedPulses, within } from './completed-pulses.js';
import { isPulsed, type Modality, type Stimulation } from './dose/index.js';
import type { ProtocolBlockInput } from './protocol.dto.js';
import { checkDose, type Finding, type DoseToCheck, type SafetyLimits } from './safety/index.js';

/** One of several that a session gives one after the other, in full. */
export interface ProtocolBlock {
  modality: Modality;
  targetRegion: string;
  hemisphere: string;
  stimulation: Stimulation;
}

interface Whole {
  modality: Modality;
  targetRegion: string;
  hemisphere: string;
  blocks?: ProtocolBlockInput[] | null;
  pauseBetweenBlocksSeconds?: number | null;
}

/** The blocks of a protocol with what follows from each filled in. @throws InvalidRequest with pointers into the blocks */
export function completedBlocks({ modality, targetRegion, hemisphere, blocks, pauseBetweenBlocksSeconds }: Whole): ProtocolBlock[] | null {
  if (!blocks) {
    if (typeof pauseBetweenBlocksSeconds === 'number') throw new InvalidRequest([{ pointer: '/pauseBetweenBlocksSeconds', code: 'not-applicable', message: 'has a meaning between blocks only' }]);
    return null;
  }
  const whole = blocks.map((block) => ({ modality: block.modality ?? modality, targetRegion: block.targetRegion ?? targetRegion, hemisphere: block.hemisphere, stimulation: block.stimulation }));
  const sides = new Set(whole.map((block) => block.hemisphere));
  const faults: Fault[] = [
    ...whole.flatMap((block, index) => (isPulsed(block.modality) ? [] : [{ pointer: `/blocks/${index}/modality`, code: 'not-applicable', message: 'a block is of pulses' }])),
    ...(sides.size > 1 && hemisphere !== 'bilateral' ? [{ pointer: '/hemisphere', code: 'contradiction', message: 'is bilateral where the blocks are on different sides' }] : []),
    ...(sides.size === 1 && !sides.has(hemisphere) ? [{ pointer: '/hemisphere', code: 'contradiction', message: 'is that of the blocks' }] : []),
    ...(whole.some((block) => block.modality === modality) ? [] : [{ pointer: '/modality', code: 'contradiction', message: 'is that of one of the blocks' }]),
  ];
  if (faults.length > 0) throw new InvalidRequest(faults);
  return whole.map((block, index) => ({ ...block, stimulation: within(`/blocks/${index}`, () => completedPulses(block.modality, block.stimulation)) }));
}

/** A block to be judged; of one whose place is not told, no two are known to be at the same. */
export interface JudgedBlock {
  modality: Modality;
  stimulation: Stimulation;
  targetRegion?: string;
  hemisphere?: string;
}

/** What the rules say of a session's blocks: of each with the others beside it, since a day's pulses are those of all. */
export function blockFindings(blocks: readonly JudgedBlock[], { pauseBetweenBlocksSeconds, ...circumstances }: Omit<DoseToCheck, 'modality' | 'stimulation' | 'otherBlocks'>, limits: SafetyLimits): Finding[] {
  const findings = blocks.flatMap(({ modality, stimulation }, index) =>
    checkDose({ ...circumstances, modality, stimulation, otherBlocks: blocks.filter((_other, n) => n !== index), pauseBetweenBlocksSeconds: pauseBeside(blocks, index, pauseBetweenBlocksSeconds ?? null) }, limits),
  );
  return distinct(findings);
}

/** To move the coil takes a while though nobody has said how long; where it stays, a pause that is not stated is none. */
function pauseBeside(blocks: readonly JudgedBlock[], index: number, stated: number | null): number | null {
  if (stated !== null) return stated;
  const [here, ...neighbours] = [blocks[index], blocks[index - 1], blocks[index + 1]];
  return here?.hemisphere !== undefined && neighbours.some((other) => other?.hemisphere === here.hemisphere && other?.targetRegion === here.targetRegion) ? 0 : null;
}

/** The day's pulses are the same whichever block they are found by. */
function distinct(findings: readonly Finding[]): Finding[] {
  return findings.filter((one, index) => findings.findIndex(({ rule, actual }) => rule === one.rule && actual === one.actual) === index);
}

import { isDeepStrictEqual } from 'node:util';
import type { Dose } from './dose-check.js';
import type { Phase, ProtocolContent, ProtocolView } from './protocol.dto.js';

/** What the world has said of a dose: who cleared it, whether it is used beyond the tables, how each number is known. */
export type Standing = Pick<ProtocolView, 'clearance' | 'validatedException' | 'parameterProvenance'>;

/** Of a dose that nobody but its author has spoken of. */
export const NO_STANDING: Standing = { clearance: [], validatedException: false, parameterProvenance: {} };

/**
 * The standing of a new version: that of the version before it as long as it prescribes the very same dose to the same
 * place, no denser in time and on no more days with several sessions; none otherwise. So an edited name or a longer taper keeps a clearance, and no edit of a dose
 * slips through the exception that was published for another.
 */
export function inheritedStanding(before: ProtocolView, content: ProtocolContent, dose: Dose & Pick<ProtocolView, 'blocks' | 'pauseBetweenBlocksSeconds'>): Standing {
  const same =
    before.modality === content.modality &&
    before.targetRegion === content.targetRegion &&
    before.hemisphere === content.hemisphere &&
    alike(before.stimulation, dose.stimulation) &&
    alike(before.parameters, dose.parameters) &&
    alike(before.training, dose.training) &&
    alike(before.blocks, dose.blocks) &&
    before.pauseBetweenBlocksSeconds === dose.pauseBetweenBlocksSeconds &&
    mostSessionsADay(content.phases) <= mostSessionsADay(before.phases) &&
    shortestGapMinutes(content.phases) >= shortestGapMinutes(before.phases) &&
    sessionsOnDenseDays(content.phases) <= sessionsOnDenseDays(before.phases);
  if (!same) return NO_STANDING;
  const { phases, minimumGapMinutes, ...ofDose } = before.parameterProvenance as Record<string, unknown>;
  const parameterProvenance = alike(before.phases, content.phases) ? before.parameterProvenance : ofDose;
  return { clearance: before.clearance, validatedException: before.validatedException, parameterProvenance };
}

/** Compares what would be stored: classes and absent members make no difference. */
function alike(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(stored(one), stored(other));
}

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

const mostSessionsADay = (phases: readonly Phase[]): number => Math.max(...phases.map(({ sessionsPerDay }) => sessionsPerDay));

/** Days with several sessions are cleared for as long as they were tried. */
const sessionsOnDenseDays = (phases: readonly Phase[]): number => phases.reduce((sum, { sessions, sessionsPerDay }) => sum + (sessionsPerDay > 1 ? sessions : 0), 0);

/** Between the sessions of one day; without limit where there is one a day. */
function shortestGapMinutes(phases: readonly Phase[]): number {
  return Math.min(...phases.map(({ sessionsPerDay, minimumGapMinutes = 0 }) => (sessionsPerDay > 1 ? minimumGapMinutes : Infinity)));
}

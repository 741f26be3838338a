import { dailyMme, type DailyMme, type OpioidPrescription } from './daily-mme.js';
import { MME_TABLE_VERSION } from './opioids.js';

/** From here on the CDC asks for extra caution (MMWR 71(3), recalled). */
export const CAUTION_FROM_DAILY_MME = 50;

export interface TotalMme {
  readonly tableVersion: string;
  /** The sum of what could be determined, in morphine milligram equivalents a day. */
  readonly dailyMme: number;
  readonly caution: boolean;
  /** Opioids that the sum does not contain: with any, it is a lower bound. */
  readonly leftOut: readonly DailyMme[];
}

/** All opioids of a patient together. Medicines that are no opioids are passed over. */
export function totalMme(prescriptions: readonly OpioidPrescription[]): TotalMme {
  const opioids = prescriptions.map(dailyMme).filter(({ reason }) => reason !== 'not-an-opioid');
  const sum = opioids.reduce((total, each) => total + Math.round((each.dailyMme ?? 0) * 100), 0) / 100;
  return { tableVersion: MME_TABLE_VERSION, dailyMme: sum, caution: sum >= CAUTION_FROM_DAILY_MME, leftOut: opioids.filter((each) => each.dailyMme === null) };
}

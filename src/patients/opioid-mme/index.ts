/**
 * Opioids in morphine milligram equivalents a day, by the CDC factors of 2022, from what is written in the record.
 *
 * Pure. Each number carries its table's version; what cannot be determined is null with a reason, never a guess.
 */
export { dailyMg, dailyMme, type DailyMme, type MmeUndetermined, type OpioidPrescription } from './daily-mme.js';
export { MME_TABLE_VERSION, OPIOIDS, type Opioid } from './opioids.js';
export type { Dose } from './read-dose.js';
export type { Frequency } from './read-frequency.js';
export { CAUTION_FROM_DAILY_MME, totalMme, type TotalMme } from './total-mme.js';

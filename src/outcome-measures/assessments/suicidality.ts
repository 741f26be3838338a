import { raiseAlert, restateAlert } from '../../alerts/index.js';
import { HIGH_RISK } from '../../alerts/read.js';
import { holdForSuicideRisk } from '../../courses/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import type { ScoreResult } from '../scoring/index.js';

export interface Alarm {
  readonly patientId: string;
  readonly courseId: string | null;
  readonly measure: string;
  /** Of the filled-in form: however often it is saved and sent, an answer in it is told of once. */
  readonly form: string;
}

type Scored = Pick<ScoreResult, 'flags'> & { readonly severity: string | null };

export const pointsToSuicidality = ({ flags }: Pick<ScoreResult, 'flags'>): boolean => flags.includes('suicide-item');

/** By the screener's own category: no stimulation, and an evaluation at once. */
const isHighRisk = ({ severity }: Scored, measure: string): boolean => measure === 'c-ssrs-screener' && severity === 'high';

/**
 * Raises the alert of a form whose answers point to suicidality, in the transaction that stores them: once for the form,
 * and once more where answers that came later turn it into high risk. High risk also stops every course of the patient.
 * @returns whether somebody is told who was not before
 */
export async function raiseSuicidality(work: Work, { patientId, courseId, measure, form }: Alarm, result: Scored): Promise<boolean> {
  if (!pointsToSuicidality(result)) return false;
  const key = keyOf(form);
  const high = isHighRisk(result, measure);
  if (!high && (await isTold(work, highOf(key)))) return false;
  const about = { patientId, ...(courseId !== null && { courseId }), kind: 'suicidality' as const, severity: 'critical' as const };
  const raised = await raiseAlert(work, { ...about, summary: summaryOf(measure, result), key: high ? highOf(key) : key });
  if (raised && high) await holdForSuicideRisk(work, patientId, `Answers in ${measure} say high risk.`);
  return raised;
}

/** Says of the alert of a form that is sent now what the whole form says; also that an answer was taken back before. */
export async function restateSuicidality(work: Work, { measure, form }: Pick<Alarm, 'measure' | 'form'>, result: Scored): Promise<void> {
  const takenBack = `An answer in ${measure} pointed to suicidality and was taken back before the form was sent: ask all the same.`;
  for (const key of [keyOf(form), highOf(keyOf(form))]) {
    await restateAlert(work, key, pointsToSuicidality(result) ? summaryOf(measure, result) : takenBack);
  }
}

function summaryOf(measure: string, result: Scored): string {
  if (isHighRisk(result, measure)) return `Answers in ${measure} say high risk: no stimulation, and an evaluation at once.`;
  return `An answer in ${measure} points to suicidality: assess the risk today.`;
}

const keyOf = (form: string): string => `suicidality/${form}`;
const highOf = (key: string): string => `${key}/${HIGH_RISK}`;

async function isTold(work: Work, key: string): Promise<boolean> {
  return (await work.maybe(sql`select 1 as there from alerts where clinic_id = ${work.actor.clinicId} and key = ${key}`)) !== undefined;
}

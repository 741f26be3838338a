import { readClinic } from '../clinics/read.js';
import type { Reader } from '../platform/database/work.js';
import { localDate } from '../scheduling/read.js';
import type { SessionView } from './session.dto.js';

export interface AnsweredCheck {
  outcome: string;
  answers: Record<string, unknown>;
  answeredAt: string;
  findings: { code: string; level: string }[];
}

/** The check before this session, if it was answered today by the clinic's calendar: one of another day says nothing about this one. */
export async function todaysCheck(reader: Reader, session: SessionView): Promise<AnsweredCheck | undefined> {
  const check = session.check as AnsweredCheck | null | undefined;
  if (!check) return undefined;
  const { timeZone } = await readClinic(reader);
  return localDate(Date.parse(check.answeredAt), timeZone) === localDate(reader.nowMs, timeZone) ? check : undefined;
}

import { raiseAlert, resolveAlerts, type NewAlert } from '../alerts/index.js';
import { readClinic } from '../clinics/read.js';
import type { Work } from '../platform/database/work.js';
import { localDate } from '../scheduling/read.js';
import type { SessionView } from './session.dto.js';

/**
 * Answers that somebody has to see to the same day, whatever becomes of the session: a patient who is sent home is told of
 * to nobody otherwise. Design defaults, after C-SSRS practice and the stops of Rossi 2009 Clin Neurophysiol 120:2008.
 */
const TOLD_OF: Readonly<Record<string, Pick<NewAlert, 'kind' | 'summary'>>> = {
  'self-harm-thoughts': { kind: 'suicidality', summary: 'Thoughts of self-harm were told at the check before a session: assess the risk today, with the C-SSRS screener.' },
  'seizure-or-faint': { kind: 'screening-finding', summary: 'A seizure, blackout or faint since the last session was told at the check before one: decide today, and record it as an adverse event.' },
  'elated-mood': { kind: 'screening-finding', summary: 'An unusually high mood was told at the check before a session: look for mania today.' },
};

/** Raised with the answers, once a day and session however often they are given; taking an answer back takes no alert back. */
export async function raiseToldOf(work: Work, { id, patientId, courseId }: SessionView, answers: Readonly<Record<string, unknown>>): Promise<void> {
  const told = Object.entries(TOLD_OF).filter(([code]) => answers[code] === true);
  if (told.length === 0) return;
  const { timeZone } = await readClinic(work);
  const today = localDate(work.nowMs, timeZone);
  for (const [code, { kind, summary }] of told) await raiseAlert(work, { kind, severity: 'critical', patientId, courseId, summary, key: keyOf(kind, id, `${code}/${today}`) });
}

/** A clinician who clears the session has seen to all but suicidality, which is answered for itself. */
export const settleCleared = (work: Work, sessionId: string): Promise<number> => resolveAlerts(work, keyOf('screening-finding', sessionId), 'A clinician cleared the session.');

const keyOf = (kind: string, sessionId: string, what?: string): string => [...(kind === 'suicidality' ? [kind] : []), 'check-in', sessionId, ...(what === undefined ? [] : [what])].join('/');

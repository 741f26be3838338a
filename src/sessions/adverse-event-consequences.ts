import { raiseAlert, type NewAlert } from '../alerts/index.js';
import { HIGH_RISK } from '../alerts/read.js';
import { holdEveryCourseOf, holdForSuicideRisk, lockStimulation, placeHold } from '../courses/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { immediateConsequence } from './adverse-event-terms/index.js';

export interface RecordedEvent {
  id: string;
  patientId: string;
  courseId: string;
  category: string;
  serious: boolean;
}

/**
 * Does at once what an event asks for, in the commit that records it: a seizure or a second faint stops every course of
 * the patient; what has to be decided or examined the same day raises an alert; so does whatever is serious.
 */
export async function actOn(work: Work, event: RecordedEvent): Promise<void> {
  const { patientId, courseId, category, serious } = event;
  const consequence = immediateConsequence(category, category === 'syncope' ? await earlierSyncopes(work, event) : 0);
  const name = category.replaceAll('-', ' ');
  if (consequence === 'stimulation-lock') {
    await lockStimulation(work, { patientId, eventId: event.id, cause: category === 'seizure' ? 'seizure' : 'syncope' });
    await holdEveryCourseOf(work, patientId, category, `${NOUNS[category] ?? name} is on record: no stimulation until two people have cleared it.`);
    const kind = category === 'seizure' ? 'seizure' : 'syncope';
    await raiseAlert(work, { kind, patientId, courseId, severity: 'critical', summary: `${NOUNS[category] ?? name} is on record: every course of the patient is on hold.` });
  } else if (consequence === 'pause') {
    await placeHold(work, courseId, category, 'Ears and hearing are examined before the next session.');
    await raiseAlert(work, { kind: 'adverse-event', patientId, courseId, severity: 'warning', summary: `On record: ${name}. The course is on hold until the patient was examined.` });
  } else if (consequence === 'decision-today') {
    if (category === 'suicide-plan-or-attempt') await holdForSuicideRisk(work, patientId, 'A suicide plan or attempt is on record.');
    await raiseAlert(work, { ...alertOf(event), patientId, courseId, summary: `On record: ${name}. A physician decides the same day.` });
  } else if (serious) {
    await raiseAlert(work, { kind: 'adverse-event', patientId, courseId, severity: 'warning', summary: `A serious adverse event is on record: ${name}.` });
  }
}

const NOUNS: Readonly<Record<string, string>> = { seizure: 'A seizure', syncope: 'A second faint' };

function alertOf({ id, category }: RecordedEvent): Pick<NewAlert, 'kind' | 'severity' | 'key'> {
  if (category === 'syncope') return { kind: 'syncope', severity: 'warning' };
  if (category === 'suicide-plan-or-attempt') return { kind: 'suicidality', severity: 'critical', key: `suicidality/adverse-event/${id}/${HIGH_RISK}` };
  if (category === 'suicidality') return { kind: 'suicidality', severity: 'critical' };
  return { kind: 'adverse-event', severity: 'warning' };
}

async function earlierSyncopes(work: Work, { id, patientId }: RecordedEvent): Promise<number> {
  const { n } = await work.one<{ n: number }>(sql`
    select count(*)::int as n from adverse_events
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and category = 'syncope' and id <> ${id}`);
  return n;
}

import type { Adherence, MeasureReview, ReviewEvent } from './course-review.dto.js';

/** The review as a few sentences, whether it helps first of all. Every number in them stands in the review itself. */
export function inPlainWords(measures: readonly MeasureReview[], adherence: Adherence, events: readonly ReviewEvent[]): string {
  return [...measures.map(course), attendance(adherence), harm(events)].join(' ');
}

function attendance({ planned, delivered, missed, aborted }: Adherence): string {
  const beside = [missed > 0 ? `${missed} missed` : '', aborted > 0 ? `${aborted} aborted` : ''].filter(Boolean).join(', ');
  return `${delivered} of ${planned} treatments delivered${beside ? ` (${beside})` : ''}.`;
}

function course({ name, baseline, latest, percent, responder, remission, deteriorated, response }: MeasureReview): string {
  if (!baseline || !latest) return `${name}: no score yet.`;
  if (percent === null) return `${name}: ${latest.score} at the last assessment.`;
  const direction = betterInWords(percent);
  const verdict = [responder ? 'response' : '', remission ? 'remission' : '', deteriorated ? 'deterioration' : ''].filter(Boolean).join(', ');
  return `${name}: ${baseline.score} at baseline, ${latest.score} after session ${latest.sessionNumber}, ${direction}${verdict ? ` (${verdict})` : ''}${response ? `; 30 % better first after session ${response.sessions}${response.lostAt === null ? '' : `, held for ${counted(response.heldDays, 'day')}`}` : ''}.`;
}

function harm(events: readonly ReviewEvent[]): string {
  if (events.length === 0) return 'No adverse event on record.';
  const serious = events.filter((event) => event.serious).length;
  return `${events.length} adverse ${events.length === 1 ? 'event' : 'events'} on record${serious > 0 ? `, ${serious} of them serious` : ', none serious'}.`;
}

/** An improvement as people say it: a minus sign before `better` is misread. */
export const betterInWords = (percent: number): string => (percent > 0 ? `${percent} % better` : percent < 0 ? `${-percent} % worse` : 'unchanged');

/** `1 day`, `2 days`. */
export const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

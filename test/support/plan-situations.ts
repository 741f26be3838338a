import { plannedAssessments, type CourseProgress, type DoneAssessment, type Moment, type PlanFacts } from '../../src/outcome-measures/plan/index.js';

export const MONDAY = '2030-03-04';

export const course = (facts: Partial<CourseProgress> = {}): CourseProgress => ({
  startedOn: MONDAY,
  sessionsPlanned: 30,
  sessionsDelivered: 0,
  endedOn: null,
  ...facts,
});

export const assessment = (assessedOn: string, sessionNumber: number, measure = 'phq-9'): DoneAssessment => ({ measure, assessedOn, sessionNumber });

export interface Situation {
  readonly at: Moment;
  readonly course: CourseProgress;
  readonly today: string;
  readonly done?: readonly DoneAssessment[];
  readonly skipped?: PlanFacts['skipped'];
}

export const facts = ({ at, course: progress, today, done = [], skipped = [] }: Situation): PlanFacts => ({
  plan: [{ measure: 'phq-9', at }],
  course: progress,
  done,
  skipped,
  today,
});

/** `occasion state`, as a reader of a work list sees it. */
export const states = (situation: Situation): string[] => plannedAssessments(facts(situation)).map(({ occasion, state }) => `${occasion} ${state}`);

import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';

import {
  addDays,
  addMonths,
  checkPlan,
  dueAssessments,
  plannedAssessments,
  PLAN_TEMPLATES,
  type CourseProgress,
  type DoneAssessment,
  type Moment,
  type PlanFacts,
  type PlanItem,
} from '../../src/outcome-measures/plan/index.js';
import { findInstrument } from '../../src/outcome-measures/scoring/index.js';

const MONDAY = '2030-03-04';

const course = (facts: Partial<CourseProgress> = {}): CourseProgress => ({
  startedOn: MONDAY,
  sessionsPlanned: 30,
  sessionsDelivered: 0,
  endedOn: null,
  ...facts,
});

const assessment = (assessedOn: string, sessionNumber: number, measure = 'phq-9'): DoneAssessment => ({ measure, assessedOn, sessionNumber });

interface Situation {
  readonly at: Moment;
  readonly course: CourseProgress;
  readonly today: string;
  readonly done?: readonly DoneAssessment[];
  readonly skipped?: PlanFacts['skipped'];
}

const facts = ({ at, course: progress, today, done = [], skipped = [] }: Situation): PlanFacts => ({
  plan: [{ measure: 'phq-9', at }],
  course: progress,
  done,
  skipped,
  today,
});

/** `occasion state`, as a reader of a work list sees it. */
const states = (situation: Situation): string[] => plannedAssessments(facts(situation)).map(({ occasion, state }) => `${occasion} ${state}`);

describe('calendar days', () => {
  it.each([
    ['2030-02-28', 1, '2030-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2030-12-31', 1, '2031-01-01'],
    ['2030-01-01', -1, '2029-12-31'],
    ['2000-02-29', 365, '2001-02-28'],
  ])('%s plus %p days is %s', (day, days, expected) => expect(addDays(day, days)).toBe(expected));

  it.each([
    ['2030-01-31', 1, '2030-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2030-11-30', 3, '2031-02-28'],
    ['2030-08-15', 6, '2031-02-15'],
    ['2030-12-01', 1, '2031-01-01'],
  ])('%s plus %p months is %s', (day, months, expected) => expect(addMonths(day, months)).toBe(expected));

  it('agrees with an independent calendar for a thousand years', () => {
    fc.assert(
      fc.property(fc.nat({ max: 365_000 }), fc.integer({ min: -4000, max: 4000 }), fc.integer({ min: -50, max: 50 }), (offset, days, months) => {
        const day = Temporal.PlainDate.from('1600-01-01').add({ days: offset });
        expect(addDays(day.toString(), days)).toBe(day.add({ days }).toString());
        expect(addMonths(day.toString(), months)).toBe(day.add({ months }).toString());
      }),
    );
  });
});

describe('baseline', () => {
  const at = 'baseline';

  it('is due before there is a first session', () => {
    expect(states({ at, course: course({ startedOn: null }), today: MONDAY })).toEqual(['baseline due']);
  });

  it('opens two weeks before the first session and is late after it', () => {
    expect(states({ at, course: course(), today: addDays(MONDAY, -15) })).toEqual(['baseline upcoming']);
    expect(states({ at, course: course(), today: addDays(MONDAY, -14) })).toEqual(['baseline due']);
    expect(states({ at, course: course(), today: MONDAY })).toEqual(['baseline due']);
    expect(states({ at, course: course({ sessionsDelivered: 1 }), today: MONDAY })).toEqual(['baseline overdue']);
    expect(states({ at, course: course(), today: addDays(MONDAY, 1) })).toEqual(['baseline overdue']);
  });

  it('counts what was done in those two weeks, not what is older or came after the second session', () => {
    const today = addDays(MONDAY, 3);
    const progress = course({ sessionsDelivered: 3 });
    expect(states({ at, course: progress, today, done: [assessment('2030-03-01', 1)] })).toEqual(['baseline done']);
    expect(states({ at, course: progress, today, done: [assessment('2030-02-01', 1)] })).toEqual(['baseline overdue']);
    expect(states({ at, course: progress, today, done: [assessment('2030-03-06', 3)] })).toEqual(['baseline overdue']);
    expect(states({ at, course: progress, today, done: [assessment('2030-03-01', 1, 'gad-7')] })).toEqual(['baseline overdue']);
  });

  it('is missed for good when the course has ended', () => {
    expect(states({ at, course: course({ sessionsDelivered: 9, endedOn: '2030-03-20' }), today: '2030-03-21' })).toEqual(['baseline missed']);
  });
});

describe('every so many sessions', () => {
  const everyFive = { everySessions: 5 };

  it('is due from the visit on, overdue after the next, and gives way to its successor', () => {
    const at = (sessionsDelivered: number): string[] => states({ at: everyFive, course: course({ sessionsDelivered }), today: '2030-03-12' });
    expect(at(3)).toEqual(['session-5 upcoming']);
    expect(at(4)).toEqual(['session-5 due']);
    expect(at(5)).toEqual(['session-5 due', 'session-10 upcoming']);
    expect(at(6)).toEqual(['session-5 overdue', 'session-10 upcoming']);
    expect(at(9)).toEqual(['session-5 missed', 'session-10 due']);
  });

  it('counts the form of its visit or a later one before the next', () => {
    const situation = { at: everyFive, course: course({ sessionsDelivered: 9 }), today: '2030-03-15' };
    expect(states({ ...situation, done: [assessment('2030-03-08', 5)] })).toEqual(['session-5 done', 'session-10 due']);
    expect(states({ ...situation, done: [assessment('2030-03-14', 9)] })).toEqual(['session-5 done', 'session-10 due']);
    expect(states({ ...situation, done: [assessment('2030-03-07', 4)] })).toEqual(['session-5 missed', 'session-10 due']);
    expect(states({ ...situation, done: [assessment('2030-03-15', 10)] })).toEqual(['session-5 missed', 'session-10 done']);
  });

  it('with one a session, only the coming one is due', () => {
    const situation = { at: { everySessions: 1 }, course: course({ sessionsDelivered: 3 }), today: '2030-03-07' };
    expect(states(situation)).toEqual(['session-1 missed', 'session-2 missed', 'session-3 missed', 'session-4 due']);
    expect(dueAssessments(facts(situation)).map(({ occasion }) => occasion)).toEqual(['session-4']);
  });

  it('asks nothing before the first day, and nothing beyond the last session', () => {
    expect(states({ at: { everySessions: 1 }, course: course(), today: addDays(MONDAY, -1) })).toEqual(['session-1 upcoming']);
    expect(states({ at: { everySessions: 1 }, course: course({ startedOn: null }), today: MONDAY })).toEqual(['session-1 upcoming']);
    const last = states({ at: everyFive, course: course({ sessionsDelivered: 30 }), today: '2030-04-15' });
    expect(last.at(-1)).toBe('session-30 due');
  });

  it('leaves a week after a course that ended early', () => {
    const ended = course({ sessionsDelivered: 6, endedOn: '2030-03-12' });
    expect(states({ at: everyFive, course: ended, today: '2030-03-13' })).toEqual(['session-5 overdue']);
    expect(states({ at: everyFive, course: ended, today: '2030-03-20' })).toEqual(['session-5 missed']);
  });
});

describe('every so many weeks', () => {
  it('opens two days before, is late after two, and gives way', () => {
    const at = (today: string): string[] => states({ at: { everyWeeks: 1 }, course: course({ sessionsDelivered: 5 }), today });
    expect(at('2030-03-08')).toEqual(['week-1 upcoming']);
    expect(at('2030-03-09')).toEqual(['week-1 due']);
    expect(at('2030-03-13')).toEqual(['week-1 due', 'week-2 upcoming']);
    expect(at('2030-03-14')).toEqual(['week-1 overdue', 'week-2 upcoming']);
    expect(at('2030-03-16')).toEqual(['week-1 missed', 'week-2 due']);
  });

  it('counts what was done in its own window only', () => {
    const situation = { at: { everyWeeks: 2 }, course: course({ sessionsDelivered: 12 }), today: '2030-03-20' };
    expect(states({ ...situation, done: [assessment('2030-03-19', 12)] })).toEqual(['week-2 done', 'week-4 upcoming']);
    expect(states({ ...situation, done: [assessment('2030-03-10', 5)] })).toEqual(['week-2 due', 'week-4 upcoming']);
  });

  it('stops with the course', () => {
    const ended = course({ sessionsDelivered: 12, endedOn: '2030-03-20' });
    expect(states({ at: { everyWeeks: 1 }, course: ended, today: '2030-05-01' })).toEqual(['week-1 missed', 'week-2 missed']);
  });

  it('needs a first day', () => expect(states({ at: { everyWeeks: 1 }, course: course({ startedOn: null }), today: MONDAY })).toEqual([]));
});

describe('middle and end', () => {
  it('has its middle at half the sessions, until the end is due', () => {
    const at = (sessionsDelivered: number): string[] => states({ at: 'mid', course: course({ sessionsDelivered }), today: '2030-03-25' });
    expect([13, 14, 16, 17, 28, 29].map((count) => at(count)[0])).toEqual([
      'mid upcoming',
      'mid due',
      'mid due',
      'mid overdue',
      'mid overdue',
      'mid missed',
    ]);
    expect(states({ at: 'mid', course: course({ sessionsPlanned: 3, sessionsDelivered: 2 }), today: MONDAY })).toEqual([]);
  });

  it('does not ask for a middle that never came', () => {
    expect(states({ at: 'mid', course: course({ sessionsDelivered: 5, endedOn: '2030-03-11' }), today: '2030-03-12' })).toEqual([]);
  });

  it('ends at the last visit', () => {
    expect(states({ at: 'end', course: course({ sessionsDelivered: 28 }), today: '2030-04-11' })).toEqual(['end upcoming']);
    expect(states({ at: 'end', course: course({ sessionsDelivered: 29 }), today: '2030-04-12' })).toEqual(['end due']);
    const done = [assessment('2030-04-12', 30)];
    expect(states({ at: 'end', course: course({ sessionsDelivered: 30 }), today: '2030-04-12', done })).toEqual(['end done']);
    expect(states({ at: 'end', course: course({ sessionsDelivered: 30, endedOn: '2030-04-20' }), today: '2030-04-22', done })).toEqual(['end done']);
  });

  it('ends early when the course does, with a week of grace and two more to make up', () => {
    const ended = course({ sessionsDelivered: 9, endedOn: '2030-03-15' });
    const at = (today: string): string[] => states({ at: 'end', course: ended, today });
    expect(at('2030-03-15')).toEqual(['end due']);
    expect(at('2030-03-22')).toEqual(['end due']);
    expect(at('2030-03-23')).toEqual(['end overdue']);
    expect(at('2030-04-05')).toEqual(['end overdue']);
    expect(at('2030-04-06')).toEqual(['end missed']);
  });
});

describe('follow-up', () => {
  const ended = course({ sessionsDelivered: 30, endedOn: '2030-04-12' });

  it('waits for the end', () => {
    expect(states({ at: { monthsAfterEnd: 3 }, course: course(), today: MONDAY })).toEqual(['month-3 upcoming']);
  });

  it('has a tolerance around its day', () => {
    const at = (today: string): string[] => states({ at: { monthsAfterEnd: 3 }, course: ended, today });
    expect(at('2030-06-27')).toEqual(['month-3 upcoming']);
    expect(at('2030-06-28')).toEqual(['month-3 due']);
    expect(at('2030-07-26')).toEqual(['month-3 due']);
    expect(at('2030-07-27')).toEqual(['month-3 overdue']);
    expect(at('2030-09-07')).toEqual(['month-3 missed']);
  });

  it('shows its window', () => {
    const [planned] = plannedAssessments(facts({ at: { monthsAfterEnd: 1 }, course: ended, today: '2030-05-12' }));
    expect(planned?.window).toEqual({ by: 'date', opensOn: '2030-05-05', dueOn: '2030-05-12', closesOn: '2030-05-19', lapsesAfter: '2030-06-09' });
  });
});

describe('what is due', () => {
  const plan: PlanItem[] = [
    { measure: 'nrs-pain', at: { everySessions: 1 } },
    { measure: 'phq-9', at: 'baseline' },
    { measure: 'phq-9', at: { everyWeeks: 1 } },
  ];

  it('comes with the overdue first', () => {
    const due = dueAssessments({ plan, course: course({ sessionsDelivered: 5 }), done: [], skipped: [], today: '2030-03-11' });
    expect(due.map(({ measure, occasion, state }) => `${measure} ${occasion} ${state}`)).toEqual([
      'phq-9 baseline overdue',
      'nrs-pain session-6 due',
      'phq-9 week-1 due',
    ]);
  });

  it('leaves out what was skipped, and says why', () => {
    const skipped = [{ measure: 'phq-9', occasion: 'baseline', reason: 'Referred in mid-course' }];
    const situation = { plan, course: course({ sessionsDelivered: 5 }), done: [], skipped, today: '2030-03-11' };
    expect(dueAssessments(situation).map(({ occasion }) => occasion)).toEqual(['session-6', 'week-1']);
    expect(plannedAssessments(situation)).toContainEqual(
      expect.objectContaining({ occasion: 'baseline', state: 'skipped', skippedReason: 'Referred in mid-course' }),
    );
  });

  it('lets one form count for several lines, and names its day', () => {
    const done = [assessment('2030-03-04', 1), assessment('2030-03-02', 1)];
    const both: PlanItem[] = [{ measure: 'phq-9', at: 'baseline' }, { measure: 'phq-9', at: { everySessions: 1 } }];
    const planned = plannedAssessments({ plan: both, course: course({ sessionsDelivered: 1 }), done, skipped: [], today: MONDAY });
    expect(planned.slice(0, 2)).toMatchObject([{ state: 'done', doneOn: '2030-03-02' }, { state: 'done', doneOn: '2030-03-02' }]);
  });

  it('is gone once it is done today, whatever the plan and the course', () => {
    const moment: fc.Arbitrary<Moment> = fc.oneof(
      fc.constantFrom('baseline' as const, 'mid' as const, 'end' as const),
      fc.integer({ min: 1, max: 12 }).map((everySessions) => ({ everySessions })),
      fc.integer({ min: 1, max: 8 }).map((everyWeeks) => ({ everyWeeks })),
      fc.constantFrom(1 as const, 3 as const, 6 as const).map((monthsAfterEnd) => ({ monthsAfterEnd })),
    );
    const progress = fc
      .record({ sessionsPlanned: fc.integer({ min: 1, max: 40 }), share: fc.double({ min: 0, max: 1, noNaN: true }), started: fc.boolean(), length: fc.option(fc.nat({ max: 80 })) })
      .map(({ sessionsPlanned, share, started, length }) =>
        course({
          startedOn: started ? MONDAY : null,
          sessionsPlanned,
          sessionsDelivered: started ? Math.round(share * sessionsPlanned) : 0,
          endedOn: started && length !== null ? addDays(MONDAY, length) : null,
        }),
      );
    fc.assert(
      fc.property(moment, progress, fc.integer({ min: -20, max: 400 }), (at, where, offset) => {
        const today = addDays(MONDAY, offset);
        const situation = facts({ at, course: where, today });
        const form = assessment(today, where.sessionsDelivered + 1);
        const due = dueAssessments(situation).filter(({ occasion, state }) => !(occasion === 'baseline' && state === 'overdue'));
        const after = dueAssessments({ ...situation, done: [form] }).map(({ occasion }) => occasion);
        for (const { occasion } of due) expect(after).not.toContain(occasion);
        expect(due.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('plans', () => {
  it('have templates of known measures and sound moments', () => {
    expect(PLAN_TEMPLATES.map(({ code }) => code)).toEqual(expect.arrayContaining(['pain', 'fibromyalgia', 'headache', 'depression']));
    for (const { items } of PLAN_TEMPLATES) {
      expect(checkPlan(items)).toEqual([]);
      expect(items.filter(({ measure }) => findInstrument(measure) === undefined)).toEqual([]);
    }
  });

  it('are refused with a rhythm out of range or a line twice', () => {
    const plan: PlanItem[] = [
      { measure: 'phq-9', at: { everySessions: 0 } },
      { measure: 'phq-9', at: { everyWeeks: 1.5 } },
      { measure: 'phq-9', at: { monthsAfterEnd: 2 as 1 } },
      { measure: 'phq-9', at: 'end' },
      { measure: 'phq-9', at: 'end' },
    ];
    expect(checkPlan(plan).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/items/0/at bad-moment',
      '/items/1/at bad-moment',
      '/items/2/at bad-moment',
      '/items/4 duplicate',
    ]);
  });
});

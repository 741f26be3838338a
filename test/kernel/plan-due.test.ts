import * as fc from 'fast-check';
import { addDays, checkPlan, dueAssessments, plannedAssessments, PLAN_TEMPLATES, type Moment, type PlanItem } from '../../src/outcome-measures/plan/index.js';
import { findInstrument } from '../../src/outcome-measures/scoring/index.js';
import { MONDAY, course, assessment, facts, states } from '../support/plan-situations.js';

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
      fc.integer({ min: 1, max: 9 }).map((everyDays) => ({ everyDays })),
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
    expect(PLAN_TEMPLATES.map(({ code }) => code)).toEqual(expect.arrayContaining(['pain', 'fibromyalgia', 'headache', 'depression', 'accelerated-depression']));
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

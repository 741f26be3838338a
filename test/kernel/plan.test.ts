import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, addMonths, dueAssessments } from '../../src/outcome-measures/plan/index.js';
import { MONDAY, course, assessment, facts, states } from '../support/plan-situations.js';

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

describe('every so many days', () => {
  it('asks on the first day and on each day after it, each on its day alone', () => {
    const days = states({ at: { everyDays: 1 }, course: course({}), today: addDays(MONDAY, 2) });
    expect(days).toEqual(['day-1 missed', 'day-2 missed', 'day-3 due', 'day-4 upcoming']);
    expect(states({ at: { everyDays: 3 }, course: course({}), today: addDays(MONDAY, 4) })).toEqual(['day-1 missed', 'day-4 overdue', 'day-7 upcoming']);
  });
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

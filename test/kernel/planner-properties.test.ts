import fc from 'fast-check';
import { Busy } from '../../src/scheduling/planner/calendar.js';
import { addDays, claimsOf, freeSlots, gridStarts, instantAt, localDate, place, planDays, planSeries, type Calendar, type Claim, type PlacedSession, type SeriesPlan, type SeriesRequest } from '../../src/scheduling/planner/index.js';
import { naivelyFits } from '../support/naive-planner.js';
import { anyClinic, anyPlacementIn, anySeriesIn, type RandomClinic } from '../support/random-clinics.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** 2 of them are more than six thousand cases; `npm run prove -- schedule` runs these. */
const MANY = Number(process.env['PROVE_CASES'] ?? 1);

const anyBooking = anyClinic.chain((clinic) => fc.tuple(fc.constant(clinic), anyPlacementIn(clinic)));
const anyCourse: fc.Arbitrary<[RandomClinic, SeriesRequest]> = anyClinic.chain((clinic) => fc.tuple(fc.constant(clinic), anySeriesIn(clinic)));

const total = ({ phases }: SeriesRequest): number => phases.reduce((sum, { sessions }) => sum + sessions, 0);
const gapOf = ({ phases }: SeriesRequest): number => phases[0]?.minimumGapMinutes ?? 0;

/** The claims of the calendar, then those of some sessions of the plan. */
const claimsWith = (calendar: Calendar, request: SeriesRequest, sessions: readonly PlacedSession[]): Claim[] => [
  ...calendar.claims,
  ...sessions.flatMap((session) =>
    claimsOf(calendar, request, session).map(({ id, ...rest }) => ({ ...rest, resourceId: id, occupant: 'session' as const, occupantId: String(session.sequence) })),
  ),
];

function countsByDate(calendar: Calendar, sessions: readonly PlacedSession[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { startMs } of sessions) counts[localDate(startMs, calendar.zone)] = (counts[localDate(startMs, calendar.zone)] ?? 0) + 1;
  return counts;
}

/** What a further session of the course asks, when some are placed. */
const asked = (calendar: Calendar, request: SeriesRequest, sessions: readonly PlacedSession[], maximumPerDay: number): SeriesRequest => ({
  ...request, maximumPerDay, minimumGapMinutes: gapOf(request), sessionsPerDate: countsByDate(calendar, sessions),
  neighbours: [...(request.neighbours ?? []), ...sessions.map(({ startMs, endMs, sequence }) => ({ id: String(sequence), startMs, endMs, countedAs: 'pulses', minimumGapMinutes: gapOf(request) }))],
});

describe('finding what stands in the way', () => {
  it('finds what going through every claim finds, however they overlap', () => {
    const claim = fc.record({ startMs: fc.integer({ min: 0, max: 60 }), length: fc.integer({ min: 1, max: 30 }), resourceId: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 25 }), fc.nat({ max: 25 }), claim, (all, known, { startMs, length, resourceId }) => {
        const claims: Claim[] = all.map((one, n) => ({ kind: 'room', resourceId: one.resourceId, startMs: one.startMs, endMs: one.startMs + one.length, occupant: 'session', occupantId: String(n) }));
        const [busy, interval] = [new Busy(claims.slice(0, known)), { startMs, endMs: startMs + length }];
        const copy = busy.copy();
        for (const added of claims.slice(known)) copy.add(added);
        const expected = (among: readonly Claim[]): string[] => among.filter((one) => one.resourceId === resourceId && one.startMs < interval.endMs && interval.startMs < one.endMs).map(({ occupantId }) => occupantId).sort();
        expect(copy.inTheWay('room', resourceId, interval).map(({ occupantId }) => occupantId).sort()).toEqual(expected(claims));
        expect(busy.inTheWay('room', resourceId, interval).map(({ occupantId }) => occupantId).sort()).toEqual(expected(claims.slice(0, known)));
        expect(copy.isFree('room', resourceId, interval)).toBe(expected(claims).length === 0);
      }),
      { numRuns: 600 * MANY },
    );
  });
});

describe('placing one session anywhere', () => {
  it('works exactly where every device, room and operator gone through one by one says so', () => {
    fc.assert(
      fc.property(anyBooking, ([{ calendar }, { request, startMs }]) => {
        const placed = place(calendar, request, startMs);
        expect(placed.ok).toBe(naivelyFits(calendar, calendar.claims, request, startMs));
        if (!placed.ok) expect(placed.reasons.length).toBeGreaterThan(0);
        else expect(naivelyFits(calendar, calendar.claims, { ...request, ...placed.placement }, startMs)).toBe(true);
      }),
      { numRuns: 1200 * MANY },
    );
  });

  it('is offered exactly on the free starts of the grid', () => {
    fc.assert(
      fc.property(anyBooking, ([{ calendar, start }, { request, startMs }]) => {
        const window = { fromMs: startMs, toMs: startMs + 2 * DAY_MS, notBeforeMs: request.notBeforeMs ?? 0, limit: 1000 };
        const grid = Array.from({ length: 14 }, (_unused, n) => addDays(start, n)).flatMap((date) => gridStarts(calendar, date, request.durationMinutes));
        const expected = grid.filter((at) => startMs <= at && at < window.toMs && naivelyFits(calendar, calendar.claims, request, at));
        expect(freeSlots(calendar, request, window).map((slot) => slot.startMs)).toEqual(expected);
      }),
      { numRuns: 200 * MANY },
    );
  });
});

describe('planning a course anywhere', () => {
  it('puts each session where it can stand beside all others, in order, and loses none', () => {
    fc.assert(
      fc.property(anyCourse, ([{ calendar }, request]) => {
        const { placed, unplaced } = planSeries(calendar, request);
        expect([...placed, ...unplaced].map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual(Array.from({ length: total(request) }, (_unused, n) => n + 1));
        const perDay = request.phases[0]?.sessionsPerDay ?? 1;
        placed.forEach((session, n) => {
          const others = placed.filter((other) => other !== session);
          const alone = asked(calendar, { ...request, deviceId: session.deviceId, roomId: session.roomId, operatorId: session.operatorId }, others, perDay);
          expect(naivelyFits(calendar, claimsWith(calendar, request, others), alone, session.startMs)).toBe(true);
          const previous = placed[n - 1];
          if (previous) expect([previous.sequence < session.sequence, previous.endMs + gapOf(request) * MINUTE_MS <= session.startMs]).toEqual([true, true]);
        });
      }),
      { numRuns: 500 * MANY },
    );
  });

  it('offers for what it left out only what is free beside the whole plan, the same day first', () => {
    fc.assert(
      fc.property(anyCourse, ([{ calendar }, request]) => {
        const { placed, unplaced } = planSeries(calendar, request);
        const further = asked(calendar, request, placed, request.phases[0]?.sessionsPerDay ?? 1);
        for (const { date, nearest, reasons } of unplaced) {
          expect(reasons.length).toBeGreaterThan(0);
          const dates = nearest.map((at) => localDate(at, calendar.zone));
          expect([date, ...dates]).toEqual([date, ...dates].sort());
          for (const at of nearest) expect(naivelyFits(calendar, claimsWith(calendar, request, placed), further, at)).toBe(true);
          const sameDay = gridStarts(calendar, date, request.durationMinutes).filter((at) => naivelyFits(calendar, claimsWith(calendar, request, placed), further, at));
          expect(dates.filter((one) => one === date).length).toBeGreaterThanOrEqual(Math.min(3, sameDay.length));
        }
      }),
      { numRuns: 150 * MANY },
    );
  });

  it('gives the same plan again, and leaves the calendar as it was', () => {
    fc.assert(
      fc.property(anyCourse, ([{ calendar }, request]) => {
        const before = JSON.stringify([calendar, request]);
        const plan = planSeries(calendar, request);
        expect(planSeries(JSON.parse(JSON.stringify(calendar)) as Calendar, request)).toEqual(plan);
        expect(JSON.stringify([calendar, request])).toBe(before);
      }),
      { numRuns: 100 * MANY },
    );
  });

  it('places as many single sessions at preferred times as the best device alone or all together allow', () => {
    fc.assert(
      fc.property(anyCourse, ([{ calendar }, any]) => {
        const request: SeriesRequest = { ...any, windows: [], policy: 'skip', phases: any.phases.map((phase) => ({ ...phase, sessionsPerDay: 1 })) };
        const days = planDays(calendar, request.phases, request.startDate);
        const possible = (deviceId?: string): number =>
          days.filter(({ date }) => request.preferredTimes.some((time) => naivelyFits(calendar, calendar.claims, { ...request, minimumGapMinutes: gapOf(request), deviceId }, instantAt(date, time, calendar.zone)))).length;
        const devices = calendar.devices.map(({ id }) => id).filter((id) => (request.deviceId ?? id) === id);
        const plan: SeriesPlan = planSeries(calendar, request);
        const onOne = Math.max(0, ...devices.map(possible));
        expect(plan.placed).toHaveLength(Math.max(onOne, possible(request.deviceId)));
        expect(plan.warnings.some(({ code }) => code === 'several-devices')).toBe(possible(request.deviceId) > onOne);
      }),
      { numRuns: 400 * MANY },
    );
  });
});

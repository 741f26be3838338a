import fc from 'fast-check';
import { claimsOf, instantAt, localDate, planSeries, replan, type Calendar, type Claim, type Displaced, type Neighbour, type Placement, type PlacementRequest } from '../../src/scheduling/planner/index.js';
import { naivelyFits } from '../support/naive-planner.js';
import { anyClinic, anySeriesIn, type RandomClinic } from '../support/random-clinics.js';

const DAY_MS = 86_400_000;

/** Courses planned in a random clinic, whose first device then breaks for two days. */
const anyBreakdown = anyClinic.chain((clinic) => fc.tuple(fc.constant(clinic), fc.array(anySeriesIn(clinic), { minLength: 1, maxLength: 3 }))).map(([clinic, requests]) => breakdown(clinic, requests));

const neighbour = ({ countedAs, minimumGapMinutes }: PlacementRequest, { startMs, endMs }: Placement, id: string): Neighbour => ({ id, startMs, endMs, minimumGapMinutes, ...(countedAs && { countedAs }) });

function breakdown({ calendar, start }: RandomClinic, requests: readonly Parameters<typeof planSeries>[1][]): { calendar: Calendar; displaced: Displaced[] } {
  const booked: Claim[] = [...calendar.claims];
  const [displaced, stays]: [Displaced[], Map<string, Neighbour[]>] = [[], new Map()];
  requests.forEach((request, n) => {
    const patientId = `patient of course ${n}`;
    const { phases, deviceId: _device, ...asked } = { ...request, patientId };
    for (const session of planSeries({ ...calendar, claims: booked }, { ...asked, phases }).placed) {
      const id = `${n}-${session.sequence}`;
      const isDisplaced = session.deviceId === 'device-1';
      if (isDisplaced) displaced.push({ id, startMs: session.startMs, counts: true, request: { ...asked, windows: [], notBeforeMs: 0, maximumPerDay: phases[0]?.sessionsPerDay ?? 1 } });
      else {
        for (const { id: resourceId, ...rest } of claimsOf(calendar, asked, session)) booked.push({ ...rest, resourceId, occupant: 'session', occupantId: id });
        stays.set(patientId, [...(stays.get(patientId) ?? []), neighbour(asked, session, id)]);
      }
    }
  });
  for (const one of displaced) one.request = { ...one.request, neighbours: [...(one.request.neighbours ?? []), ...(stays.get(one.request.patientId) ?? [])] };
  const startMs = instantAt(start, '00:00', calendar.zone);
  const broken: Claim = { kind: 'device', resourceId: 'device-1', startMs, endMs: startMs + 2 * DAY_MS, occupant: 'downtime', occupantId: 'broken' };
  return { calendar: { ...calendar, claims: [...booked, broken] }, displaced };
}

describe('new places for what was displaced', () => {
  it('stands where everything gone through one by one says it can, beside all others, and loses none', () => {
    fc.assert(
      fc.property(anyBreakdown, ({ calendar, displaced }) => {
        const { moved, stuck } = replan(calendar, displaced);
        expect([...moved, ...stuck].map(({ id }) => id).sort()).toEqual(displaced.map(({ id }) => id).sort());
        const requestOf = (id: string): Displaced['request'] => displaced.find((one) => one.id === id)?.request ?? { durationMinutes: 0, minimumGapMinutes: 0, maximumPerDay: 0, patientId: '' };
        for (const { id, placement } of moved) {
          const others = moved.filter((other) => other.id !== id);
          const claims = others.flatMap((other) => claimsOf(calendar, requestOf(other.id), other.placement).map(({ id: resourceId, ...rest }): Claim => ({ ...rest, resourceId, occupant: 'session', occupantId: other.id })));
          const sessionsPerDate: Record<string, number> = { ...requestOf(id).sessionsPerDate };
          const neighbours = [...(requestOf(id).neighbours ?? [])];
          for (const other of others.filter((one) => requestOf(one.id).patientId === requestOf(id).patientId)) {
            neighbours.push(neighbour(requestOf(other.id), other.placement, other.id));
            const date = localDate(other.placement.startMs, calendar.zone);
            sessionsPerDate[date] = (sessionsPerDate[date] ?? 0) + 1;
          }
          const { deviceId, roomId, operatorId, startMs } = placement;
          expect(naivelyFits(calendar, [...calendar.claims, ...claims], { ...requestOf(id), sessionsPerDate, neighbours, deviceId, roomId, operatorId }, startMs)).toBe(true);
        }
        for (const { reasons } of stuck) expect(reasons.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same again', () => {
    fc.assert(fc.property(anyBreakdown, ({ calendar, displaced }) => expect(replan(calendar, [...displaced].reverse())).toEqual(replan(calendar, displaced))), { numRuns: 100 });
  });
});

import fc from 'fast-check';
import { gapInForce } from '../../src/courses/gap-in-force.js';
import { MODALITIES, type Modality } from '../../src/protocols/dose/index.js';
import { S16 } from '../../src/protocols/safety/rules/s16-gap-between-sessions.js';
import { clinicSafetyLimits, type DeliveryFacts, type SafetyLimits } from '../../src/protocols/safety/index.js';
import { freeSlots, type Calendar, type Interval, type Neighbour } from '../../src/scheduling/planner/index.js';
import { kindOf, otherKindOf } from '../../src/sessions/patients-day.js';

const MINUTE_MS = 60_000;
const OPENS_MS = Date.parse('2030-03-04T08:00:00Z');
const CALENDAR: Calendar = {
  zone: 'UTC', openingHours: [{ weekday: 1, opens: '08:00', closes: '18:00' }], closures: [], slotMinutes: 5, turnoverMinutes: 0,
  devices: [{ id: 'd', modalities: [...MODALITIES], inService: true }], rooms: [{ id: 'r', inService: true }], operators: [{ id: 'o', shifts: null }], claims: [],
};

interface Given {
  modality: Modality;
  blocks: { modality: Modality }[];
  stated: number | undefined;
}

const modality = fc.constantFrom(...MODALITIES);
const given: fc.Arbitrary<Given> = fc.record({
  modality,
  blocks: fc.oneof(fc.constant<{ modality: Modality }[]>([]), fc.array(fc.constantFrom<Modality>('rtms', 'itbs', 'ctbs').map((one) => ({ modality: one })), { minLength: 2, maxLength: 2 })),
  stated: fc.constantFrom(undefined, 0, 10, 30, 90),
}).map((one) => (kindOf(one.modality) === 'pulses' ? one : { ...one, blocks: [] }));
const limits = fc.record({ gapMinutes: fc.constantFrom(15, 25), thetaBurstGapMinutes: fc.constantFrom(10, 50, 70) }).map((own) => clinicSafetyLimits(own));
const course = fc.record({ of: given, startMs: fc.integer({ min: 0, max: 110 }).map((fives) => OPENS_MS + fives * 5 * MINUTE_MS) });

const minutesBetween = (one: Interval, next: Interval): number => (next.startMs - one.endMs) / MINUTE_MS;

/** Whatever rule S16 has, of each block, against starting one right as booked after another. */
function against(one: { of: Given } & Interval, next: { of: Given } & Interval, { stated, modality: own, blocks }: Given, inForce: SafetyLimits): unknown[] {
  const [kind, before] = [kindOf(own), kindOf(one.of.modality)];
  return (blocks.length > 0 ? blocks : [{ modality: own }]).flatMap((block) => S16.evaluate({
    modality: block.modality, minimumGapMinutes: stated ?? null,
    minutesSinceLastSession: kind === before ? minutesBetween(one, next) : null,
    minutesSinceOtherKind: otherKindOf(kind) === before ? minutesBetween(one, next) : null,
  } as DeliveryFacts, inForce) ?? []);
}

it('whatever is offered, rule S16 lets it begin, and whatever stands after it too', () => {
  let offered = 0;
  fc.assert(
    fc.property(given, fc.array(course, { maxLength: 3 }), limits, (wanted, others, inForce) => {
      const stand = others.map(({ of, startMs }, n) => ({ of, id: String(n), startMs, endMs: startMs + 20 * MINUTE_MS }));
      const neighbours = stand.map(({ of, id, startMs, endMs }): Neighbour => ({ id, startMs, endMs, countedAs: kindOf(of.modality), minimumGapMinutes: gapInForce(of, of.stated, inForce) }));
      const claims = stand.map(({ id, startMs, endMs }) => ({ kind: 'patient' as const, resourceId: 'p', startMs, endMs, occupant: 'session' as const, occupantId: id }));
      const kind = kindOf(wanted.modality);
      const other = otherKindOf(kind);
      const request = {
        durationMinutes: 20, patientId: 'p', maximumPerDay: 9, countedAs: kind, neighbours, minimumGapMinutes: gapInForce(wanted, wanted.stated, inForce),
        ...(other && { apart: { kinds: [other], minutes: inForce.gapMinutes.value } }),
      };
      for (const slot of freeSlots({ ...CALENDAR, claims }, request, { fromMs: OPENS_MS, toMs: OPENS_MS + 600 * MINUTE_MS, notBeforeMs: 0, limit: 1000 })) {
        offered += 1;
        const booked = { of: wanted, startMs: slot.startMs, endMs: slot.endMs };
        for (const one of stand) expect(one.startMs < slot.startMs ? against(one, booked, wanted, inForce) : against(booked, one, one.of, inForce)).toEqual([]);
      }
    }),
    { numRuns: 250 },
  );
  expect(offered).toBeGreaterThan(500);
});

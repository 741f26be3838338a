import fc from 'fast-check';
import { planSeries, type SeriesRequest } from '../../src/scheduling/planner/index.js';
import { anyClinic, anySeriesIn, type RandomClinic } from '../support/random-clinics.js';
import { mostPlaced } from '../support/series-oracle.js';

/** The suite tries a few; `npm run prove -- schedule` tries 5,400. */
const CASES = Number(process.env['PROVE_ORACLE_CASES'] ?? 40);

const anyCourse: fc.Arbitrary<[RandomClinic, SeriesRequest]> = anyClinic
  .map(({ start, calendar }) => ({ start, calendar: { ...calendar, slotMinutes: 30 } }))
  .chain((clinic) => fc.tuple(fc.constant(clinic), anySeriesIn(clinic)));

describe('a planned course', () => {
  let worse = 0;
  let tried = 0;
  afterAll(() => void process.stdout.write(`${tried} courses held against every combination there is: ${worse} with fewer sessions placed\n`));

  for (const policy of ['skip', 'nearest', 'all-or-nothing'] as const) {
    it(`has as many sessions placed as any combination of starts, devices, rooms and operators allows: ${policy}`, () => {
      fc.assert(
        fc.property(anyCourse, ([{ calendar }, any]) => {
          const request: SeriesRequest = { ...any, policy };
          const { placed } = planSeries(calendar, request);
          const most = mostPlaced(calendar, request);
          tried += 1;
          if (placed.length < most) worse += 1;
          expect(placed.length).toBeGreaterThanOrEqual(most);
        }),
        { numRuns: CASES },
      );
    });
  }
});

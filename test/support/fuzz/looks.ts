import type { KnownRows } from './known-rows.js';
import { templateOfRow } from './known-rows.js';
import { mayCall, type Operation } from './shots.js';
import type { Journey } from './stage.js';
import { ROLES } from '../../../src/identity/permissions/matrix.js';

/** What a look must be asked with; everything else is its own default. */
const ASKED: Readonly<Record<string, string>> = {
  '/v1/availability': 'durationMinutes=30&modality=rtms&from=2030-03-05T13:00:00Z&to=2030-03-05T20:00:00Z',
  '/v1/clinic/days': 'from=2030-03-04&to=2030-03-10',
  '/v1/day-board': 'date=2030-03-04',
  '/v1/week-board': 'from=2030-03-04',
  '/v1/exports/billing.csv': 'from=2030-03-01&to=2030-03-31',
  '/v1/cohorts/outcomes': 'measure=phq-9&at=end&groupBy=sex',
  '/v1/cohorts/outcomes.svg': 'measure=phq-9&picture=forest&groupBy=sex',
  '/v1/cohorts/comparison': 'measure=phq-9&by=sex&first=female&second=male',
  '/v1/cohorts/adverse-events': 'from=2030-01-01&to=2030-12-31&groupBy=targetRegion',
  '/v1/cohorts/operations': 'from=2030-03-01&to=2030-03-31',
  '/v1/adverse-event-rates': 'from=2030-01-01&to=2030-12-31',
};

/** Looks at whatever else can be looked at, lists before what stands in them: the rows are those that journeys made. */
export function looksAt(operations: readonly Operation[], rows: () => KnownRows, isReached: (operation: Operation) => boolean): Journey {
  const looks = operations.filter(({ method }) => method === 'GET').toSorted((a, b) => a.template.split('/').length - b.template.split('/').length);
  return async (on) => {
    for (const look of looks) {
      if (isReached(look)) continue;
      const role = ROLES.find((one) => mayCall(look, one)) ?? 'clinician';
      const kind = templateOfRow(look.template);
      const row = kind === undefined ? undefined : rows().pick(kind, 0);
      if (kind !== undefined && row === undefined) continue;
      await on.look(look.permission === null ? 'nobody' : role, `GET ${look.template}`, row?.path, { query: ASKED[look.template], ...(look.template.endsWith('/stream') && { headers: { accept: 'text/event-stream' } }) });
    }
  };
}

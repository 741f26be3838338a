import { Temporal } from 'temporal-polyfill';
import type { TopLevelSpec } from 'vega-lite';
import type { CourseReview, MeasureReview } from '../course-review/course-review.dto.js';
import { betterInWords, counted } from '../course-review/plain-words.js';
import { INK, type Picture, type Theme } from './svg.js';

export interface PictureFacts {
  /** Delivered treatments, by their start. */
  readonly sessions: readonly { sequence: number; at: string }[];
  readonly timeZone: string;
}

const WIDTH_PX = 560;
const MANY_DAYS = 8;
/** Lines of response after IMMPACT (Dworkin 2008 J Pain 9:105): 30 % better is moderate, 50 % substantial. */
const RESPONSE_LINES = [30, 50];

/**
 * One measure over a course: its scores as a line, sessions as ticks and opioids as an area under it, adverse events as
 * crosses, motor thresholds as diamonds and changes of medication as triangles above it, baseline and response lines dashed. Dates are those of the clinic.
 */
export function coursePicture(review: CourseReview, measure: MeasureReview, { sessions, timeZone }: PictureFacts, theme: Theme): Picture {
  const { ink, faint } = INK[theme];
  const local = (instant: string): string => Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime().toString();
  const scores = measure.series.filter(({ score }) => score !== null).map(({ assessedAt, score, sessionNumber }) => ({ at: local(assessedAt), score, sessionNumber }));
  const lines = linesOf(measure);
  const marks = [
    ...review.adverseEvents.map(({ occurredAt, category, grade }) => ({ at: local(occurredAt), kind: 'adverse event', label: `${category} (grade ${grade})` })),
    ...medicationMarks(review, scores.map(({ at }) => at.slice(0, 10))),
    ...review.motorThresholds.map(({ measuredAt, percentMso }) => ({ at: local(measuredAt), kind: 'motor threshold', label: `${percentMso} %` })),
  ];
  const days = new Set([...scores, ...marks].map(({ at }) => at.slice(0, 10)));
  // Within some days ticks fall on hours, and the day alone would stand under each of them.
  const x = { field: 'at', type: 'temporal', title: null, axis: { format: spanDays([...days]) < MANY_DAYS ? '%d %b %H:%M' : '%d %b', labelOverlap: true, tickCount: 8 } };
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    padding: 8,
    title: measure.name,
    vconcat: [
      {
        width: WIDTH_PX,
        height: 22,
        data: { values: marks },
        mark: { type: 'point', size: 70, color: ink, strokeWidth: 1.6 },
        encoding: { x: { ...x, axis: null }, shape: { field: 'kind', type: 'nominal', scale: { domain: ['adverse event', 'motor threshold', 'medication changed'], range: ['cross', 'diamond', 'triangle-up'] }, title: null, legend: { orient: 'top' } } },
      },
      {
        width: WIDTH_PX,
        height: 220,
        layer: [
          {
            data: { values: lines },
            layer: [
              { mark: { type: 'rule', color: faint, strokeDash: [5, 4] }, encoding: { y: { field: 'score', type: 'quantitative' } } },
              { mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 14, color: ink, fontSize: 9 }, encoding: { x: { value: 0 }, y: { field: 'score', type: 'quantitative' }, text: { field: 'label' } } },
            ],
          },
          {
            data: { values: scores },
            layer: [
              { mark: { type: 'line', color: ink, strokeWidth: 1.8 }, encoding: { x, y: { field: 'score', type: 'quantitative', title: 'score', scale: { zero: true } } } },
              { mark: { type: 'point', filled: true, color: ink, size: 46 }, encoding: { x, y: { field: 'score', type: 'quantitative' } } },
              { mark: { type: 'text', dy: -9, color: ink, fontSize: 9.5 }, encoding: { x, y: { field: 'score', type: 'quantitative' }, text: { field: 'score' } } },
            ],
          },
        ],
      },
      ...opioids(measure, local, { x, ink }),
      {
        width: WIDTH_PX,
        height: 14,
        data: { values: sessions.map(({ sequence, at }) => ({ at: local(at), sequence })) },
        mark: { type: 'rule', color: ink, strokeWidth: 1.4 },
        encoding: { x: { ...x, axis: null }, y: { value: 0 }, y2: { value: 14 } },
        title: { text: 'sessions delivered', anchor: 'start', fontSize: 9, orient: 'bottom', fontWeight: 'normal' },
      },
    ],
    resolve: { scale: { x: 'shared' } },
  } as unknown as TopLevelSpec;
  return { spec, theme, title: `${measure.name} during the course`, description: inWords(measure, sessions.length, review, (instant) => local(instant).slice(0, 10)) };
}

const spanDays = (days: readonly string[]): number => {
  const sorted = [...days].sort();
  return (Date.parse(sorted.at(-1) ?? '') - Date.parse(sorted[0] ?? '')) / 86_400_000 || 0;
};

function linesOf({ baseline, direction }: MeasureReview): { score: number; label: string }[] {
  if (baseline?.score === null || baseline?.score === undefined || direction === 'none') return [];
  const { score } = baseline;
  const better = (percent: number): number => score * (direction === 'lower-is-better' ? 1 - percent / 100 : 1 + percent / 100);
  return [{ score, label: 'baseline' }, ...RESPONSE_LINES.map((percent) => ({ score: Math.round(better(percent) * 100) / 100, label: `${percent} % better` }))];
}

/** What was begun or stopped between the first score and the last; dates of the record have no hour and stand at noon. */
function medicationMarks({ medications }: Pick<CourseReview, 'medications'>, days: readonly string[]): { at: string; kind: string; label: string }[] {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const within = (day: string | null): day is string => day !== null && day >= first && day <= last;
  return medications.flatMap(({ name, startedOn, stoppedOn }) => [[startedOn, 'begun'] as const, [stoppedOn, 'stopped'] as const].flatMap(([day, what]) => (within(day) ? [{ at: `${day}T12:00:00`, kind: 'medication changed', label: `${name} ${what}` }] : [])));
}

/** The opioids of the day under the scores, where there were any. */
function opioids({ series }: MeasureReview, local: (instant: string) => string, { x, ink }: { x: object; ink: string }): object[] {
  if (series.every(({ dailyMme }) => dailyMme === null)) return [];
  const values = series.map(({ assessedAt, dailyMme }) => ({ at: local(assessedAt), mme: dailyMme ?? 0 }));
  return [{ width: WIDTH_PX, height: 56, data: { values }, mark: { type: 'area', interpolate: 'step-after', color: ink, opacity: 0.25, line: { color: ink, strokeWidth: 1.2 } }, encoding: { x, y: { field: 'mme', type: 'quantitative', title: 'MME a day', axis: { tickCount: 3 } } } }];
}

function inWords({ name, baseline, latest, percent, series }: MeasureReview, sessions: number, { adverseEvents, motorThresholds, medications }: CourseReview, day: (instant: string) => string): string {
  const scores = series.filter(({ score }) => score !== null).map(({ assessedAt, score, sessionNumber, dailyMme }) => `${score} on ${day(assessedAt)} after ${counted(sessionNumber, 'session')}${dailyMme === null ? '' : ` at ${dailyMme} MME a day`}`);
  const marks = medicationMarks({ medications }, series.filter(({ score }) => score !== null).map(({ assessedAt }) => day(assessedAt)));
  return [
    `${name}: ${scores.length === 0 ? 'no scores yet' : scores.join('; ')}.`,
    baseline && latest && percent !== null ? `From ${baseline.score} at baseline to ${latest.score} at last, ${betterInWords(percent)}.` : '',
    `${counted(sessions, 'session')} delivered, ${counted(motorThresholds.length, 'motor threshold')} measured, ${counted(adverseEvents.length, 'adverse event')}${adverseEvents.length > 0 ? ` (${adverseEvents.map(({ category, occurredAt }) => `${category} on ${day(occurredAt)}`).join(', ')})` : ''}.`,
    marks.length > 0 ? `Medication: ${marks.map(({ label, at }) => `${label} on ${at.slice(0, 10)}`).join(', ')}.` : '',
  ].filter(Boolean).join(' ');
}

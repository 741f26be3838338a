import * as fc from 'fast-check';

import {
  INSTRUMENTS,
  scoreCustomMeasure,
  type Answers,
  type CustomMeasure,
  type Instrument,
  type InstrumentItem,
  type ScoreResult,
} from '../../src/outcome-measures/scoring/index.js';

const CASES = 10_000;
const RISK = ['none', 'low', 'moderate', 'high'];

/** `expect` would take most of the time of two hundred thousand cases. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

type Sheet = readonly (number | null)[];

/** Whole steps above the item's minimum, about one in twelve missing. */
const answersOf = (items: readonly Pick<InstrumentItem, 'minimum' | 'maximum' | 'step'>[]): fc.Arbitrary<Sheet> =>
  fc
    .tuple(
      ...items.map(({ minimum, maximum, step }) =>
        fc.option(fc.integer({ min: 0, max: Math.round((maximum - minimum) / step) }), { freq: 12, nil: null }),
      ),
    )
    .map((steps) => steps.map((count, index) => valueAt(items[index], count)));

function valueAt(item: Pick<InstrumentItem, 'minimum' | 'step'> | undefined, steps: number | null): number | null {
  if (!item || steps === null) return null;
  return item.step === 1 ? item.minimum + steps : Number((item.minimum + steps * item.step).toFixed(1));
}

const form = (instrument: Instrument, sheet: Sheet): Answers =>
  Object.fromEntries(instrument.items.map(({ code }, index) => [code, sheet[index]]));

const backwards = (answers: Answers): Answers => Object.fromEntries(Object.entries(answers).reverse());

/** One answer a step worse (or more); null when it is missing or already at its end. */
function raised(instrument: Instrument, sheet: Sheet, at: number): Sheet | null {
  const item = instrument.items[at];
  const answer = sheet[at];
  if (!item || answer === null || answer === undefined || answer >= item.maximum) return null;
  return sheet.with(at, item.step === 1 ? answer + 1 : Number((answer + item.step).toFixed(1)));
}

function expectWithinBounds(instrument: Instrument, result: ScoreResult): void {
  const range = instrument.scoreRange;
  if (result.unroundedScore !== null && range) {
    must(result.unroundedScore >= range.minimum && result.unroundedScore <= range.maximum, 'score out of range');
    const banded = instrument.cutOffSets.some(({ appliesTo }) => appliesTo === 'score');
    must(!banded || result.severity !== null, 'a score without a band');
  }
  for (const { code, minimum, maximum } of instrument.subscores) {
    const value = result.unroundedSubscores[code];
    must(value === null || (value !== undefined && value >= minimum && value <= maximum), `${code} out of range`);
  }
}

/** More of an answer is never less of the score, except where better is higher: there it is never more. */
function expectMonotone(instrument: Instrument, less: ScoreResult, more: ScoreResult): void {
  const falls = instrument.code === 'eq-5d-5l';
  const pairs = [
    [less.unroundedScore, more.unroundedScore],
    ...instrument.subscores
      .filter(({ code }) => code !== 'vas')
      .map(({ code }) => [less.unroundedSubscores[code] ?? null, more.unroundedSubscores[code] ?? null]),
  ];
  for (const [before, after] of pairs) {
    if (before === null || before === undefined || after === null || after === undefined) continue;
    must(falls ? after <= before + 1e-12 : after >= before - 1e-12, 'a worse answer made a better score');
  }
  if (instrument.code === 'c-ssrs-screener' && less.severity && more.severity) {
    must(RISK.indexOf(more.severity) >= RISK.indexOf(less.severity), 'a yes lowered the risk');
  }
}

describe.each(INSTRUMENTS.map((instrument) => [instrument.code, instrument] as const))('%s', (_, instrument) => {
  it('stays in bounds, grows with its answers, and does not care for the order of keys', () => {
    fc.assert(
      fc.property(answersOf(instrument.items), fc.nat({ max: instrument.items.length - 1 }), (sheet, at) => {
        const answers = form(instrument, sheet);
        const result = instrument.score(answers);
        expectWithinBounds(instrument, result);
        must(JSON.stringify(instrument.score(backwards(answers))) === JSON.stringify(result), 'the order of keys changed the score');
        must((result.score === null) === (result.reason !== undefined), 'no score without a reason');
        must(!result.prorated || !result.complete, 'prorated although complete');
        const more = raised(instrument, sheet, at);
        if (more) expectMonotone(instrument, result, instrument.score(form(instrument, more)));
      }),
      { numRuns: CASES },
    );
  });
});

describe("a clinic's own measure", () => {
  const items = fc.array(
    fc.record({ minimum: fc.integer({ min: -5, max: 5 }), width: fc.integer({ min: 1, max: 20 }), reversed: fc.boolean() }),
    { minLength: 1, maxLength: 6 },
  );

  it('stays in bounds however much is missing', () => {
    fc.assert(
      fc.property(items, fc.constantFrom('sum' as const, 'mean' as const), fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }))), (shape, method, shares) => {
        const measure: CustomMeasure = {
          code: 'own',
          version: '1',
          name: 'Own',
          method,
          direction: 'lower-is-better',
          fewestAnswered: 1,
          items: shape.map(({ minimum, width, reversed }, index) => ({ code: `q${index}`, topic: 't', minimum, maximum: minimum + width, reversed })),
        };
        const answers = Object.fromEntries(
          measure.items.map(({ code, minimum, maximum }, index) => {
            const share = shares[index] ?? null;
            return [code, share === null ? null : minimum + Math.round(share * (maximum - minimum))];
          }),
        );
        const divisor = method === 'mean' ? measure.items.length : 1;
        const lowest = measure.items.reduce((total, { minimum }) => total + minimum, 0) / divisor;
        const highest = measure.items.reduce((total, { maximum }) => total + maximum, 0) / divisor;
        const { unroundedScore } = scoreCustomMeasure(measure, answers);
        if (unroundedScore === null) return;
        must(unroundedScore >= lowest - 1e-9 && unroundedScore <= highest + 1e-9, 'score out of range');
      }),
      { numRuns: CASES },
    );
  });
});

import fc from 'fast-check';
import { completeStimulation, type Modality, type Stimulation } from '../../src/protocols/dose/index.js';
import { checkDose, gravest, longestTrain, SEVERITIES, TABLE_4, trainLimit, type DoseToCheck } from '../../src/protocols/safety/index.js';

const RUNS = { numRuns: 10_000 };

/** How grave the gravest finding is, 0 for none. */
const gravity = (dose: DoseToCheck): number => {
  const severity = gravest(checkDose(dose));
  return severity === null ? 0 : SEVERITIES.indexOf(severity) + 1;
};

const isSafe = (dose: DoseToCheck): boolean => gravity(dose) <= SEVERITIES.indexOf('info') + 1;

interface Circumstances {
  modality: Modality;
  validatedException: boolean;
  schedule: { sessionsPerDay: number };
}

const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  modality: fc.constantFrom<Modality>('rtms', 'deep-tms', 'itbs', 'ctbs'),
  validatedException: fc.boolean(),
  schedule: fc.record({ sessionsPerDay: fc.integer({ min: 1, max: 12 }) }),
});

/** Numbers that cluster where the tables change. */
const intensity = fc.oneof(fc.constantFrom(80, 90, 100, 105, 110, 120, 130, 131), fc.integer({ min: 20, max: 150 }));
const frequency = fc.oneof(fc.constantFrom(0.5, 1, 5, 10, 18, 20, 25, 26), fc.integer({ min: 1, max: 300 }).map((tenths) => tenths / 10));
const beats = fc.oneof(fc.constantFrom(1, 20, 29, 40, 42, 50, 100), fc.integer({ min: 1, max: 2000 }));
const pause = fc.oneof(fc.constantFrom(0, 0.25, 0.99, 1, 4.9, 5, 8, 9.9, 10), fc.integer({ min: 0, max: 600 }).map((tenths) => tenths / 10));
const trains = fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 400 }));

interface Shape {
  intensityPercentRmt: number;
  frequencyHz: number;
  /** Pulses, or bursts of theta burst. */
  beats: number;
  interTrainIntervalSeconds: number;
  trains: number;
}
const shape: fc.Arbitrary<Shape> = fc.record({ intensityPercentRmt: intensity, frequencyHz: frequency, beats, interTrainIntervalSeconds: pause, trains });

function built({ modality, ...rest }: Circumstances, { beats: perTrain, ...stated }: Shape): DoseToCheck & { stimulation: Stimulation } {
  const thetaBurst = modality === 'itbs' || modality === 'ctbs';
  const draft = { ...stated, frequencyHz: thetaBurst ? 5 : stated.frequencyHz, pulsesPerTrain: thetaBurst ? perTrain * 3 : perTrain };
  const { stimulation, contradictions } = completeStimulation(modality, draft);
  if (!stimulation) throw new Error(contradictions[0]?.message);
  return { modality, stimulation, ...rest };
}

/** Two doses that differ in one member only, the second milder. */
function pairs(member: keyof Shape, direction: 'less' | 'more'): fc.Arbitrary<[given: DoseToCheck, milder: DoseToCheck]> {
  const values = { intensityPercentRmt: intensity, frequencyHz: frequency, beats, interTrainIntervalSeconds: pause, trains }[member];
  return fc.tuple(circumstances, shape, values, values).map(([around, rest, one, other]) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const [given, milder] = direction === 'less' ? [high, low] : [low, high];
    return [built(around, { ...rest, [member]: given }), built(around, { ...rest, [member]: milder })];
  });
}

describe('a safe dose stays safe', () => {
  it.each<[name: string, member: keyof Shape, direction: 'less' | 'more']>([
    ['a lower intensity', 'intensityPercentRmt', 'less'],
    ['a shorter train', 'beats', 'less'],
    ['a longer pause', 'interTrainIntervalSeconds', 'more'],
    ['fewer trains', 'trains', 'less'],
  ])('with %s, and no dose becomes graver', (_name, member, direction) => {
    fc.assert(
      fc.property(pairs(member, direction), ([given, milder]) => {
        if (isSafe(given)) expect(isSafe(milder)).toBe(true);
        expect(gravity(milder)).toBeLessThanOrEqual(gravity(given));
      }),
      RUNS,
    );
  });

  it('with a lower frequency and trains no longer', () => {
    const tenths = (dose: DoseToCheck, seconds: number, frequencyHz: number) => {
      const pulses = Math.max(1, Math.floor(seconds * frequencyHz));
      return { ...dose.stimulation, frequencyHz, pulsesPerTrain: pulses, trainDurationSeconds: pulses / frequencyHz, totalPulses: pulses };
    };
    fc.assert(
      fc.property(circumstances, shape, frequency, frequency, fc.integer({ min: 1, max: 500 }), (around, rest, one, other, seconds) => {
        const single = built({ ...around, modality: 'rtms' }, { ...rest, trains: 1 });
        // Whole seconds at the slower rate fit into the time that the faster one takes.
        const [slow, fast] = [Math.min(one, other), Math.max(one, other)];
        const slower = tenths(single, seconds, slow);
        const faster = tenths(single, seconds, fast);
        fc.pre(slower.trainDurationSeconds <= faster.trainDurationSeconds);
        expect(gravity({ ...single, stimulation: slower })).toBeLessThanOrEqual(gravity({ ...single, stimulation: faster }));
      }),
      RUNS,
    );
  });
});

describe('scaling', () => {
  it('only ever adds findings about the day when the sessions of a day multiply', () => {
    fc.assert(
      fc.property(circumstances, shape, fc.integer({ min: 2, max: 10 }), (around, rest, factor) => {
        const once = built({ ...around, validatedException: false }, rest);
        const often = { ...once, schedule: { sessionsPerDay: (once.schedule?.sessionsPerDay ?? 1) * factor } };
        const without = (dose: DoseToCheck) => checkDose(dose).filter(({ rule }) => rule !== 'S13' && rule !== 'S14');
        expect(without(often)).toEqual(without(once));
        expect(gravity(often)).toBeGreaterThanOrEqual(gravity(once));
      }),
      RUNS,
    );
  });

  it('takes one block of all trains, or the same trains in two blocks, for the same day', () => {
    fc.assert(
      fc.property(circumstances, shape, (around, rest) => {
        const whole = built(around, { ...rest, trains: rest.trains * 2 });
        const half = built(around, rest);
        const daily = (dose: DoseToCheck) => checkDose(dose).filter(({ rule }) => ['S10', 'S11', 'S13', 'S14'].includes(rule));
        expect(daily({ ...half, otherBlocks: [half] })).toEqual(daily(whole));
      }),
      RUNS,
    );
  });

  it('finds the same in one train stated in slices without a pause', () => {
    fc.assert(
      fc.property(circumstances, shape, (around, rest) => {
        const conventional = { ...around, modality: 'rtms' as const };
        fc.pre(rest.frequencyHz <= 1);
        const sliced = built(conventional, { ...rest, interTrainIntervalSeconds: 0 });
        const whole = built(conventional, { ...rest, beats: rest.beats * rest.trains, trains: 1 });
        const found = (dose: DoseToCheck) => checkDose(dose).map(({ rule, severity }) => `${rule} ${severity}`);
        expect(found(sliced)).toEqual(found(whole));
      }),
      RUNS,
    );
  });
});

describe('every finding', () => {
  it('names limit, finding, source and provenance, and each rule speaks once', () => {
    fc.assert(
      fc.property(circumstances, shape, (around, rest) => {
        const findings = checkDose(built(around, rest));
        expect(new Set(findings.map(({ rule }) => rule)).size).toBe(findings.length);
        for (const { limit, actual, explanation, source, provenance } of findings) {
          expect([limit, actual, explanation, source, provenance].every((text) => text.length > 0 && !/NaN|undefined|Infinity|\.\d{7}/.test(text))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('stops every conventional train past a limit of table 4, unless it is a validated exception', () => {
    fc.assert(
      fc.property(circumstances, shape, (around, rest) => {
        const dose = built({ ...around, modality: 'rtms', validatedException: false }, rest);
        const { frequencyHz, intensityPercentRmt, trainDurationSeconds } = dose.stimulation;
        const limit = trainLimit(frequencyHz, intensityPercentRmt);
        const untabulated = longestTrain(TABLE_4, frequencyHz, intensityPercentRmt) === null;
        if (untabulated || (limit && trainDurationSeconds > limit.seconds + 0.001)) expect(gravity(dose)).toBe(4);
      }),
      RUNS,
    );
  });
});

import fc from 'fast-check';
import { completeStimulation, deriveNeurofeedbackDose, trainingContradictions, type NeurofeedbackDose, type TdcsDose, type TrainedBand } from '../../src/protocols/dose/index.js';
import { checkDose, checkNeurofeedback, checkTdcs, SEVERITIES, type Finding } from '../../src/protocols/safety/index.js';
import { brief, dose, rules, thetaBurst } from '../support/safety-doses.js';

const TDCS: TdcsDose = { currentMilliamps: 2, durationMinutes: 20, electrodeAreaSquareCentimetres: 35, anode: 'C3', cathode: 'Fp2' };
const current = (change: Partial<TdcsDose>, sessionsPerDay = 1): string[] => brief(checkTdcs({ dose: { ...TDCS, ...change }, sessionsPerDay }));

const SMR: TrainedBand = { lowHz: 12, highHz: 15, direction: 'reward' };
const THETA: TrainedBand = { lowHz: 4, highHz: 7, direction: 'inhibit' };
const TRAINING: NeurofeedbackDose = { site: 'Cz', bands: [SMR, THETA], rounds: 10, roundMinutes: 3, pauseMinutes: 1 };
const training = (change: Partial<NeurofeedbackDose>, risk = { seizureRiskItem: false, everSeizure: false }): string[] => brief(checkNeurofeedback({ dose: { ...TRAINING, ...change }, ...risk }));

function single(trains: number, interTrainIntervalSeconds: number, frequencyHz = 0): string[] {
  const { stimulation } = completeStimulation('single-pulse', { frequencyHz, intensityPercentRmt: 120, trains, interTrainIntervalSeconds });
  if (!stimulation) throw new Error('not a dose');
  return brief(checkDose({ modality: 'single-pulse', stimulation }));
}

describe('single pulses', () => {
  it('are a train, whatever they are called, when less than a second apart', () => {
    expect([single(4, 900), single(10, 1), single(1, 0), single(10, 5, 1)]).toEqual([[], [], [], []]);
    expect(single(10, 0.99)).toEqual(['single-pulse-rate hard']);
    expect(single(10, 60, 10)).toEqual(['single-pulse-rate hard']);
    // 20 Hz in a wrapping that tables 4 and 5 would not see.
    expect(single(3000, 0.05)).toContain('single-pulse-rate hard');
  });

  it('are told of beyond prevention and one attack', () => {
    expect(single(17, 10)).toEqual([]);
    expect(single(18, 10)).toEqual(['single-pulse-day warn']);
  });
});

describe('theta burst', () => {
  const itbs = (seconds: number, pause: number, trains = 5) => rules(dose(5, seconds, 90, { interTrainIntervalSeconds: pause, trains }, 'itbs'));

  it('is intermittent in trains of 2 s, 8 s apart', () => {
    expect(itbs(2, 8)).toEqual([]);
    expect(itbs(2.2, 8)).toEqual(['itbs-train override']);
    expect(itbs(2, 7.9)).toEqual(['itbs-pause warn']);
    expect(itbs(2, 4.9)).toEqual(['S08 override']);
    expect(itbs(2, 0, 1)).toEqual([]);
    expect(rules({ ...dose(5, 4, 90, { interTrainIntervalSeconds: 8 }, 'itbs'), validatedException: true })).toEqual([]);
  });

  it('is continuous for 40 s, 600 pulses, and then asks for a signature', () => {
    const ctbs = (seconds: number) => rules(dose(5, seconds, 80, { trains: 1, interTrainIntervalSeconds: 0 }, 'ctbs'));
    expect([ctbs(20), ctbs(40)]).toEqual([[], []]);
    expect(ctbs(40.2)).toEqual(['S10 override', 'ctbs-train override']);
    // The same pulses in a bursts-rate that makes them last longer.
    expect(rules(dose(4, 50, 80, { trains: 1, interTrainIntervalSeconds: 0 }, 'ctbs'))).toEqual(['ctbs-train override']);
  });

  it('leaves conventional trains and the cleared protocols alone', () => {
    expect(rules(dose(10, 4, 110))).toEqual([]);
    expect(rules(thetaBurst(20))).toEqual([]);
  });
});

describe('a direct current', () => {
  it.each<[string, Partial<TdcsDose>, string[]]>([
    ['the trial', {}, []],
    ['2.1 mA', { currentMilliamps: 2.1 }, ['tdcs-current warn']],
    ['4 mA', { currentMilliamps: 4 }, ['tdcs-current warn']],
    ['4.1 mA', { currentMilliamps: 4.1 }, ['tdcs-current hard']],
    ['30 minutes', { durationMinutes: 30 }, []],
    ['31 minutes', { durationMinutes: 31 }, ['tdcs-duration warn']],
    ['41 minutes', { durationMinutes: 41 }, ['tdcs-duration hard']],
    ['7.2 C', { currentMilliamps: 3, durationMinutes: 40 }, ['tdcs-current warn', 'tdcs-duration warn']],
    ['7.38 C', { currentMilliamps: 3.075, durationMinutes: 40 }, ['tdcs-current warn', 'tdcs-duration warn', 'tdcs-charge hard']],
    ['a small electrode', { electrodeAreaSquareCentimetres: 16 }, ['tdcs-density warn']],
    ['one not quite so small', { electrodeAreaSquareCentimetres: 16.7 }, []],
  ])('%s', (_name, change, found) => {
    expect(current(change)).toEqual(found);
  });

  it('is given once a day, or a clinician signs', () => {
    expect(current({}, 2)).toEqual(['tdcs-sessions-a-day override']);
  });

  it('never becomes graver by less current, less time or larger electrodes', () => {
    const graver = (one: readonly Finding[]) => Math.max(-1, ...one.map(({ severity }) => SEVERITIES.indexOf(severity)));
    const judged = (change: Partial<TdcsDose>) => graver(checkTdcs({ dose: { ...TDCS, ...change }, sessionsPerDay: 1 }));
    const tenths = (most: number) => fc.integer({ min: 1, max: most * 10 }).map((value) => value / 10);
    fc.assert(
      fc.property(tenths(6), tenths(6), tenths(60), tenths(60), tenths(100), tenths(100), (mA, otherMa, minutes, otherMinutes, area, otherArea) => {
        const given = { currentMilliamps: Math.max(mA, otherMa), durationMinutes: Math.max(minutes, otherMinutes), electrodeAreaSquareCentimetres: Math.min(area, otherArea) };
        for (const milder of [{ currentMilliamps: Math.min(mA, otherMa) }, { durationMinutes: Math.min(minutes, otherMinutes) }, { electrodeAreaSquareCentimetres: Math.max(area, otherArea) }]) {
          expect(judged({ ...given, ...milder })).toBeLessThanOrEqual(judged(given));
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('neurofeedback', () => {
  it('has minutes and bands that follow from what is set', () => {
    expect(deriveNeurofeedbackDose(TRAINING)).toEqual({
      trainingMinutes: 30,
      sessionMinutes: 39,
      bands: [
        { ...SMR, name: 'sensorimotor rhythm', centreHz: 13.5, widthHz: 3, shortestWindowSeconds: 0.333333 },
        { ...THETA, name: 'theta', centreHz: 5.5, widthHz: 3, shortestWindowSeconds: 0.333333 },
      ],
    });
  });

  it.each<[string, TrainedBand[], string[]]>([
    ['what is sound', [SMR, THETA], []],
    ['bands that touch', [SMR, { lowHz: 15, highHz: 30, direction: 'inhibit' }], []],
    ['a band that runs backwards', [{ ...SMR, lowHz: 15 }], ['/training/bands/0/highHz']],
    ['nothing to reward', [THETA], ['/training/bands']],
    ['a band judged twice', [SMR, { lowHz: 14, highHz: 20, direction: 'inhibit' }], ['/training/bands/1']],
  ])('contradicts itself or not: %s', (_name, bands, pointers) => {
    expect(trainingContradictions({ ...TRAINING, bands }).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it.each<[string, Partial<NeurofeedbackDose>, string[]]>([
    ['the usual', {}, []],
    ['40 minutes', { rounds: 20, roundMinutes: 2 }, []],
    ['41 minutes', { rounds: 41, roundMinutes: 1 }, ['neurofeedback-duration warn']],
    ['gamma', { bands: [{ lowHz: 36, highHz: 44, direction: 'reward' }] }, ['neurofeedback-band warn']],
    ['drift', { bands: [{ lowHz: 0.5, highHz: 3, direction: 'inhibit' }, SMR] }, ['neurofeedback-band warn']],
    ['theta rewarded', { bands: [{ lowHz: 4, highHz: 8, direction: 'reward' }] }, ['neurofeedback-slow-waves warn']],
    ['alpha rewarded', { bands: [{ lowHz: 8, highHz: 12, direction: 'reward' }] }, []],
  ])('finds in %s', (_name, change, found) => {
    expect(training(change)).toEqual(found);
  });

  it('asks for a signature to reward slow waves where the risk of a seizure is raised', () => {
    const slow: Partial<NeurofeedbackDose> = { bands: [{ lowHz: 4, highHz: 8, direction: 'reward' }] };
    expect(training(slow, { seizureRiskItem: true, everSeizure: false })).toEqual(['neurofeedback-slow-waves override']);
    expect(training(slow, { seizureRiskItem: false, everSeizure: true })).toEqual(['neurofeedback-slow-waves override']);
    expect(training({}, { seizureRiskItem: true, everSeizure: true })).toEqual([]);
  });
});

import fc from 'fast-check';
import {
  completeStimulation,
  contradictions,
  deriveDose,
  deriveSessionDose,
  deriveTdcsDose,
  ImpossibleDose,
  type Modality,
  type Stimulation,
  type StimulationDraft,
} from '../../src/protocols/dose/index.js';

const ATTAL: Stimulation = {
  frequencyHz: 10,
  intensityPercentRmt: 80,
  pulsesPerTrain: 100,
  trainDurationSeconds: 10,
  interTrainIntervalSeconds: 20,
  trains: 30,
  totalPulses: 3000,
};
const ITBS: Stimulation = {
  frequencyHz: 5,
  intensityPercentRmt: 120,
  pulsesPerTrain: 30,
  trainDurationSeconds: 2,
  interTrainIntervalSeconds: 8,
  trains: 20,
  totalPulses: 600,
  burst: { frequencyHz: 50, pulses: 3 },
};
const CTBS: Stimulation = { ...ITBS, pulsesPerTrain: 600, trainDurationSeconds: 40, interTrainIntervalSeconds: 0, trains: 1 };
const SINGLE: Stimulation = { frequencyHz: 0, intensityPercentRmt: 100, pulsesPerTrain: 1, trainDurationSeconds: 0, interTrainIntervalSeconds: 5, trains: 4, totalPulses: 4 };

const pointers = (modality: Modality, stimulation: Stimulation) => contradictions(modality, stimulation).map(({ pointer }) => pointer);
const draft = (stimulation: Stimulation, ...without: (keyof Stimulation)[]): StimulationDraft =>
  Object.fromEntries(Object.entries(stimulation).filter(([member]) => !without.includes(member as keyof Stimulation))) as unknown as StimulationDraft;

describe('deriveDose', () => {
  it.each<[name: string, modality: Modality, stimulation: Stimulation, pulses: number, seconds: number, minutes: number]>([
    ['10 Hz of 10 s on and 20 s off', 'rtms', ATTAL, 3000, 880, 15],
    ['the 37.5-minute protocol', 'rtms', { ...ATTAL, pulsesPerTrain: 40, trainDurationSeconds: 4, interTrainIntervalSeconds: 26, trains: 75 }, 3000, 2224, 37.5],
    ['the vendor listing of 18:26', 'rtms', { ...ATTAL, pulsesPerTrain: 40, trainDurationSeconds: 3.9, interTrainIntervalSeconds: 11, trains: 75 }, 3000, 1106.5, 18.625],
    ['600 pulses of iTBS', 'itbs', ITBS, 600, 192, 200 / 60],
    ['1800 pulses of iTBS', 'itbs', { ...ITBS, trains: 60, totalPulses: 1800 }, 1800, 592, 10],
    ['600 pulses of cTBS', 'ctbs', CTBS, 600, 40, 40 / 60],
    ['300 pulses of cTBS', 'ctbs', { ...CTBS, pulsesPerTrain: 300, trainDurationSeconds: 20, totalPulses: 300 }, 300, 20, 20 / 60],
    ['four single pulses', 'single-pulse', SINGLE, 4, 15, 20 / 60],
  ])('%s', (_name, modality, stimulation, totalPulses, stimulationSeconds, minutes) => {
    const derived = deriveDose(modality, stimulation);
    expect(derived).toMatchObject({ totalPulses, stimulationSeconds });
    expect(derived.sessionMinutesWithLastPause).toBeCloseTo(minutes, 5);
  });

  it('derives rates, cycles and bursts', () => {
    expect(deriveDose('rtms', ATTAL)).toMatchObject({ cycleSeconds: 30, pulsesPerSecond: 10, meanPulsesPerSecond: 3.409091, dutyCyclePercent: 33.333333, burstsPerTrain: null });
    expect(deriveDose('itbs', ITBS)).toMatchObject({ cycleSeconds: 10, pulsesPerSecond: 15, dutyCyclePercent: 20, burstsPerTrain: 10 });
    expect(deriveDose('ctbs', CTBS)).toMatchObject({ cycleSeconds: 40, meanPulsesPerSecond: 15, dutyCyclePercent: 100, burstsPerTrain: 200 });
  });

  it('does not count a pause after a single train', () => {
    const oneTrain = { ...ATTAL, trains: 1, totalPulses: 100 };
    expect(deriveDose('rtms', oneTrain)).toMatchObject({ stimulationSeconds: 10, cycleSeconds: 10, dutyCyclePercent: 100 });
  });

  it('gives a lone pulse no rate', () => {
    expect(deriveDose('single-pulse', { ...SINGLE, trains: 1, totalPulses: 1 })).toMatchObject({ stimulationSeconds: 0, meanPulsesPerSecond: 0, dutyCyclePercent: 0 });
  });

  it('leaves no binary dust', () => {
    const dusty = { ...ATTAL, pulsesPerTrain: 1, trainDurationSeconds: 0.1, interTrainIntervalSeconds: 0.2, trains: 3, totalPulses: 3 };
    expect(deriveDose('rtms', dusty)).toMatchObject({ cycleSeconds: 0.3, stimulationSeconds: 0.7 });
  });

  it('refuses a dose that contradicts itself', () => {
    expect(() => deriveDose('rtms', { ...ATTAL, totalPulses: 2999 })).toThrow(ImpossibleDose);
    expect(() => deriveDose('rtms', { ...ATTAL, trains: 0 })).toThrow(ImpossibleDose);
  });
});

describe('contradictions', () => {
  it.each<[Modality, Stimulation]>([['rtms', ATTAL], ['itbs', ITBS], ['ctbs', CTBS], ['single-pulse', SINGLE]])('finds none in a sound %s dose', (modality, stimulation) => {
    expect(contradictions(modality, stimulation)).toEqual([]);
  });

  it('names the total and says what it should be', () => {
    expect(contradictions('rtms', { ...ATTAL, totalPulses: 2999 })).toEqual([
      { pointer: '/stimulation/totalPulses', code: 'inconsistent-dose', message: '30 trains of 100 pulses are 3000 pulses, not 2999.' },
    ]);
  });

  it.each([
    [98, false],
    [97, true],
    [102, false],
    [103, true],
  ])('takes %s pulses in 10 s at 10 Hz within 2 %% (contradicts: %s)', (pulsesPerTrain, contradicts) => {
    const found = pointers('rtms', { ...ATTAL, pulsesPerTrain, totalPulses: pulsesPerTrain * 30 });
    expect(found).toEqual(contradicts ? ['/stimulation/pulsesPerTrain'] : []);
  });

  it('takes a train counted from its first pulse to its last', () => {
    expect(pointers('rtms', { ...ATTAL, pulsesPerTrain: 40, trainDurationSeconds: 3.9, totalPulses: 1200 })).toEqual([]);
    expect(pointers('rtms', { ...ATTAL, pulsesPerTrain: 40, trainDurationSeconds: 3.8, totalPulses: 1200 })).toEqual(['/stimulation/pulsesPerTrain']);
    expect(pointers('itbs', { ...ITBS, trainDurationSeconds: 1.84 })).toEqual([]);
    expect(pointers('deep-tms', { ...ATTAL, frequencyHz: 18, pulsesPerTrain: 36, trainDurationSeconds: 1.94, totalPulses: 1080 })).toEqual([]);
  });

  it.each<[keyof Stimulation, number]>([
    ['frequencyHz', 0],
    ['frequencyHz', -10],
    ['frequencyHz', Number.NaN],
    ['intensityPercentRmt', 0],
    ['trainDurationSeconds', 0],
    ['trainDurationSeconds', Number.POSITIVE_INFINITY],
    ['interTrainIntervalSeconds', -1],
    ['trains', 0],
    ['trains', 1.5],
    ['pulsesPerTrain', 0],
    ['pulsesPerTrain', 99.5],
    ['totalPulses', -3000],
  ])('refuses %s of %s', (member, value) => {
    expect(contradictions('rtms', { ...ATTAL, [member]: value })).toEqual([expect.objectContaining({ pointer: `/stimulation/${member}`, code: 'out-of-range' })]);
  });

  it('wants bursts for theta burst, whole ones, and for nothing else', () => {
    expect(pointers('rtms', { ...ATTAL, burst: { frequencyHz: 50, pulses: 3 } })).toEqual(['/stimulation/burst']);
    expect(pointers('itbs', { ...ITBS, burst: undefined })).toEqual(['/stimulation/burst']);
    expect(pointers('ctbs', { ...CTBS, pulsesPerTrain: 601, totalPulses: 601 })).toEqual(['/stimulation/pulsesPerTrain']);
    expect(pointers('itbs', { ...ITBS, burst: { frequencyHz: 5, pulses: 3 } })).toEqual(['/stimulation/burst']);
  });

  it('wants single pulses one at a time, and no pulses at all for a current', () => {
    expect(pointers('single-pulse', { ...SINGLE, pulsesPerTrain: 2, totalPulses: 8 })).toEqual(['/stimulation/pulsesPerTrain']);
    expect(pointers('tdcs', ATTAL)).toEqual(['/stimulation']);
  });
});

describe('completeStimulation', () => {
  it.each<[Modality, Stimulation, (keyof Stimulation)[]]>([
    ['rtms', ATTAL, ['pulsesPerTrain']],
    ['rtms', ATTAL, ['totalPulses']],
    ['rtms', ATTAL, ['trainDurationSeconds']],
    ['rtms', ATTAL, ['pulsesPerTrain', 'totalPulses']],
    ['rtms', ATTAL, ['pulsesPerTrain', 'trainDurationSeconds']],
    ['rtms', { ...ATTAL, pulsesPerTrain: 40, trainDurationSeconds: 3.9, trains: 75 }, ['pulsesPerTrain']],
    ['itbs', ITBS, ['pulsesPerTrain', 'totalPulses', 'burst']],
    ['ctbs', CTBS, ['trainDurationSeconds', 'totalPulses', 'interTrainIntervalSeconds']],
    ['single-pulse', SINGLE, ['pulsesPerTrain', 'trainDurationSeconds', 'totalPulses']],
  ])('gives a %s dose back what follows from the rest (%#)', (modality, stimulation, without) => {
    expect(completeStimulation(modality, draft(stimulation, ...without))).toEqual({ stimulation, contradictions: [] });
  });

  it('reads theta burst named by its within-burst frequency the only way it can be meant', () => {
    expect(completeStimulation('itbs', { ...ITBS, frequencyHz: 50, burst: { frequencyHz: 5, pulses: 3 } }).stimulation).toEqual(ITBS);
    expect(completeStimulation('itbs', { ...draft(ITBS, 'burst'), frequencyHz: 50 }).stimulation).toEqual(ITBS);
  });

  it.each<[string, StimulationDraft, string]>([
    ['a wrong total is not explained away', { ...draft(ATTAL, 'pulsesPerTrain'), totalPulses: 2970 }, '/stimulation/totalPulses'],
    ['half a pulse', { ...draft(ATTAL, 'pulsesPerTrain', 'totalPulses'), trainDurationSeconds: 0.25 }, '/stimulation/pulsesPerTrain'],
    ['a total that no trains make', { ...draft(ATTAL, 'pulsesPerTrain', 'trainDurationSeconds'), totalPulses: 2999 }, '/stimulation/pulsesPerTrain'],
    ['no pause between trains', draft(ATTAL, 'interTrainIntervalSeconds'), '/stimulation/interTrainIntervalSeconds'],
    ['no trains', { ...draft(ATTAL, 'pulsesPerTrain', 'totalPulses'), trains: 0 }, '/stimulation/trains'],
  ])('says what is missing or wrong: %s', (_name, incomplete, pointer) => {
    const { stimulation, contradictions: found } = completeStimulation('rtms', incomplete);
    expect(stimulation).toBeNull();
    expect(found.map((contradiction) => contradiction.pointer)).toContain(pointer);
  });

  it('completes any whole number of pulses to a dose that adds up', () => {
    fc.assert(
      fc.property(
        fc.record({ frequencyHz: fc.integer({ min: 1, max: 500 }).map((tenths) => tenths / 10), pulses: fc.integer({ min: 1, max: 2000 }), trains: fc.integer({ min: 1, max: 200 }) }),
        fc.integer({ min: 0, max: 600 }),
        ({ frequencyHz, pulses, trains }, pauseTenths) => {
          const incomplete = { frequencyHz, intensityPercentRmt: 100, pulsesPerTrain: pulses, trains, interTrainIntervalSeconds: pauseTenths / 10 };
          const { stimulation } = completeStimulation('rtms', incomplete);
          expect(stimulation?.totalPulses).toBe(pulses * trains);
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe('scaling', () => {
  it('gives so many times the pulses for so many times the trains, and so many times the time but for one pause each', () => {
    fc.assert(
      fc.property(
        fc.record({ frequencyHz: fc.integer({ min: 1, max: 500 }).map((tenths) => tenths / 10), pulsesPerTrain: fc.integer({ min: 1, max: 2000 }), trains: fc.integer({ min: 2, max: 200 }) }),
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 2, max: 9 }),
        ({ frequencyHz, pulsesPerTrain, trains }, pauseTenths, factor) => {
          const interTrainIntervalSeconds = pauseTenths / 10;
          const derived = (count: number) => {
            const { stimulation } = completeStimulation('rtms', { frequencyHz, intensityPercentRmt: 100, pulsesPerTrain, trains: count, interTrainIntervalSeconds });
            if (!stimulation) throw new Error('not a dose');
            return deriveDose('rtms', stimulation);
          };
          const [once, often] = [derived(trains), derived(trains * factor)];
          if (often.totalPulses !== once.totalPulses * factor) throw new Error(`${often.totalPulses} pulses`);
          const expected = once.stimulationSeconds * factor + interTrainIntervalSeconds * (factor - 1);
          if (Math.abs(often.stimulationSeconds - expected) > 0.001 * factor) throw new Error(`${often.stimulationSeconds} s for ${expected}`);
          if (often.dutyCyclePercent !== once.dutyCyclePercent || often.pulsesPerSecond !== once.pulsesPerSecond) throw new Error('a rate changed');
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe('deriveSessionDose', () => {
  it('adds the blocks of a sequential bilateral session and the pause between them', () => {
    const right: Stimulation = { ...ATTAL, frequencyHz: 1, pulsesPerTrain: 600, trainDurationSeconds: 600, interTrainIntervalSeconds: 0, trains: 1, totalPulses: 600 };
    const left: Stimulation = { ...ATTAL, trains: 15, totalPulses: 1500 };
    const blocks = [
      { modality: 'rtms', hemisphere: 'right', stimulation: right } as const,
      { modality: 'rtms', hemisphere: 'left', stimulation: left } as const,
    ];
    expect(deriveSessionDose({ blocks, pauseBetweenBlocksSeconds: 120 })).toEqual({ totalPulses: 2100, stimulationSeconds: 600 + 120 + 430 });
  });
});

describe('deriveTdcsDose', () => {
  const dose = { currentMilliamps: 2, durationMinutes: 20, electrodeAreaSquareCentimetres: 35, anode: 'C3', cathode: 'Fp2' };

  it('derives density and charge', () => {
    const derived = deriveTdcsDose(dose);
    expect(derived.currentDensityMilliampsPerSquareCentimetre).toBeCloseTo(0.057, 3);
    expect(derived.chargeCoulombs).toBe(2.4);
    expect(derived.chargeDensityMillicoulombsPerSquareCentimetre).toBeCloseTo(68.571, 3);
  });

  it.each([{ currentMilliamps: 0 }, { durationMinutes: -20 }, { electrodeAreaSquareCentimetres: Number.NaN }, { cathode: 'C3' }])('refuses %j', (change) => {
    expect(() => deriveTdcsDose({ ...dose, ...change })).toThrow(RangeError);
  });
});

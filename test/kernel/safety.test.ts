import { completeStimulation } from '../../src/protocols/dose/index.js';
import { checkDose, gravest, longestTrain, TABLE_4, TABLE_5A, TABLE_5B, trainLimit, type DoseToCheck } from '../../src/protocols/safety/index.js';
import { dose, thetaBurst, rules } from '../support/safety-doses.js';

describe('published protocols', () => {
  // Row and column read, limit, and outcome, as worked out by hand from Rossi 2009 tables 4 and 5 part B.
  it.each<[name: string, toCheck: DoseToCheck, cell: [hz: number, percent: number, kind: string, seconds: number], outcome: string[]]>([
    ['Attal, Mhalla, Hodaj', dose(10, 10, 80), [10, 90, 'longest-tested', 5], ['S05 override', 'S06 info']],
    ['Passard', dose(10, 8, 80), [10, 90, 'longest-tested', 5], ['S05 override', 'S06 info']],
    ['Misra', dose(10, 6, 70), [10, 90, 'longest-tested', 5], ['S05 override', 'S06 info']],
    ['Borckardt', dose(10, 10, 100), [10, 100, 'longest-tested', 5], ['S05 override', 'S06 info']],
    ['Short 2011', dose(10, 5, 120), [10, 120, 'limit', 4.2], ['S04 hard', 'S06 info']],
    ["O'Reardon, George, Dash", dose(10, 4, 120), [10, 120, 'limit', 4.2], ['S06 info']],
    ['Modirrousta', dose(10, 5, 110), [10, 110, 'longest-tested', 5], []],
    ['Quesada', dose(20, 4, 80), [20, 90, 'limit', 2.05], ['S04 hard', 'S06 info']],
    ['Brighina', dose(20, 2, 90), [20, 90, 'limit', 2.05], ['S06 info']],
    ['Hosomi', dose(5, 10, 90), [5, 90, 'longest-tested', 10], []],
    ['H1', dose(18, 2, 120, {}, 'deep-tms'), [20, 120, 'limit', 1.0], ['S04 hard', 'S06 info']],
    ['1 Hz for 60 s at 120 %', dose(1, 60, 120), [1, 120, 'limit', 360], []],
    ['Sampson', dose(1, 800, 110), [1, 110, 'longest-tested', 1800], ['S06 info']],
    ['Tanwar', dose(1, 150, 90), [1, 90, 'longest-tested', 1800], []],
    ['Carretero', dose(1, 60, 110), [1, 110, 'longest-tested', 1800], []],
  ])('%s', (_name, toCheck, [frequencyHz, intensityPercentRmt, kind, seconds], outcome) => {
    const { stimulation } = toCheck;
    expect(longestTrain(TABLE_4, stimulation.frequencyHz, stimulation.intensityPercentRmt)).toEqual({ frequencyHz, intensityPercentRmt, kind, seconds });
    expect(rules(toCheck)).toEqual(outcome);
  });

  it.each<[string, DoseToCheck, string]>([
    ["O'Reardon, George, Dash", dose(10, 4, 120), '3.2 s recommended'],
    ['Sampson', dose(1, 800, 110), '270 s recommended'],
    ['H1', dose(18, 2, 120, {}, 'deep-tms'), '0.8 s recommended'],
    ['Attal, Mhalla, Hodaj', dose(10, 10, 80), '5 s recommended'],
  ])('%s: the recommendation it is compared with', (_name, toCheck, limit) => {
    expect(checkDose(toCheck).find(({ rule }) => rule === 'S06')?.limit).toBe(limit);
  });

  it('softens a limit to a signature where the train is published or cleared', () => {
    expect(rules({ ...dose(18, 2, 120, {}, 'deep-tms'), validatedException: true })).toEqual(['S04 override', 'S06 info']);
  });

  it('lets the cleared iTBS pass without a word, and the accelerated one by its exception', () => {
    expect(rules(thetaBurst(20))).toEqual([]);
    expect(rules({ ...thetaBurst(60, 90), validatedException: true, schedule: { sessionsPerDay: 10 } })).toEqual([]);
    expect(rules({ ...thetaBurst(60, 90), schedule: { sessionsPerDay: 10 } })).toEqual(['S10 override', 'S13 override']);
  });
});

describe('reading the tables', () => {
  it('cuts table 4 by a quarter for table 5 part B above 5 Hz, as Chen 1997 did', () => {
    for (const { frequencyHz, cells } of TABLE_5B.rows.filter((row) => row.frequencyHz >= 10)) {
      for (const [column, cell] of cells.entries()) {
        const longest = longestTrain(TABLE_4, frequencyHz, TABLE_5B.intensitiesPercentRmt[column] ?? 0);
        if (longest?.kind === 'limit') expect(Math.abs(cell.seconds - longest.seconds * 0.75)).toBeLessThan(0.075); // 25 Hz at 110 %: 0.63 printed as 0.7
      }
    }
  });

  it('has a cell under every intensity, and none that grows with it', () => {
    for (const table of [TABLE_4, TABLE_5B]) {
      for (const { cells } of table.rows) {
        expect(cells).toHaveLength(table.intensitiesPercentRmt.length);
        expect(cells.map(({ seconds }) => seconds)).toEqual([...cells.map(({ seconds }) => seconds)].sort((one, other) => other - one));
      }
    }
    for (const { verdicts } of TABLE_5A.rows) expect(verdicts).toHaveLength(TABLE_5A.intensitiesPercentRmt.length);
  });

  it.each([
    [0.5, 60, 1, 90],
    [1.1, 90, 5, 90],
    [10, 90.5, 10, 100],
    [18, 115, 20, 120],
    [25, 130, 25, 130],
  ])('reads %s Hz at %s %% under %s Hz and %s %%', (frequencyHz, percent, row, column) => {
    expect(longestTrain(TABLE_4, frequencyHz, percent)).toMatchObject({ frequencyHz: row, intensityPercentRmt: column });
  });

  it.each([[25.1, 100], [10, 130.1]])('has nothing for %s Hz at %s %%', (frequencyHz, percent) => {
    expect(longestTrain(TABLE_4, frequencyHz, percent)).toBeNull();
  });

  it('holds a faster train to the limit of a slower one where its own cell only says what was tested', () => {
    expect(trainLimit(5, 120)).toMatchObject({ seconds: 360, frequencyHz: 1 });
    expect(trainLimit(10, 80)).toBeNull();
    expect(rules(dose(5, 400, 120, { trains: 1 }))).toEqual(['S04 hard', 'S06 info']);
    expect(rules(dose(5, 360, 120, { trains: 1 }))).toEqual(['S05 override', 'S06 info']);
  });
});

describe('boundaries', () => {
  it.each<[rule: string, met: DoseToCheck, broken: DoseToCheck, severity: string]>([
    ['S02', dose(1, 10, 130), dose(1, 10, 130.5), 'hard'],
    ['S03', dose(25, 0.2, 100), dose(26, 0.5, 100), 'hard'],
    ['S04', dose(10, 4.2, 120), dose(10, 4.3, 120), 'hard'],
    ['S05', dose(5, 10, 100), dose(5, 10.2, 100), 'override'],
    ['S06', dose(10, 3.2, 120), dose(10, 3.3, 120), 'info'],
    ['S07', dose(10, 1, 80, { interTrainIntervalSeconds: 1 }), dose(10, 1, 80, { interTrainIntervalSeconds: 0.99 }), 'hard'],
    ['S08', dose(10, 1, 80, { interTrainIntervalSeconds: 5 }), dose(10, 1, 80, { interTrainIntervalSeconds: 4.9 }), 'override'],
    ['S09', dose(10, 1, 120, { interTrainIntervalSeconds: 10 }), dose(10, 1, 120, { interTrainIntervalSeconds: 9.9 }), 'warn'],
    ['S09', dose(10, 1, 110, { interTrainIntervalSeconds: 6 }), dose(10, 1, 111, { interTrainIntervalSeconds: 6 }), 'warn'],
    ['S10', thetaBurst(20), thetaBurst(21), 'override'],
    ['S11', thetaBurst(60), thetaBurst(61), 'hard'],
    ['S12', thetaBurst(20, 120), thetaBurst(20, 121), 'hard'],
    ['S13', dose(10, 5, 80, { trains: 60 }), dose(10, 5, 80, { trains: 61 }), 'override'],
    ['S14', dose(10, 5, 80, { trains: 360 }), dose(10, 5, 80, { trains: 361 }), 'hard'],
  ])('%s', (rule, met, broken, severity) => {
    expect(checkDose(met).map((found) => found.rule)).not.toContain(rule);
    expect(rules(broken)).toContain(`${rule} ${severity}`);
  });

  it('is not fooled by binary dust: 3 × 1.4 s is the limit of 4.2 s', () => {
    expect(3 * 1.4).toBeGreaterThan(4.199999);
    expect(rules(dose(10, 3 * 1.4, 120))).toEqual(['S06 info']);
  });

  it('judges by the pulses where they take longer than the duration stated', () => {
    const stated = { ...dose(10, 4.2, 120).stimulation, pulsesPerTrain: 43, totalPulses: 86 };
    expect(rules({ modality: 'rtms', stimulation: stated })).toContain('S04 hard');
  });

  it('does not let a long train pass in slices without a pause', () => {
    const sliced = dose(1, 50, 130, { interTrainIntervalSeconds: 0, trains: 10 });
    expect(rules(sliced)).toContain('S04 hard');
    expect(rules(dose(1, 50, 130, { interTrainIntervalSeconds: 30, trains: 10 }))).toEqual([]);
  });

  it.each([[0, ['S07 hard']], [0.9, ['S07 hard']], [1, ['S08 override']], [4.9, ['S08 override']], [5, []], [null, []]])('judges a pause of %s s between two blocks as one between trains', (pauseBetweenBlocksSeconds, expected) => {
    const one = dose(10, 4, 110, { trains: 1, interTrainIntervalSeconds: 0 });
    expect(rules({ ...one, otherBlocks: [one], pauseBetweenBlocksSeconds })).toEqual(expected);
    const slow = dose(1, 60, 110, { trains: 1, interTrainIntervalSeconds: 0 });
    expect(rules({ ...slow, otherBlocks: [slow], pauseBetweenBlocksSeconds })).toEqual(expected.filter((rule) => rule === 'S07 hard'));
    expect(rules({ ...one, pauseBetweenBlocksSeconds })).toEqual([]);
  });

  it('asks no pause of a single train, nor of 1 Hz', () => {
    expect(rules(dose(10, 4, 110, { trains: 1, interTrainIntervalSeconds: 0 }))).toEqual([]);
    expect(rules(dose(1, 60, 120, { interTrainIntervalSeconds: 2 }))).toEqual([]);
    expect(rules(dose(5, 40, 80, { trains: 1, interTrainIntervalSeconds: 0 }, 'ctbs'))).toEqual([]);
  });

  it('keeps the tables of evenly spaced pulses away from theta burst and single pulses', () => {
    expect(rules(thetaBurst(20, 110))).toEqual([]);
    const single = completeStimulation('single-pulse', { frequencyHz: 0, intensityPercentRmt: 150, trains: 4, interTrainIntervalSeconds: 900 }).stimulation;
    expect(single && rules({ modality: 'single-pulse', stimulation: single })).toEqual([]);
  });

  it('stops a dose that contradicts itself', () => {
    const sound = dose(10, 4, 100);
    expect(rules({ ...sound, stimulation: { ...sound.stimulation, totalPulses: 81 } })).toEqual(['S01 hard']);
  });

  it('adds up the blocks of a session and the sessions of a day', () => {
    const half = thetaBurst(30, 90);
    expect(rules({ ...half, validatedException: true, otherBlocks: [half] })).toEqual([]);
    expect(rules({ ...half, validatedException: true, otherBlocks: [half, thetaBurst(1)] })).toEqual(['S11 hard']);
    expect(rules({ ...dose(10, 5, 80, { trains: 30 }), schedule: { sessionsPerDay: 3 } })).toEqual(['S13 override']);
  });
});

describe('side and coil', () => {
  const attal = dose(10, 5, 80);

  it.each<[DoseToCheck['side'], boolean]>([
    [{ rule: 'contralateral-to-pain', hemisphere: 'left', painSide: 'right' }, false],
    [{ rule: 'contralateral-to-pain', hemisphere: 'left', painSide: 'left' }, true],
    [{ rule: 'contralateral-to-pain', hemisphere: 'left', painSide: null }, true],
    [{ rule: 'contralateral-to-pain', hemisphere: 'left', painSide: 'bilateral' }, false],
    [{ rule: 'left', hemisphere: 'left', painSide: 'left' }, false],
  ])('S29 %j: %s', (side, found) => {
    expect(rules({ ...attal, side })).toEqual(found ? ['S29 override'] : []);
  });

  it('asks for a signature for an H-coil with a seizure-risk item', () => {
    expect(rules({ ...attal, coil: 'h1', seizureRiskItem: true })).toEqual(['S30 override']);
    expect(rules({ ...attal, coil: 'figure-8', seizureRiskItem: true })).toEqual([]);
    expect(rules({ ...dose(10, 2, 100, {}, 'deep-tms'), seizureRiskItem: true })).toEqual(['S30 override']);
    expect(rules({ ...dose(10, 2, 100, {}, 'deep-tms'), seizureRiskItem: true, everSeizure: true })).toEqual(['S30 hard']);
    expect(rules({ ...attal, coil: 'figure-8', everSeizure: true })).toEqual([]);
  });
});

describe('what a finding says', () => {
  it('names what was compared with which limit of which table, how sure it is, and whose number it is', () => {
    expect(checkDose(dose(18, 2, 120))[0]).toEqual({
      rule: 'S04',
      severity: 'hard',
      limit: '1 s',
      actual: '2 s',
      explanation: 'A train of 2 s at 18 Hz and 120 % is longer than the 1 s that table 4 of Rossi 2009 allows at 20 Hz and 120 %.',
      source: 'Rossi 2009 Clin Neurophysiol 120:2008, table 4',
      provenance: 'recalled',
    });
  });

  it('grades the gravest', () => {
    expect(gravest(checkDose(dose(10, 5, 120)))).toBe('hard');
    expect(gravest(checkDose(dose(10, 10, 80)))).toBe('override');
    expect(gravest([])).toBeNull();
  });
});

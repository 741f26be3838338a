import { CATALOGUE, type CatalogueEntry, type Parameter } from '../../src/protocols/catalogue/index.js';
import type { Provenance } from '../../src/platform/kernel/provenance.js';

/** One row of the tables of published protocols; null where the table has no number. */
interface Row {
  region: string;
  side: string;
  hz: number | null;
  rmt: number | null;
  perTrain: number | null;
  trainS: number | null;
  pauseS: number | null;
  trains: number | null;
  total: number | null;
  /** The last pause counted. */
  minutes: number;
  /** Sessions of each phase with its rhythm: `5/w` a week, `/7d` every seven days, `10/d` a day. */
  phases: string;
  indications: string;
  /** How the entry's level begins; empty where the table rates none, or only unsurely. */
  level: string;
  clearance: string;
  active: boolean;
}

const row = (region: string, side: string, dose: (number | null)[], minutes: number, phases: string, indications: string, level: string, clearance: string, active: boolean): Row => {
  const [hz = null, rmt = null, perTrain = null, trainS = null, pauseS = null, trains = null, total = null] = dose;
  return { region, side, hz, rmt, perTrain, trainS, pauseS, trains, total, minutes, phases, indications, level, clearance, active };
};

const CONTRALATERAL = 'contralateral-to-pain';
/** Pain, then depression, in the order of the tables: Hz, % RMT, pulses a train, train s, pause s, trains, pulses. */
const TABLES: Readonly<Record<string, Row>> = {
  'm1-hf10-attal-2021': row('M1', CONTRALATERAL, [10, 80, 100, 10, 20, 30, 3000], 15, '5 5/w, 4 /7d, 3 /14d, 3 /28d', 'neuropathic-pain', 'A', '', true),
  'dlpfc-hf10-attal-2021': row('DLPFC', 'left', [10, 80, 100, 10, 20, 30, 3000], 15, '5 5/w, 4 /7d, 3 /14d, 3 /28d', 'neuropathic-pain', 'No positive', '', false),
  'm1-hf10-passard-2007': row('M1', 'left', [10, 80, 80, 8, 52, 25, 2000], 25, '10 5/w', 'fibromyalgia', 'B', '', true),
  'm1-hf10-mhalla-2011': row('M1', 'left', [10, 80, 100, 10, 50, 15, 1500], 15, '5 5/w, 3 /7d, 3 /14d, 3 /28d', 'fibromyalgia', 'B', '', true),
  'm1-hf10-hodaj-2015': row('M1', CONTRALATERAL, [10, 80, 100, 10, 50, 20, 2000], 20, '10 5/w, 2 2/w, 2 /14d, 5 /28d', 'neuropathic-pain, headache', 'A', '', false),
  'm1-hf20-quesada-2020': row('M1', CONTRALATERAL, [20, 80, 80, 4, 84, 20, 1600], 29.33, '4 /21d', 'neuropathic-pain', 'A', '', true),
  'm1-hf10-chf-10d': row('M1', CONTRALATERAL, [10, 80, 100, 10, 20, 30, 3000], 15, '10 5/w', 'neuropathic-pain', 'A', '', true),
  'm1-hf5-hosomi-2013': row('M1', CONTRALATERAL, [5, 90, 50, 10, 50, 10, 500], 10, '10 5/w', 'neuropathic-pain', 'A', '', true),
  'ldlpfc-hf10-short-2011': row('DLPFC', 'left', [10, 120, 50, 5, 10, 80, 4000], 20, '10 5/w', 'fibromyalgia', 'B', '', true),
  'rdlpfc-lf1-tanwar-2020': row('DLPFC', 'right', [1, 90, 150, 150, null, 8, 1200], 20, '20 5/w', 'fibromyalgia', '', '', false),
  'rdlpfc-lf1-carretero-2009': row('DLPFC', 'right', [1, 110, 60, 60, 45, 20, 1200], 35, '20 5/w', 'fibromyalgia, depression', '', '', true),
  'rdlpfc-lf1-sampson-2006': row('DLPFC', 'right', [1, 110, 800, 800, 60, 2, 1600], 28.67, '20 5/w', 'fibromyalgia, depression', '', '', true),
  's2-hf10-lindholm-2015': row('S2', 'right', [10, 90, null, null, null, null, 1000], 15, '1 1/w', 'neuropathic-pain', '', '', false),
  'm1-hf10-misra-2013': row('M1', 'left', [10, 70, 60, 6, 45, 10, 600], 8.5, '3 3/w', 'headache', '', '', true),
  'ldlpfc-hf20-brighina-2004': row('DLPFC', 'left', [20, 90, 40, 2, 30, 10, 400], 5.33, '12 3/w', 'headache', '', '', true),
  'stms-occ-espouse-2018': row('occipital', 'midline', [null, null, 1, null, null, 4, 4], 1, '56 14/w 2/d', 'headache', '', 'US 21 CFR 882.5808', false),
  'ldlpfc-hf10-postop-borckardt-2006': row('DLPFC', 'left', [10, 100, 100, 10, 20, 40, 4000], 20, '1 1/w', 'other-pain', '', '', true),
  'ldlpfc-hf10-oreardon-2007': row('DLPFC', 'left', [10, 120, 40, 4, 26, 75, 3000], 37.5, '30 5/w, 3 3/w, 2 2/w, 1 1/w', 'depression', 'A', 'US 2008 21 CFR 882.5805', true),
  'ldlpfc-hf10-george-2010': row('DLPFC', 'left', [10, 120, 40, 4, 26, 75, 3000], 37.5, '15 5/w', 'depression', 'A', 'US 21 CFR 882.5805', true),
  'ldlpfc-hf10-dash': row('DLPFC', 'left', [10, 120, 40, 4, 11, 75, 3000], 18.75, '30 5/w, 3 3/w, 2 2/w, 1 1/w', 'depression', 'A', 'US 2016', true),
  'ldlpfc-itbs-threed-2018': row('DLPFC', 'left', [5, 120, 30, 2, 8, 20, 600], 3.33, '30 5/w', 'depression', '', 'US 2018 K173620', true),
  'ldlpfc-snt-cole-2022': row('DLPFC', 'left', [5, 90, 30, 2, 8, 60, 1800], 10, '50 50/w 10/d 50min', 'depression', '', 'US 2022', true),
  'rdlpfc-lf1-brunelin-2014': row('DLPFC', 'right', [1, 120, 60, 60, 30, 6, 360], 9, '30 5/w', 'depression', 'B', '', true),
  'ldlpfc-hf10-twice-daily': row('DLPFC', 'left', [10, 110, 50, 5, 25, 60, 3000], 30, '30 10/w 2/d 60min', 'depression', 'A', '', true),
  'deep-h1-levkovitz-2015': row('DLPFC', 'left', [18, 120, 36, 2, 20, 55, 1980], 20.17, '20 5/w, 24 2/w', 'depression', 'A', 'US 2013 21 CFR 882.5805', true),
  'tdcs-m1-2ma-fregni-2006': row('M1', CONTRALATERAL, [], 20, '5 5/w', 'neuropathic-pain, fibromyalgia', 'B', '', true),
};

const DOSE: readonly Parameter[] = ['frequencyHz', 'intensityPercentRmt', 'pulsesPerTrain', 'trainDurationSeconds', 'interTrainIntervalSeconds', 'trains', 'totalPulses', 'phases'];
const LETTERS: Readonly<Record<Provenance, string>> = { published: 'C', 'secondary-source': '2', recalled: 'R', 'recalled-unsure': '?', 'design-default': 'D', arithmetic: 'A' };
/** By the tables: of Hz, % RMT, pulses a train, train, pause, trains, pulses and schedule; a dash where there is no number. */
const STATUS: Readonly<Record<string, string>> = {
  'm1-hf10-attal-2021': 'CRRRRRC?',
  'dlpfc-hf10-attal-2021': 'CRRRRRC?',
  'm1-hf10-passard-2007': 'CCCCCCCC',
  'm1-hf10-mhalla-2011': 'CCCCCCCC',
  'm1-hf10-hodaj-2015': 'RR????CC',
  'm1-hf20-quesada-2020': 'CRRRRR2C',
  'm1-hf10-chf-10d': 'RRRRRRCC',
  'm1-hf5-hosomi-2013': 'CRRRRRCC',
  'ldlpfc-hf10-short-2011': 'CRRRRRCC',
  'rdlpfc-lf1-tanwar-2020': 'CCCA-CCC',
  'rdlpfc-lf1-carretero-2009': 'CCCCCCCC',
  'rdlpfc-lf1-sampson-2006': 'CCCCCCCC',
  's2-hf10-lindholm-2015': 'R?----?R',
  'm1-hf10-misra-2013': 'RRRRRRRR',
  'ldlpfc-hf20-brighina-2004': 'RRRRRRRR',
  'stms-occ-espouse-2018': '--C--CCC',
  'ldlpfc-hf10-postop-borckardt-2006': 'RRRRRRRR',
  'ldlpfc-hf10-oreardon-2007': '2222222R',
  'ldlpfc-hf10-george-2010': 'RRRRRRRR',
  'ldlpfc-hf10-dash': '2222222R',
  'ldlpfc-itbs-threed-2018': 'RCRRRRCR',
  'ldlpfc-snt-cole-2022': 'CCCCCCCC',
  'rdlpfc-lf1-brunelin-2014': 'RRRRRRRR',
  'ldlpfc-hf10-twice-daily': 'CCCCCCCC',
  'deep-h1-levkovitz-2015': 'RRRRRRR2',
  'tdcs-m1-2ma-fregni-2006': '-------C',
};

function phasesOf({ phases }: CatalogueEntry): string {
  return phases
    .map(({ sessions, sessionsPerWeek, everyDays, sessionsPerDay, minimumGapMinutes }) =>
      [sessions, sessionsPerWeek === undefined ? `/${everyDays}d` : `${sessionsPerWeek}/w`, ...(sessionsPerDay > 1 ? [`${sessionsPerDay}/d`] : []), ...(minimumGapMinutes === undefined ? [] : [`${minimumGapMinutes}min`])].join(' '),
    )
    .join(', ');
}

function rowOf(entry: CatalogueEntry, { level }: Row): Row {
  const { stimulation, knownInPart, clearance, evidence } = entry;
  const dose = stimulation ?? knownInPart?.[0] ?? {};
  const { frequencyHz = null, intensityPercentRmt = null, pulsesPerTrain = null, trainDurationSeconds = null, interTrainIntervalSeconds = null, trains = null, totalPulses = null } = dose;
  return {
    region: entry.targetRegion,
    side: entry.hemisphere,
    hz: frequencyHz,
    rmt: intensityPercentRmt,
    perTrain: pulsesPerTrain,
    trainS: trainDurationSeconds,
    pauseS: interTrainIntervalSeconds,
    trains,
    total: totalPulses,
    minutes: entry.sessionMinutes,
    phases: phasesOf(entry),
    indications: entry.indications.join(', '),
    level: level === '' ? (evidence.level ?? '') : (evidence.level ?? '').slice(0, level.length),
    clearance: clearance.map(({ region, year, id }) => [region, year, id].filter(Boolean).join(' ')).join('; '),
    active: entry.active,
  };
}

describe('the catalogue against the tables of published protocols', () => {
  const entryOf = (code: string): CatalogueEntry => {
    const entry = CATALOGUE.find((candidate) => candidate.code === code);
    if (!entry) throw new Error(`no ${code}`);
    return entry;
  };

  it('has every protocol of the tables, and no other', () => {
    const bilateral = ['bilat-seq-blumberger-2016'];
    expect(CATALOGUE.map(({ code }) => code).sort()).toEqual([...Object.keys(TABLES), ...bilateral].sort());
    expect(Object.keys(STATUS)).toEqual(Object.keys(TABLES));
  });

  it.each(Object.entries(TABLES))('%s has the numbers of its row', (code, expected) => {
    expect(rowOf(entryOf(code), expected)).toEqual(expected);
  });

  it.each(Object.entries(STATUS))('%s says of each number how it is known', (code, expected) => {
    const { parameterProvenance } = entryOf(code);
    expect(DOSE.map((parameter) => (parameterProvenance[parameter] ? LETTERS[parameterProvenance[parameter]] : '-')).join('')).toBe(expected);
  });

  it('is inactive where the dose is not known in full, or a number of it is doubtful', () => {
    for (const { code, active, stimulation, parameters, parameterProvenance } of CATALOGUE) {
      const doubtful = Object.entries(parameterProvenance).some(([parameter, provenance]) => provenance === 'recalled-unsure' && parameter !== 'phases');
      const unknown = stimulation === null && parameters === undefined;
      if (doubtful || unknown) expect([code, active]).toEqual([code, false]);
    }
  });

  it('holds the current of the tDCS trials, and the burst of theta burst', () => {
    expect(entryOf('tdcs-m1-2ma-fregni-2006')).toMatchObject({ parameters: { currentMilliamps: 2, durationMinutes: 20, electrodeAreaSquareCentimetres: 35, anode: 'C3', cathode: 'Fp2' }, parameterProvenance: { parameters: 'recalled' } });
    for (const code of ['ldlpfc-itbs-threed-2018', 'ldlpfc-snt-cole-2022']) expect(entryOf(code)).toMatchObject({ modality: 'itbs', stimulation: { burst: { frequencyHz: 50, pulses: 3 } } });
  });

  it('holds the two parts of the bilateral protocol, right before left, as far as the table knows them', () => {
    const entry = entryOf('bilat-seq-blumberger-2016');
    expect(entry.knownInPart).toEqual([
      { hemisphere: 'right', frequencyHz: 1, intensityPercentRmt: 120, totalPulses: 600 },
      { hemisphere: 'left', frequencyHz: 10, intensityPercentRmt: 120, totalPulses: 1500 },
    ]);
    expect(entry.parameterProvenance).toEqual({ frequencyHz: 'published', intensityPercentRmt: 'published', totalPulses: 'published', phases: 'published' });
    // Twelve and a half minutes of pulses alone: 600 s at 1 Hz, 150 s at 10 Hz.
    const { hz, rmt, perTrain, trainS, pauseS, trains, total, ...rest } = row('DLPFC', 'bilateral', [], 12.5, '30 5/w', 'depression', 'B', '', false);
    expect(rowOf(entry, { ...rest, hz, rmt, perTrain, trainS, pauseS, trains, total })).toMatchObject(rest);
    expect(entry).toMatchObject({ modality: 'rtms', pattern: 'sequential-bilateral', stimulation: null, offLabel: true, validatedException: false, evidence: { citation: expect.stringContaining('41:E58') } });
  });

  it('marks as exceptions just those that are published or cleared beyond the tables', () => {
    expect(CATALOGUE.filter(({ validatedException }) => validatedException).map(({ code }) => code)).toEqual(['m1-hf20-quesada-2020', 'ldlpfc-hf10-short-2011', 'ldlpfc-snt-cole-2022', 'deep-h1-levkovitz-2015']);
  });
});

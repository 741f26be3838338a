import { PROVENANCES } from '../../src/platform/kernel/provenance.js';
import { CATALOGUE, type CatalogueEntry } from '../../src/protocols/catalogue/index.js';
import { contradictions, deriveDose, deriveTdcsDose, doseMinutes, isPulsed, isThetaBurst } from '../../src/protocols/dose/index.js';
import { checkDose, gravest, type DoseToCheck } from '../../src/protocols/safety/index.js';

const ACTIVE = CATALOGUE.filter(({ active }) => active);
const PULSED = CATALOGUE.filter(({ stimulation }) => stimulation !== null);
const named = (entries: readonly CatalogueEntry[]) => entries.map((entry): [string, CatalogueEntry] => [entry.code, entry]);
const sessionsOf = ({ phases }: CatalogueEntry) => phases.reduce((sum, { sessions }) => sum + sessions, 0);

function entryOf(code: string): CatalogueEntry {
  const entry = CATALOGUE.find((candidate) => candidate.code === code);
  if (!entry) throw new Error(`no ${code}`);
  return entry;
}

function doseOf({ modality, stimulation, phases, validatedException, coilType }: CatalogueEntry): DoseToCheck {
  if (!stimulation) throw new Error('not pulsed');
  return { modality, stimulation, validatedException, coil: coilType, schedule: { sessionsPerDay: Math.max(...phases.map(({ sessionsPerDay }) => sessionsPerDay)) } };
}

describe('the catalogue', () => {
  // Pulses of a session, sessions of the course, and how the rules of single trains, pauses and days judge it.
  it.each<[code: string, active: boolean, pulses: number | null, sessions: number, findings: string]>([
    ['m1-hf10-attal-2021', true, 3000, 15, 'S05 override, S06 info'],
    ['m1-hf10-passard-2007', true, 2000, 10, 'S05 override, S06 info'],
    ['m1-hf10-mhalla-2011', true, 1500, 14, 'S05 override, S06 info'],
    ['m1-hf10-hodaj-2015', false, 2000, 19, 'S05 override, S06 info'],
    ['m1-hf20-quesada-2020', true, 1600, 4, 'S04 override, S06 info'],
    ['m1-hf10-chf-10d', true, 3000, 10, 'S05 override, S06 info'],
    ['m1-hf5-hosomi-2013', true, 500, 10, ''],
    ['dlpfc-hf10-attal-2021', false, 3000, 15, 'S05 override, S06 info'],
    ['ldlpfc-hf10-short-2011', true, 4000, 10, 'S04 override, S06 info, S13 override'],
    ['rdlpfc-lf1-tanwar-2020', false, null, 20, ''],
    ['rdlpfc-lf1-carretero-2009', true, 1200, 20, ''],
    ['rdlpfc-lf1-sampson-2006', true, 1600, 20, 'S06 info'],
    ['ldlpfc-hf10-postop-borckardt-2006', true, 4000, 1, 'S05 override, S06 info, S13 override'],
    ['s2-hf10-lindholm-2015', false, null, 1, ''],
    ['m1-hf10-misra-2013', true, 600, 3, 'S05 override, S06 info'],
    ['ldlpfc-hf20-brighina-2004', true, 400, 12, 'S06 info'],
    ['stms-occ-espouse-2018', false, null, 56, ''],
    ['ldlpfc-hf10-oreardon-2007', true, 3000, 36, 'S06 info'],
    ['ldlpfc-hf10-george-2010', true, 3000, 15, 'S06 info'],
    ['ldlpfc-hf10-dash', true, 3000, 36, 'S06 info'],
    ['ldlpfc-hf10-twice-daily', true, 3000, 30, 'S13 override'],
    ['rdlpfc-lf1-brunelin-2014', true, 360, 30, ''],
    ['bilat-seq-blumberger-2016', false, null, 30, ''],
    ['ldlpfc-itbs-threed-2018', true, 600, 30, ''],
    ['ldlpfc-snt-cole-2022', true, 1800, 50, ''],
    ['deep-h1-levkovitz-2015', true, 1980, 44, 'S04 override, S06 info'],
    ['tdcs-m1-2ma-fregni-2006', true, null, 5, ''],
  ])('%s', (code, active, pulses, sessions, findings) => {
    const entry = entryOf(code);
    expect({ active: entry.active, pulses: entry.stimulation?.totalPulses ?? null, sessions: sessionsOf(entry) }).toEqual({ active, pulses, sessions });
    const found = entry.stimulation ? checkDose(doseOf(entry)).map(({ rule, severity }) => `${rule} ${severity}`) : [];
    expect(found.join(', ')).toBe(findings);
  });

  it('has 27 entries with codes of their own, in kebab-case', () => {
    expect(CATALOGUE).toHaveLength(27);
    expect(new Set(CATALOGUE.map(({ code }) => code)).size).toBe(27);
    for (const { code } of CATALOGUE) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it.each(named(PULSED))('%s adds up, and its minutes are those of its trains and pauses', (_code, { modality, stimulation, sessionMinutes }) => {
    if (!stimulation) throw new Error('not pulsed');
    expect(contradictions(modality, stimulation)).toEqual([]);
    expect(Math.abs(deriveDose(modality, stimulation).sessionMinutesWithLastPause - sessionMinutes)).toBeLessThan(0.006);
  });

  it.each(named(ACTIVE))('%s can be prescribed: a dose in full, nothing doubtful, no hard stop', (code, entry) => {
    const { modality, stimulation, parameters, phases, parameterProvenance } = entry;
    expect(stimulation === null).toBe(!isPulsed(modality));
    if (stimulation) expect(gravest(checkDose(doseOf(entry)))).not.toBe('hard');
    const blocks = stimulation ? [{ modality, stimulation }] : [];
    expect(doseMinutes({ modality, blocks, pauseBetweenBlocksSeconds: null, parameters: parameters ?? null })).toBeLessThanOrEqual(Math.ceil(entry.sessionMinutes));
    if (parameters) expect(deriveTdcsDose(parameters).chargeCoulombs).toBe(2.4);
    expect(stimulation !== null || parameters !== undefined).toBe(true);
    const doubtful = Object.entries(parameterProvenance).filter(([, provenance]) => provenance === 'recalled-unsure');
    expect(doubtful).toEqual(code === 'm1-hf10-attal-2021' ? [['phases', 'recalled-unsure']] : []);
    expect(phases.length).toBeGreaterThan(0);
  });

  it.each(named(CATALOGUE))('%s says where each number is from', (_code, entry) => {
    const { stimulation, parameterProvenance, evidence, modality, pattern } = entry;
    for (const parameter of stimulation ? [...Object.keys(stimulation), 'phases'] : ['phases']) expect(parameterProvenance).toHaveProperty(parameter);
    expect(PROVENANCES).toEqual(expect.arrayContaining(Object.values(parameterProvenance)));
    expect(evidence.citation.length).toBeGreaterThan(10);
    expect(pattern.endsWith('theta-burst')).toBe(isThetaBurst(modality));
  });

  it.each(named(CATALOGUE))('%s has phases with one rhythm each, which its sessions a day allow', (_code, { phases }) => {
    for (const { sessions, sessionsPerWeek, everyDays, sessionsPerDay } of phases) {
      expect([sessionsPerWeek, everyDays].filter((rhythm) => rhythm !== undefined)).toHaveLength(1);
      expect(Number.isInteger(sessions) && sessions > 0 && sessionsPerDay > 0).toBe(true);
      expect((sessionsPerWeek ?? 1) <= sessionsPerDay * 7).toBe(true);
    }
  });

  it.each(named(CATALOGUE))('%s is off-label just where no indication is cleared', (_code, { clearance, offLabel, indications }) => {
    const cleared = clearance.filter(({ region }) => region === 'US').flatMap((one) => one.indications);
    expect(offLabel).toBe(!indications.every((indication) => cleared.includes(indication)));
  });
});

describe('what the literature gives for whole courses', () => {
  it("tapers O'Reardon by 3, 2 and 1 after thirty weekdays", () => {
    expect(entryOf('ldlpfc-hf10-oreardon-2007').phases.map(({ name, sessions, sessionsPerWeek }) => [name, sessions, sessionsPerWeek])).toEqual([
      ['induction', 30, 5],
      ['taper', 3, 3],
      ['taper', 2, 2],
      ['taper', 1, 1],
    ]);
  });

  it('gives the accelerated course ten times a day, 50 minutes apart: 90 000 pulses in five days', () => {
    const { phases, stimulation } = entryOf('ldlpfc-snt-cole-2022');
    expect(phases).toEqual([{ name: 'induction', sessions: 50, sessionsPerWeek: 50, sessionsPerDay: 10, minimumGapMinutes: 50 }]);
    expect((stimulation?.totalPulses ?? 0) * 50).toBe(90_000);
  });

  it('spreads Attal over 22 weeks and Mhalla over 21', () => {
    const lastWeek = (code: string) => entryOf(code).phases.reduce((days, { sessions, everyDays = 0 }) => days + sessions * everyDays, 0) / 7;
    expect(lastWeek('m1-hf10-attal-2021')).toBe(22);
    expect(lastWeek('m1-hf10-mhalla-2011')).toBe(21);
  });

  it('gives the pain protocol that comes first in full', () => {
    expect(CATALOGUE[0]).toMatchObject({
      code: 'm1-hf10-attal-2021',
      targetRegion: 'M1',
      hemisphere: 'contralateral-to-pain',
      stimulation: { frequencyHz: 10, intensityPercentRmt: 80, trains: 30, pulsesPerTrain: 100, trainDurationSeconds: 10, interTrainIntervalSeconds: 20, totalPulses: 3000 },
      offLabel: true,
      active: true,
    });
  });
});

import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

const ATTAL = { frequencyHz: 10, intensityPercentRmt: 80, pulsesPerTrain: 100, trainDurationSeconds: 10, interTrainIntervalSeconds: 20, trains: 30, totalPulses: 3000 };
const SHORT = { frequencyHz: 10, intensityPercentRmt: 120, pulsesPerTrain: 50, trainDurationSeconds: 5, interTrainIntervalSeconds: 10, trains: 80, totalPulses: 4000 };
const UNSAFE = { frequencyHz: 20, intensityPercentRmt: 120, pulsesPerTrain: 200, trainDurationSeconds: 10, interTrainIntervalSeconds: 30, trains: 5, totalPulses: 1000 };
const TDCS = { currentMilliamps: 2, durationMinutes: 20, electrodeAreaSquareCentimetres: 35, anode: 'C3', cathode: 'Fp2' };
const CONTENT = {
  modality: 'rtms',
  targetRegion: 'M1',
  hemisphere: 'left',
  stimulation: ATTAL,
  sessionMinutes: 15,
  phases: [{ name: 'induction', sessions: 10, sessionsPerWeek: 5, sessionsPerDay: 1 }],
  indications: ['neuropathic-pain'],
  evidence: { citation: 'Our own practice' },
};
let drafted = 0;
const newProtocol = (changes: Json = {}): Json => ({ ...CONTENT, code: `dose-${(drafted += 1)}`, name: `Dose ${drafted}`, ...changes });
const rules = ({ findings }: Json): string[] => findings.map(({ rule, severity }: Json) => `${rule} ${severity}`);
const faults = ({ errors }: Json): string[] => errors.map(({ pointer, code }: Json) => `${pointer} ${code}`);

describe('the dose of a protocol', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const check = (body: Json) => clinic.as('clinician').post('/v1/protocols/check', body);
  const draft = (changes: Json = {}) => clinic.as('clinician').post('/v1/protocols', newProtocol(changes));
  const publish = (id: string, version = 1) => clinic.as('clinician').post(`/v1/protocols/${id}/versions/${version}/publish`);
  const byCode = async (code: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/protocols?code=${code}`), 200).items[0];

  /** What a clinic would post to edit a protocol, with its changes. */
  async function edit(code: string, changes: Json = {}): Promise<Json> {
    const { id, modality, targetRegion, hemisphere, stimulation, sessionMinutes, phases, indications, evidence } = await byCode(code);
    const content = { modality, targetRegion, hemisphere, stimulation, sessionMinutes, phases, indications, evidence, ...changes };
    return expectStatus(await clinic.as('clinician').post(`/v1/protocols/${id}/versions`, content), 201);
  }

  describe('when it is checked', () => {
    it.each<[string, Json, string[]]>([
      ['Attal 2021: trains longer than were tested', { stimulation: ATTAL }, ['S05 override', 'S06 info']],
      ['Short 2011: trains longer than the limit, 4000 pulses a day', { stimulation: SHORT }, ['S04 hard', 'S06 info', 'S13 override']],
      ['20 Hz for 10 s at 120 %', { stimulation: UNSAFE }, ['S04 hard', 'S06 info']],
      ['above 130 %', { stimulation: { ...ATTAL, intensityPercentRmt: 140 } }, ['S02 hard']],
      ['faster than 25 Hz', { stimulation: { ...ATTAL, frequencyHz: 30, pulsesPerTrain: 30, trainDurationSeconds: 1, totalPulses: 900 } }, ['S03 hard']],
      ['iTBS of three minutes', { modality: 'itbs', stimulation: { frequencyHz: 5, intensityPercentRmt: 120, pulsesPerTrain: 30, interTrainIntervalSeconds: 8, trains: 20 } }, []],
      ['the same, ten times a day', { modality: 'itbs', stimulation: { frequencyHz: 5, intensityPercentRmt: 120, pulsesPerTrain: 30, interTrainIntervalSeconds: 8, trains: 20 }, schedule: { sessionsPerDay: 10 } }, ['S13 override']],
    ])('finds in %s', async (_name, changes, expected) => {
      expect(rules(expectStatus(await check({ modality: 'rtms', ...changes }), 200))).toEqual(expected);
    });

    it('says in words what was compared with which limit of which table', async () => {
      const { findings } = expectStatus(await check({ modality: 'rtms', stimulation: SHORT }), 200);
      expect(findings[0]).toMatchObject({ rule: 'S04', severity: 'hard', limit: expect.stringContaining('4.2'), actual: expect.stringContaining('5 s'), source: expect.stringContaining('Rossi 2009'), provenance: 'recalled' });
      expect(findings[0].explanation.length).toBeGreaterThan(20);
    });

    it('fills in what follows, and derives times from it', async () => {
      const { frequencyHz, intensityPercentRmt, trainDurationSeconds, interTrainIntervalSeconds, trains } = ATTAL;
      const answer = expectStatus(await check({ modality: 'rtms', stimulation: { frequencyHz, intensityPercentRmt, trainDurationSeconds, interTrainIntervalSeconds, trains } }), 200);
      expect(answer.stimulation).toEqual(ATTAL);
      // 30 × (10 + 20) − 20 s.
      expect(answer.derived).toMatchObject({ totalPulses: 3000, stimulationSeconds: 880, sessionMinutesWithLastPause: 15, doseMinutes: 15 });
    });

    it('refuses pulses that are not frequency × duration × trains, each with a pointer', async () => {
      const refused = expectStatus(await check({ modality: 'rtms', stimulation: { ...ATTAL, pulsesPerTrain: 90, totalPulses: 3100 } }), 400);
      expect(refused.code).toBe('inconsistent-dose');
      expect(faults(refused)).toEqual(['/stimulation/pulsesPerTrain inconsistent-dose', '/stimulation/totalPulses inconsistent-dose']);
      expect(expectStatus(await draft({ stimulation: { ...ATTAL, totalPulses: 3001 } }), 400)).toMatchObject({ code: 'inconsistent-dose', errors: [{ pointer: '/stimulation/totalPulses' }] });
    });

    it.each<[string, Json]>([
      ['frequencyHz', 0],
      ['frequencyHz', 100.1],
      ['intensityPercentRmt', 0],
      ['intensityPercentRmt', 201],
      ['trains', 0],
      ['trains', 10_001],
      ['trains', 1.5],
      ['trainDurationSeconds', 3601],
      ['trainDurationSeconds', -1],
      ['interTrainIntervalSeconds', -0.1],
      ['interTrainIntervalSeconds', 3601],
      ['totalPulses', 100_001],
      ['totalPulses', '3000'],
      ['burst', { frequencyHz: 50, pulses: 3 }],
      ['wavelength', 1],
    ])('refuses %s of %p', async (member, value) => {
      const refused = expectStatus(await check({ modality: 'rtms', stimulation: { ...ATTAL, [member]: value } }), 400);
      expect(refused.errors.map(({ pointer }: Json) => pointer)).toEqual([`/stimulation/${member}`]);
    });

    it('adds up the blocks of one session, and points into the one that contradicts itself', async () => {
      const right = { modality: 'rtms', stimulation: { frequencyHz: 1, intensityPercentRmt: 110, pulsesPerTrain: 60, interTrainIntervalSeconds: 30, trains: 10 } };
      const left = { modality: 'rtms', stimulation: { frequencyHz: 10, intensityPercentRmt: 110, pulsesPerTrain: 40, interTrainIntervalSeconds: 26, trains: 75 } };
      const check = (more: Json) => clinic.as('operator').post('/v1/protocols/check', { ...right, ...more });
      expect(expectStatus(await check({}), 200).findings).toEqual([]);
      const both = expectStatus(await check({ followingBlocks: [left], pauseBetweenBlocksSeconds: 120 }), 200);
      expect(both.derived.session).toEqual({ totalPulses: 3600, stimulationSeconds: 870 + 120 + 2224 });
      expect(both.findings.map(({ rule, severity }: Json) => `${rule} ${severity}`)).toEqual(['S13 override']);
      const wrong = { ...left, stimulation: { ...left.stimulation, totalPulses: 1 } };
      expect(expectStatus(await check({ followingBlocks: [wrong] }), 400)).toMatchObject({ code: 'inconsistent-dose', errors: [{ pointer: '/followingBlocks/0/stimulation/totalPulses' }] });
    });

    it('saves nothing', async () => {
      const count = async (): Promise<number> => expectStatus(await clinic.as('clinician').get('/v1/protocols?limit=200'), 200).items.length;
      const before = await count();
      expectStatus(await check({ modality: 'rtms', stimulation: UNSAFE }), 200);
      expect(await count()).toBe(before);
    });
  });

  describe('when it is published', () => {
    it('is refused with the findings while it breaks a hard rule, and stays a draft', async () => {
      const { id } = expectStatus(await draft({ stimulation: UNSAFE }), 201);
      const refused = expectStatus(await publish(id), 409);
      expect(refused.code).toBe('unsafe-protocol');
      expect(rules(refused)).toEqual(['S04 hard']);
      expect(expectStatus(await clinic.as('clinician').get(`/v1/protocols/${id}`), 200)).toMatchObject({ status: 'draft', publishedAt: null });
      const mended = expectStatus(await clinic.as('clinician').post(`/v1/protocols/${id}/versions`, CONTENT), 201);
      expect(expectStatus(await publish(id, mended.version), 200)).toMatchObject({ version: 2, status: 'published' });
    });

    it('counts all the sessions of a day', async () => {
      const { id } = expectStatus(await draft({ phases: [{ name: 'induction', sessions: 21, sessionsPerWeek: 35, sessionsPerDay: 7 }] }), 201);
      expect(rules(expectStatus(await publish(id), 409))).toEqual(['S14 hard']);
    });

    it('keeps its published exception, its clearance and its sources through an edit that leaves the dose alone', async () => {
      const short = await byCode('ldlpfc-hf10-short-2011');
      const longer = await edit('ldlpfc-hf10-short-2011', { phases: [{ name: 'induction', sessions: 15, sessionsPerWeek: 5, sessionsPerDay: 1 }] });
      const { phases, ...ofDose } = short.parameterProvenance;
      expect(phases).toBe('published');
      expect(longer).toMatchObject({ version: 2, validatedException: true });
      expect(longer.parameterProvenance).toEqual(ofDose);
      expectStatus(await publish(short.id, 2), 200);
      const snt = await byCode('ldlpfc-snt-cole-2022');
      expect(await edit('ldlpfc-snt-cole-2022')).toMatchObject({ clearance: snt.clearance, offLabel: false, validatedException: true, parameterProvenance: snt.parameterProvenance });
    });

    it.each<[string, Json]>([
      ['a higher dose', { stimulation: { frequencyHz: 18, intensityPercentRmt: 125, pulsesPerTrain: 36, trainDurationSeconds: 2, interTrainIntervalSeconds: 20, trains: 55, totalPulses: 1980 } }],
      ['two sessions a day', { phases: [{ name: 'induction', sessions: 20, sessionsPerWeek: 10, sessionsPerDay: 2, minimumGapMinutes: 60 }] }],
      ['another target', { targetRegion: 'M1' }],
      ['the other side', { hemisphere: 'right' }],
      ['another kind of coil', { modality: 'rtms' }],
    ])('loses them with %s', async (_name, changes) => {
      const edited = await edit('deep-h1-levkovitz-2015', changes);
      expect(edited).toMatchObject({ clearance: [], offLabel: true, validatedException: false, parameterProvenance: {} });
      expect(expectStatus(await publish(edited.id, edited.version), 409)).toMatchObject({ code: 'unsafe-protocol' });
    });

    it('loses them with shorter pauses between the sessions of a day', async () => {
      expect(await edit('ldlpfc-snt-cole-2022', { phases: [{ name: 'induction', sessions: 50, sessionsPerWeek: 50, sessionsPerDay: 10, minimumGapMinutes: 10 }] })).toMatchObject({ validatedException: false, clearance: [] });
    });

    it('must be known in full', async () => {
      const { id } = await byCode('s2-hf10-lindholm-2015');
      expect(expectStatus(await publish(id), 409).code).toBe('incomplete-protocol');
    });
  });

  describe('that is not of pulses', () => {
    const tdcs = (changes: Json = {}): Json => ({ sessionMinutes: 20, modality: 'tdcs', stimulation: null, parameters: { ...TDCS, ...changes } });

    it('is a current between two electrodes', async () => {
      const { id, parameters, stimulation } = expectStatus(await draft(tdcs()), 201);
      expect({ parameters, stimulation }).toEqual({ parameters: TDCS, stimulation: null });
      expectStatus(await publish(id), 200);
      const checked = expectStatus(await check({ modality: 'tdcs', parameters: TDCS }), 200);
      // 2 mA × 1200 s = 2.4 C; 2 mA over 35 cm².
      expect(checked).toMatchObject({ derived: { chargeCoulombs: 2.4, currentDensityMilliampsPerSquareCentimetre: 0.057143 }, findings: [] });
    });

    it('is warned of above what the trials used, and not published beyond what was tried', async () => {
      expect(rules(expectStatus(await check({ modality: 'tdcs', parameters: { ...TDCS, currentMilliamps: 3, durationMinutes: 35 } }), 200))).toEqual(['tdcs-current warn', 'tdcs-duration warn']);
      const { id } = expectStatus(await draft(tdcs({ currentMilliamps: 4, durationMinutes: 40 })), 201);
      expect(rules(expectStatus(await publish(id), 409))).toEqual(['tdcs-charge hard']);
    });

    it('is not published as single pulses that are a train', async () => {
      const fast = { modality: 'single-pulse', stimulation: { frequencyHz: 0, intensityPercentRmt: 120, trains: 1000, interTrainIntervalSeconds: 0.1 } };
      expect(rules(expectStatus(await check(fast), 200))).toContain('single-pulse-rate hard');
      const { id } = expectStatus(await draft(fast), 201);
      expect(rules(expectStatus(await publish(id), 409))).toEqual(['single-pulse-rate hard']);
    });

    it('belongs to its modality', async () => {
      expect(faults(expectStatus(await draft({ modality: 'tdcs' }), 400))).toEqual(['/stimulation not-applicable', '/parameters required']);
      expect(faults(expectStatus(await draft({ parameters: TDCS }), 400))).toEqual(['/parameters not-applicable']);
      expect(faults(expectStatus(await draft({ stimulation: null }), 400))).toEqual(['/stimulation required']);
      expect(expectStatus(await draft(tdcs({ cathode: 'C3' })), 400).code).toBe('inconsistent-dose');
      expect(faults(expectStatus(await draft(tdcs({ anode: 'shoulder' })), 400))).toHaveLength(1);
    });

    describe('but of training', () => {
      const SMR = { lowHz: 12, highHz: 15, direction: 'reward' };
      const TRAINING = { site: 'Cz', bands: [SMR, { lowHz: 4, highHz: 7, direction: 'inhibit' }], rounds: 10, roundMinutes: 3, pauseMinutes: 1 };
      const neurofeedback = (training?: Json | null): Json => ({ modality: 'neurofeedback', stimulation: null, ...(training !== undefined && { training }) });

      it('is published with what it trains, and not without', async () => {
        const { id } = expectStatus(await draft({ ...neurofeedback(), note: 'Upper alpha, Pz' }), 201);
        expect(expectStatus(await publish(id), 409).code).toBe('incomplete-protocol');
        const { version } = expectStatus(await clinic.as('clinician').post(`/v1/protocols/${id}/versions`, { ...CONTENT, ...neurofeedback(TRAINING), sessionMinutes: 39 }), 201);
        expect(expectStatus(await publish(id, version), 200)).toMatchObject({ status: 'published', stimulation: null, parameters: null, training: TRAINING });
      });

      it('is checked: minutes and bands that follow, and what speaks against it', async () => {
        const sound = expectStatus(await check(neurofeedback(TRAINING)), 200);
        expect(sound).toMatchObject({ stimulation: null, derived: { trainingMinutes: 30, sessionMinutes: 39, doseMinutes: 39, bands: [{ name: 'sensorimotor rhythm' }, { name: 'theta' }] }, findings: [] });
        expect(rules(expectStatus(await check(neurofeedback({ ...TRAINING, bands: [{ lowHz: 4, highHz: 8, direction: 'reward' }], rounds: 20 })), 200))).toEqual(['neurofeedback-duration warn', 'neurofeedback-slow-waves warn']);
      });

      it('is refused where it contradicts itself, or belongs to another modality', async () => {
        const contrary = expectStatus(await check(neurofeedback({ ...TRAINING, bands: [SMR, { ...SMR, direction: 'inhibit' }] })), 400);
        expect([contrary.code, ...faults(contrary)]).toEqual(['inconsistent-dose', '/training/bands/1 inconsistent-dose']);
        expect(faults(expectStatus(await draft({ training: TRAINING }), 400))).toEqual(['/training not-applicable']);
        expect(faults(expectStatus(await draft({ ...neurofeedback(TRAINING), parameters: TDCS }), 400))).toEqual(['/parameters not-applicable']);
        expect(faults(expectStatus(await draft(neurofeedback({ ...TRAINING, site: 'ear' })), 400))).toHaveLength(1);
      });
    });
  });

  it.each<[string, Json, number]>([
    ['30 trains of 10 s with 20 s between them', { stimulation: ATTAL }, 15],
    ['two blocks and the pause between them', { hemisphere: 'bilateral', stimulation: null, blocks: ['right', 'left'].map((hemisphere) => ({ hemisphere, stimulation: ATTAL })), pauseBetweenBlocksSeconds: 121 }, 32],
    ['a current', { modality: 'tdcs', stimulation: null, parameters: TDCS }, 20],
    ['a training with its pauses', { modality: 'neurofeedback', stimulation: null, training: { site: 'Cz', bands: [{ lowHz: 12, highHz: 15, direction: 'reward' }], rounds: 10, roundMinutes: 3, pauseMinutes: 1 } }, 39],
  ])('is not published in a session that ends before it: %s', async (_what, changes, takes) => {
    const short = expectStatus(await draft({ ...changes, sessionMinutes: takes - 1 }), 201);
    const refused = expectStatus(await publish(short.id), 409);
    expect(refused).toMatchObject({ code: 'shorter-than-dose', doseMinutes: takes, errors: [{ pointer: '/sessionMinutes', code: 'shorter-than-dose', message: expect.stringContaining(`${takes} or more`) }] });
    const enough = expectStatus(await draft({ ...changes, sessionMinutes: takes }), 201);
    expectStatus(await publish(enough.id), 200);
  });
});

import pg from 'pg';
import { CATALOGUE } from '../../src/protocols/catalogue/index.js';
import { stockLibrary } from '../../src/protocols/index.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

/** A dose that no rule has anything to say about, apart from its note on the margin. */
const SAFE = { frequencyHz: 10, intensityPercentRmt: 80, pulsesPerTrain: 50, trainDurationSeconds: 5, interTrainIntervalSeconds: 25, trains: 20, totalPulses: 1000 };
/** Twenty times as long as the longest train known to be safe. */
const UNSAFE = { frequencyHz: 20, intensityPercentRmt: 120, pulsesPerTrain: 200, trainDurationSeconds: 10, interTrainIntervalSeconds: 30, trains: 5, totalPulses: 1000 };
const CONTENT = {
  modality: 'rtms',
  targetRegion: 'M1',
  hemisphere: 'contralateral-to-pain',
  stimulation: SAFE,
  sessionMinutes: 10,
  phases: [{ name: 'induction', sessions: 10, sessionsPerWeek: 5, sessionsPerDay: 1 }],
  indications: ['neuropathic-pain'],
  evidence: { citation: 'Our own practice' },
};
let drafted = 0;
const newProtocol = (changes: Json = {}): Json => ({ ...CONTENT, code: `own-${(drafted += 1)}`, name: `Own protocol ${drafted}`, ...changes });

describe('the protocol library', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const draft = async (changes: Json = {}): Promise<Json> => expectStatus(await clinic.as('clinician').post('/v1/protocols', newProtocol(changes)), 201);
  const publish = (id: string, version = 1, body?: Json) => clinic.as('clinician').post(`/v1/protocols/${id}/versions/${version}/publish`, body);
  const byCode = async (code: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/protocols?code=${code}`), 200).items[0];
  const contentOf = ({ modality, targetRegion, hemisphere, stimulation, sessionMinutes, phases, indications, evidence }: Json): Json => ({ modality, targetRegion, hemisphere, stimulation, sessionMinutes, phases, indications, evidence });
  const inClinic = { staffId: undefined, requestId: 'test', ip: undefined };

  describe('as a clinic starts with it', () => {
    it('is the catalogue, by name: what is verified published, the rest as drafts that say why', async () => {
      const { items } = expectStatus(await clinic.as('operator').get('/v1/protocols?limit=200'), 200);
      const stocked = items.filter(({ catalogueCode }: Json) => catalogueCode !== null);
      expect(stocked).toHaveLength(CATALOGUE.length);
      for (const entry of CATALOGUE) {
        const { version, status, stimulation, offLabel, evidence, note } = stocked.find(({ catalogueCode }: Json) => catalogueCode === entry.code);
        expect({ code: entry.code, version, status, stimulation, offLabel, evidence }).toEqual({
          code: entry.code,
          version: 1,
          status: entry.active ? 'published' : 'draft',
          stimulation: entry.stimulation,
          offLabel: entry.offLabel,
          evidence: entry.evidence,
        });
        if (!entry.active) expect(note).toMatch(/\w/);
      }
      const attal = stocked.find(({ code }: Json) => code === 'm1-hf10-attal-2021');
      expect(attal.parameterProvenance).toMatchObject({ totalPulses: 'published', intensityPercentRmt: 'recalled' });
    });

    it('is filled once, however often it is stocked', async () => {
      const count = async (): Promise<number> => expectStatus(await clinic.as('admin').get('/v1/protocols?limit=200'), 200).items.length;
      const before = await count();
      await service.database.work({ clinicId: clinic.id, ...inClinic }, stockLibrary);
      expect(await count()).toBe(before);
    });

    it('can be searched by target, modality, indication and state, and read page by page', async () => {
      const codes = async (query: string): Promise<string[]> => expectStatus(await clinic.as('clinician').get(`/v1/protocols?limit=200&${query}`), 200).items.map(({ code }: Json) => code);
      expect(await codes('modality=itbs')).toEqual(expect.arrayContaining(['ldlpfc-itbs-threed-2018', 'ldlpfc-snt-cole-2022']));
      expect(await codes('targetRegion=S2')).toEqual(['s2-hf10-lindholm-2015']);
      expect(await codes('modality=deep-tms&indication=depression')).toEqual(['deep-h1-levkovitz-2015']);
      expect((await codes('status=draft')).sort()).toEqual(CATALOGUE.filter(({ active }) => !active).map(({ code }) => code).sort());
      expectStatus(await clinic.as('clinician').get('/v1/protocols?modality=magnets'), 400);

      const whole = await codes('');
      const paged: string[] = [];
      for (let cursor = ''; ; ) {
        const page = expectStatus(await clinic.as('clinician').get(`/v1/protocols?limit=10${cursor}`), 200);
        paged.push(...page.items.map(({ code }: Json) => code));
        if (page.nextCursor === null) break;
        cursor = `&cursor=${page.nextCursor}`;
      }
      expect(paged).toEqual(whole);
    });
  });
});

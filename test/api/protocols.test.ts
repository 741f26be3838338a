import pg from 'pg';
import { CATALOGUE } from '../../src/protocols/catalogue/index.js';
import { stockLibrary } from '../../src/protocols/index.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

/** A dose that no rule has anything to say about, apart from its note on the margin. */
const SAFE = { frequencyHz: 10, intensityPercentRmt: 80, pulsesPerTrain: 50, trainDurationSeconds: 5, interTrainIntervalSeconds: 25, trains: 20, totalPulses: 1000 };
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
  const publish = (id: string, version = 1) => clinic.as('clinician').post(`/v1/protocols/${id}/versions/${version}/publish`);
  const byCode = async (code: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/protocols?code=${code}`), 200).items[0];
  const contentOf = ({ modality, targetRegion, hemisphere, stimulation, sessionMinutes, phases, indications, evidence }: Json): Json => ({ modality, targetRegion, hemisphere, stimulation, sessionMinutes, phases, indications, evidence });

  describe('as a clinic starts with it', () => {
    it('is the catalogue, by name: what is verified published, the rest as drafts that say why', async () => {
      const { items } = expectStatus(await clinic.as('operator').get('/v1/protocols?limit=200'), 200);
      const stocked = items.filter(({ catalogueCode }: Json) => catalogueCode !== null);
      expect(stocked).toHaveLength(CATALOGUE.length);
      for (const entry of CATALOGUE) {
        const { version, status, stimulation, offLabel, evidence, note } = stocked.find(({ catalogueCode }: Json) => catalogueCode === entry.code);
        const { code, active, ...as } = entry;
        const expected = { code, version: 1, status: active ? 'published' : 'draft', stimulation: as.stimulation, offLabel: as.offLabel, evidence: as.evidence };
        expect({ code, version, status, stimulation, offLabel, evidence }).toEqual(expected);
        if (!entry.active) expect(note).toMatch(/\w/);
      }
      const attal = stocked.find(({ code }: Json) => code === 'm1-hf10-attal-2021');
      expect(attal.parameterProvenance).toMatchObject({ totalPulses: 'published', intensityPercentRmt: 'recalled' });
    });

    it('is filled once, however often it is stocked', async () => {
      const count = async (): Promise<number> => expectStatus(await clinic.as('admin').get('/v1/protocols?limit=200'), 200).items.length;
      const before = await count();
      await service.database.work({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, stockLibrary);
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

  describe('a version', () => {
    it('is drafted, published, and edited into the next draft, while the published one stays the one that counts', async () => {
      const answer = await clinic.as('clinician').post('/v1/protocols', newProtocol());
      const first = expectStatus(answer, 201);
      expect(answer.headers['location']).toBe(`/v1/protocols/${first.id}`);
      expect(first).toMatchObject({ ...contentOf(CONTENT), version: 1, status: 'draft', offLabel: true, validatedException: false, publishedAt: null, catalogueCode: null });
      expect(expectStatus(await publish(first.id), 200)).toMatchObject({ version: 1, status: 'published', publishedAt: expect.any(String) });

      const edited = await clinic.as('clinician').post(`/v1/protocols/${first.id}/versions`, { ...CONTENT, sessionMinutes: 20 });
      expect(expectStatus(edited, 201)).toMatchObject({ version: 2, status: 'draft', sessionMinutes: 20 });
      expect(edited.headers['location']).toBe(`/v1/protocols/${first.id}/versions/2`);
      expect(expectStatus(await clinic.as('operator').get(`/v1/protocols/${first.id}`), 200)).toMatchObject({ version: 1, status: 'published', sessionMinutes: 10 });
      expect(expectStatus(await clinic.as('operator').get(`/v1/protocols/${first.id}/versions/2`), 200)).toMatchObject({ version: 2, sessionMinutes: 20 });

      expectStatus(await publish(first.id, 2), 200);
      expect(expectStatus(await clinic.as('operator').get(`/v1/protocols/${first.id}`), 200)).toMatchObject({ version: 2, status: 'published' });
      expect(expectStatus(await clinic.as('operator').get(`/v1/protocols/${first.id}/versions/1`), 200)).toMatchObject({ status: 'published', ...contentOf(CONTENT) });
      const page = expectStatus(await clinic.as('operator').get(`/v1/protocols/${first.id}/versions?limit=1`), 200);
      expect(page.items.map(({ version }: Json) => version)).toEqual([2]);
      expect(expectStatus(await clinic.as('operator').get(`/v1/protocols/${first.id}/versions?limit=1&cursor=${page.nextCursor}`), 200)).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
    });

    it('counts on when several clinicians draft at once', async () => {
      const { id } = await draft();
      const answers = await Promise.all([1, 2, 3, 4].map(() => clinic.as('clinician').post(`/v1/protocols/${id}/versions`, CONTENT)));
      expect(answers.map((answer) => expectStatus(answer, 201).version).sort()).toEqual([2, 3, 4, 5]);
    });

    it('is published once, also when two do so at once, and again only as a replay', async () => {
      const { id } = await draft();
      const key = { 'idempotency-key': 'publish-once' };
      const once = await clinic.as('clinician').post(`/v1/protocols/${id}/versions/1/publish`, undefined, key);
      const again = await clinic.as('clinician').post(`/v1/protocols/${id}/versions/1/publish`, undefined, key);
      expect(expectStatus(again, 200)).toEqual(expectStatus(once, 200));
      expect(expectStatus(await publish(id), 409)).toMatchObject({ code: 'wrong-state', state: 'published' });

      const other = await draft();
      const both = await Promise.all([publish(other.id), clinic.as('clinician2').post(`/v1/protocols/${other.id}/versions/1/publish`)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('is not there under a number that no version has', async () => {
      const { id } = await draft();
      for (const n of ['2', '0', '-1', '1.0', '01', 'one', '99999999999']) {
        expectStatus(await clinic.as('operator').get(`/v1/protocols/${id}/versions/${n}`), 404);
        expectStatus(await clinic.as('clinician').post(`/v1/protocols/${id}/versions/${n}/publish`), 404);
      }
    });

    it('never changes once published: not by the service’s role, not by the owner of the table', async () => {
      const { id } = await draft();
      expectStatus(await publish(id), 200);
      const before = expectStatus(await clinic.as('operator').get(`/v1/protocols/${id}/versions/1`), 200);
      const client = new pg.Client(service.databaseOfTest.ownerUrl);
      await client.connect();
      try {
        await client.query(`select set_config('app.clinic_id', $1, false)`, [clinic.id]);
        const { rows: columns } = await client.query(`select attname as name from pg_attribute where attrelid = 'protocol_versions'::regclass and attnum > 0 and not attisdropped`);
        expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['stimulation', 'blocks', 'pause_between_blocks_seconds', 'parameters', 'phases', 'validated_exception']));
        for (const role of ['tms_service', 'owner']) {
          await client.query(role === 'owner' ? 'reset role' : `set role ${role}`);
          const there = await client.query('select status from protocol_versions where protocol_id = $1', [id]);
          expect(there.rows).toEqual([{ status: 'published' }]);
          for (const { name } of columns) {
            await expect(client.query(`update protocol_versions set ${name} = ${name} where protocol_id = $1`, [id])).rejects.toMatchObject({ code: '42501' });
          }
          await expect(client.query(`update protocol_versions set status = 'draft', published_at = null where protocol_id = $1`, [id])).rejects.toMatchObject({ code: '42501' });
          await expect(client.query('delete from protocol_versions where protocol_id = $1', [id])).rejects.toMatchObject({ code: '42501' });
          await expect(client.query('truncate protocol_versions cascade')).rejects.toMatchObject({ code: '42501' });
        }
      } finally {
        await client.end();
      }
      expect(expectStatus(await clinic.as('operator').get(`/v1/protocols/${id}/versions/1`), 200)).toEqual(before);
    });

    it('cannot be smuggled past publication: a draft changes in nothing but that it is published', async () => {
      const { id } = await draft();
      const client = new pg.Client(service.databaseOfTest.ownerUrl);
      await client.connect();
      try {
        await client.query(`select set_config('app.clinic_id', $1, false)`, [clinic.id]);
        const smuggle = `update protocol_versions set status = 'published', published_at = now(), session_minutes = 99 where protocol_id = $1`;
        await expect(client.query(smuggle, [id])).rejects.toMatchObject({ code: '42501' });
        await client.query('set role tms_service');
        await expect(client.query(smuggle, [id])).rejects.toMatchObject({ code: '42501' });
      } finally {
        await client.end();
      }
    });

    it('has no route that would change or delete any part of it', async () => {
      const { id } = await draft();
      expectStatus(await publish(id), 200);
      const before = expectStatus(await clinic.as('operator').get(`/v1/protocols/${id}/versions/1`), 200);
      const bodies = [undefined, ...Object.entries(before).map(([part, value]) => ({ [part]: value }))];
      for (const path of [`/v1/protocols/${id}`, `/v1/protocols/${id}/versions/1`]) {
        for (const [method, body] of [['DELETE', undefined], ...['PUT', 'PATCH'].flatMap((verb) => bodies.map((one) => [verb, one]))] as [string, Json][]) expect([404, 405]).toContain((await clinic.as('clinician').send(method, path, body)).status);
      }
      expectStatus(await publish(id), 409);
      expect(expectStatus(await clinic.as('operator').get(`/v1/protocols/${id}/versions/1`), 200)).toEqual(before);
    });
  });

  it('retires a protocol: running courses keep it, no new one starts with it', async () => {
    const clinician = clinic.as('clinician');
    const { id } = await draft();
    expectStatus(await publish(id), 200);
    const patient = expectStatus(await clinic.as('front-desk').post('/v1/patients', { mrn: 'R-1', givenName: 'Rosa', familyName: 'Retired', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' }), 201);
    const course = { patientId: patient.id, protocolId: id, hemisphere: 'left', target: { method: 'motor-hotspot' } };
    const running = expectStatus(await clinician.post('/v1/courses', course), 201);

    expect(expectStatus(await clinician.post(`/v1/protocols/${id}/retire`), 200)).toMatchObject({ id, status: 'retired', version: 1 });
    expect(expectStatus(await clinician.post('/v1/courses', course), 409).code).toBe('protocol-retired');
    expect(expectStatus(await clinician.get(`/v1/courses/${running.id}`), 200)).toMatchObject({ status: 'draft', protocolId: id });
    expect(expectStatus(await clinician.post(`/v1/protocols/${id}/retire`), 409)).toMatchObject({ code: 'wrong-state', state: 'retired' });
    expect(expectStatus(await clinician.post(`/v1/protocols/${id}/versions`, CONTENT), 409).code).toBe('wrong-state');
    const retired = expectStatus(await clinician.get('/v1/protocols?status=retired'), 200).items.map((item: Json) => item.id);
    expect(retired).toEqual([id]);
  });

  it('refuses what cannot be a protocol, with a pointer to each fault', async () => {
    const refused = await clinic.as('clinician').post('/v1/protocols', newProtocol({ code: 'Not Kebab', sessionMinutes: 241, phases: [{ name: 'induction', sessions: 0, sessionsPerDay: 1 }], targetRegion: 'knee', colour: 'blue' }));
    expect(expectStatus(refused, 400).errors.map(({ pointer }: Json) => pointer).sort()).toEqual(['/code', '/colour', '/phases/0/sessions', '/sessionMinutes', '/targetRegion']);
    const rhythms = [{ name: 'induction', sessions: 5, sessionsPerWeek: 5, everyDays: 7, sessionsPerDay: 1 }];
    expect(expectStatus(await clinic.as('clinician').post('/v1/protocols', newProtocol({ phases: rhythms })), 400).errors[0].pointer).toBe('/phases/0/everyDays');
    expectStatus(await clinic.as('clinician').post('/v1/protocols', newProtocol({ phases: Array(13).fill(CONTENT.phases[0]) })), 400);
    const { code } = await draft();
    expect(expectStatus(await clinic.as('clinician').post('/v1/protocols', newProtocol({ code })), 409).code).toBe('duplicate-code');
  });

  it('belongs to its clinic: another clinic’s protocols are not there, its codes are free', async () => {
    const mine = await draft();
    const other = await service.newClinic();
    const paths = [`/v1/protocols/${mine.id}`, `/v1/protocols/${mine.id}/versions`, `/v1/protocols/${mine.id}/versions/1`];
    for (const path of paths) expectStatus(await other.as('clinician').get(path), 404);
    for (const body of [CONTENT, { bogus: 1 }]) expectStatus(await other.as('clinician').post(`/v1/protocols/${mine.id}/versions`, body), 404);
    expectStatus(await other.as('clinician').post(`/v1/protocols/${mine.id}/versions/1/publish`), 404);
    expectStatus(await other.as('clinician').post(`/v1/protocols/${mine.id}/retire`), 404);
    expectStatus(await clinic.as('clinician').get('/v1/protocols/not-an-id'), 404);
    const { items } = expectStatus(await other.as('clinician').get('/v1/protocols?limit=200'), 200);
    expect(items.map(({ id }: Json) => id)).not.toContain(mine.id);
    expectStatus(await other.as('clinician').post('/v1/protocols', newProtocol({ code: mine.code })), 201);
    expect(await byCode(mine.code)).toMatchObject({ id: mine.id });
  });

  it('is read by those who treat, and written by clinicians alone', async () => {
    const { id } = await draft();
    const dose = { modality: 'rtms', stimulation: SAFE };
    for (const role of ['admin', 'clinician', 'operator'] as const) {
      expectStatus(await clinic.as(role).get('/v1/protocols'), 200);
      expectStatus(await clinic.as(role).post('/v1/protocols/check', dose), 200);
    }
    for (const role of ['front-desk', 'auditor'] as const) {
      for (const path of ['', `/${id}`]) expectStatus(await clinic.as(role).get(`/v1/protocols${path}`), 403);
      expectStatus(await clinic.as(role).post('/v1/protocols/check', dose), 403);
    }
    for (const role of ['admin', 'operator', 'front-desk', 'auditor'] as const) {
      const writes = [['', newProtocol()], [`/${id}/versions`, CONTENT], [`/${id}/versions/1/publish`, undefined], [`/${id}/retire`, undefined]] as const;
      for (const [path, body] of writes) expectStatus(await clinic.as(role).post(`/v1/protocols${path}`, body), 403);
    }
    expectStatus(await service.anyone().get('/v1/protocols'), 401);
  });

  it('tells the auditor who drafted and published', async () => {
    const { id } = await draft();
    expectStatus(await publish(id), 200);
    const { items } = expectStatus(await clinic.as('auditor').get('/v1/audit-events?limit=2'), 200);
    expect(items.map(({ action, actorId }: Json) => [action, actorId])).toEqual(expect.arrayContaining([['protocol.published', clinic.staff.clinician.id], ['protocol.drafted', clinic.staff.clinician.id]]));
  });
});

import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service } from '../support/service.js';
import { draftCourse } from '../support/world.js';

const PROTOCOL = {
  code: 'own-four-eyes',
  name: 'Own protocol',
  modality: 'rtms',
  targetRegion: 'M1',
  hemisphere: 'contralateral-to-pain',
  stimulation: { frequencyHz: 10, intensityPercentRmt: 80, pulsesPerTrain: 50, trainDurationSeconds: 5, interTrainIntervalSeconds: 25, trains: 20, totalPulses: 1000 },
  sessionMinutes: 10,
  phases: [{ name: 'induction', sessions: 10, sessionsPerWeek: 5, sessionsPerDay: 1 }],
  indications: ['neuropathic-pain'],
  evidence: { citation: 'Our own practice' },
};

describe('a protocol', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  describe('of a clinic that wants four eyes', () => {
    it('is published once a second clinician approved it, and nobody wants changes', async () => {
      const careful = await service.newClinic();
      expectStatus(await careful.as('admin').patch('/v1/clinic', { protocolReview: 'second-clinician' }), 200);
      const { id } = expectStatus(await careful.as('clinician').post('/v1/protocols', PROTOCOL), 201);
      const version = `/v1/protocols/${id}/versions/1`;
      const review = (who: 'clinician' | 'clinician2' | 'operator', decision: string) => careful.as(who).post(`${version}/review`, { decision, comment: 'read twice' });
      expect(expectStatus(await careful.as('clinician').post(`${version}/publish`), 409).code).toBe('review-required');
      expect(expectStatus(await review('clinician', 'approved'), 409).code).toBe('own-draft');
      expectStatus(await review('operator', 'approved'), 403);
      // One that could not be published is sent back, not approved: 20 trains of 5 s and 25 s between them take ten minutes.
      const { code: _code, name: _name, ...content } = PROTOCOL;
      expectStatus(await careful.as('clinician').post(`/v1/protocols/${id}/versions`, { ...content, sessionMinutes: 9 }), 201);
      const short = (decision: string) => careful.as('clinician2').post(`/v1/protocols/${id}/versions/2/review`, { decision, comment: 'too short' });
      expect(expectStatus(await short('approved'), 409)).toMatchObject({ code: 'shorter-than-dose', errors: [{ pointer: '/sessionMinutes' }] });
      expectStatus(await short('changes-wanted'), 200);
      expectStatus(await review('clinician2', 'changes-wanted'), 200);
      expect(expectStatus(await careful.as('clinician2').post(`${version}/publish`), 409).code).toBe('review-required');
      expect(expectStatus(await review('clinician2', 'approved'), 200).reviews.map(({ decision }: Json) => decision)).toEqual(['changes-wanted', 'approved']);
      expect(expectStatus(await careful.as('clinician').post(`${version}/publish`), 200).status).toBe('published');
      expect(expectStatus(await review('clinician2', 'approved'), 409).code).toBe('wrong-state');
    });
  });

  it('once published is nobody’s to change by SQL, in no way, and a course goes on with the version it was prescribed by', async () => {
    const clinic = await service.newClinic();
    const clinician = clinic.as('clinician');
    const { id } = expectStatus(await clinician.post('/v1/protocols', PROTOCOL), 201);
    expectStatus(await clinician.post(`/v1/protocols/${id}/versions/1/publish`, {}), 200);
    const { courseId } = await draftCourse(service, clinic, { protocolCode: PROTOCOL.code });
    const { code: _code, name: _name, ...content } = PROTOCOL;
    expectStatus(await clinician.post(`/v1/protocols/${id}/versions`, { ...content, sessionMinutes: 30 }), 201);
    expectStatus(await clinician.post(`/v1/protocols/${id}/versions/2/publish`, {}), 200);
    const before = expectStatus(await clinician.get(`/v1/protocols/${id}/versions/1`), 200);
    const client = new pg.Client(service.databaseOfTest.ownerUrl);
    await client.connect();
    await client.query(`select set_config('app.clinic_id', $1, false)`, [clinic.id]);
    await client.query('set role tms_service');
    const columns = 'clinic_id, gen_random_uuid(), protocol_id, version, status, modality, target_region, hemisphere, stimulation, 99, phases, indications, evidence, clearance, validated_exception, parameter_provenance, created_at, published_at';
    const names = columns.replace('gen_random_uuid()', 'id').replace('99', 'session_minutes');
    const attacks = [
      'alter table protocol_versions disable trigger all', 'set session_replication_role = replica', 'drop trigger protocol_versions_unchanged on protocol_versions', 'alter table protocol_versions no force row level security',
      `insert into protocol_versions (${names}) select ${columns} from protocol_versions on conflict (clinic_id, protocol_id, version) do update set session_minutes = 99`,
      `insert into protocol_versions (${names}) select ${columns} from protocol_versions on conflict (clinic_id, protocol_id, version) do update set published_by = excluded.created_by`,
      `merge into protocol_versions v using courses c on c.protocol_id = v.protocol_id when matched then update set session_minutes = 99`,
      `with changed as (update protocol_versions set status = status returning 1) select * from changed`,
      ...['protocol_id', 'protocol_version', 'modality', 'patient_id', 'condition_id', 'prescribed_by', 'created_at', 'hemisphere', 'target', 'referred_on'].map((pinned) => `update courses set ${pinned} = ${pinned}`),
    ];
    const codes: string[] = [];
    for (const attack of attacks) codes.push(await client.query(attack).then(() => attack, (fault: { code: string }) => fault.code));
    await client.end();
    expect([...new Set(codes)]).toEqual(['42501']);
    expect(expectStatus(await clinician.get(`/v1/protocols/${id}/versions/1`), 200)).toEqual(before);
    expect(expectStatus(await clinician.get(`/v1/courses/${courseId}`), 200)).toMatchObject({ protocolId: id, protocolVersion: 1, sessionMinutes: 10 });
  });
});

import type { DataSource } from 'typeorm';
import { getDataSourceToken } from '@nestjs/typeorm';
import { sql } from '../../src/platform/database/sql.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

// A pooler hands out a connection for each transaction: nothing may be set or prepared on one and be missed on the next.
describe('behind a pooler that pools transactions', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService({ DATABASE_POOLER: 'transaction' });
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  it('works as the unprivileged role, with every wait bounded, in each transaction', async () => {
    expect((await service.anyone().get('/health/ready')).status).toBe(200);
    const asker = { clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined };
    const inside = await service.database.read(asker, (reader) =>
      reader.one(sql`select current_user as role, current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock, current_setting('timezone') as zone, current_setting('transaction_isolation') as isolation`),
    );
    expect(inside).toEqual({ role: 'tms_service', statement: '10s', lock: '3s', zone: 'UTC', isolation: 'read committed' });
  });

  it('reads and writes as ever, and leaves nothing on a connection', async () => {
    const patient = { mrn: 'P-1', givenName: 'Ana', familyName: 'Pool', birthDate: '1970-01-01', sexAtBirth: 'female', handedness: 'right' };
    expect((await clinic.as('clinician').post('/v1/patients', patient)).status).toBe(201);
    expect((await clinic.as('clinician').get('/v1/patients?q=pool')).body.items).toHaveLength(1);
    const dataSource = service.app.get<DataSource>(getDataSourceToken());
    const left = await dataSource.query("select current_user <> 'tms_service' as itself, current_setting('statement_timeout') as statement, (select count(*)::int from pg_prepared_statements) as prepared, current_setting('app.clinic_id', true) as clinic");
    expect(left).toEqual([{ itself: true, statement: '0', prepared: 0, clinic: expect.not.stringMatching(/./) }]);
  });
});

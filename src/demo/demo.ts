import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { addDevice, addRoom, openClinic } from '../clinics/index.js';
import { addStaff } from '../identity/index.js';
import type { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { askLicensedByTopic, stateEveryLicence } from '../outcome-measures/index.js';
import { stockLibrary } from '../protocols/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { DEMO_CLINICS, DEMO_STAFF, type DemoClinic } from './demo-clinics.js';

/**
 * Two clinics to try the service on, loaded the first time only. Nobody in them is a real person.
 * @returns lines for the console: the logins, with the password when it was made just now
 */
export async function loadDemo(app: NestFastifyApplication, config: Config): Promise<string[]> {
  const database = app.get(Database);
  const password = config.demoPassword ?? randomBytes(9).toString('base64url');
  let loaded = false;
  for (const clinic of DEMO_CLINICS) {
    const asker = { clinicId: clinic.id, staffId: undefined, requestId: 'demo', ip: undefined };
    if (await database.read(asker, (reader) => reader.maybe(sql`select 1 as there from clinics where id = ${clinic.id}`))) continue;
    await database.work(asker, (work) => furnish(work, clinic, password));
    loaded = true;
  }
  return [
    `Demo logins:     ${DEMO_STAFF.map(({ name }) => `${name}@`).join(' ')}`,
    `                 at ${DEMO_CLINICS.map(({ domain }) => domain).join(' and ')}`,
    loaded ? `Demo password:   ${password}` : 'Demo password:   as at the first start (kept in demo-password of the data folder, unless DEMO_PASSWORD was set)',
  ];
}

async function furnish(work: Work, clinic: DemoClinic, password: string): Promise<void> {
  await openClinic(work, clinic);
  await stockLibrary(work);
  await stateEveryLicence(work, 'For trying things out: nobody in this clinic is a real patient.');
  await askLicensedByTopic(work);
  for (const room of clinic.rooms) await addRoom(work, { name: room });
  for (const device of clinic.devices) await addDevice(work, device);
  for (const { name, displayName, roles } of DEMO_STAFF) {
    await addStaff(work, { email: `${name}@${clinic.domain}`, displayName, roles: [...roles], password });
  }
}

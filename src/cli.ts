import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { makeApplication } from './application.js';
import { printHeads, verifyTrails } from './cli-audit.js';
import { backup, compare, restore } from './cli-backup.js';
import { openClinic } from './clinics/index.js';
import { addStaff, signingKeyChange } from './identity/index.js';
import { Clock } from './platform/clock/clock.js';
import { readConfig } from './platform/config/config.js';
import { Database } from './platform/database/database.js';
import { migrate } from './platform/database/migrate.js';
import { newId } from './platform/kernel/uuid.js';
import { makeLogger } from './platform/observability/logger.js';
import { stockLibrary } from './protocols/index.js';

const USAGE = `npm run cli -- migrate
npm run cli -- make-signing-key
npm run cli -- create-clinic --name "Harbour Pain Clinic" --time-zone America/New_York --admin-email admin@example.org --admin-name "A. Admin"
npm run cli -- audit-head [--clinic ID]
npm run cli -- audit-verify [--clinic ID] [--anchor FILE]
npm run cli -- backup --to FOLDER
npm run cli -- restore --from FOLDER
npm run cli -- compare --from FOLDER

create-clinic makes a clinic with the catalogue of published protocols, weekday hours from 08:00 to 18:00 and its first
admin, whose password it prints once. make-signing-key prints a new key for access tokens and, where one is set, what
the other processes have to believe while it takes over (docs/operations.md). audit-head prints how far the trails are
sealed, signed, to be kept elsewhere; audit-verify recomputes them, against a file of such heads where one is given, names
the first entry that is not as it was and each signed session that is no longer what was signed, and then ends with status 1. backup (with BACKUP_DATABASE_URL, a role that reads
everything) saves a dump with counts and checksums of every table; restore (with RESTORE_DATABASE_URL, a superuser on an
empty database) brings it back, whole or not at all, and compare holds a database against it: every table, every trail.
`;

const WEEKDAYS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' }));

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, 'time-zone': { type: 'string' }, 'admin-email': { type: 'string' }, 'admin-name': { type: 'string' }, clinic: { type: 'string' }, anchor: { type: 'string' }, to: { type: 'string' }, from: { type: 'string' } },
  });
  const [command] = positionals;
  if (command === 'make-signing-key') return void process.stdout.write(await signingKeyChange(process.env['TOKEN_SIGNING_KEY'] || undefined, process.env['AUDIT_HEAD_KEYS'] || undefined));
  if (command === 'backup' || command === 'restore' || command === 'compare') return void process.stdout.write(await keep(command, command === 'backup' ? values.to : values.from));
  const config = readConfig(process.env);
  if (command === 'migrate') return migrate(config.migrationDatabaseUrl);
  if (command === 'audit-head' || command === 'audit-verify') {
    const app = await makeApplication(config, new Clock(config.clock), makeLogger('warn'));
    try {
      if (command === 'audit-head') await printHeads(app, values.clinic);
      else if (!(await verifyTrails(app, values.clinic, values.anchor))) process.exitCode = 1;
    } finally {
      await app.close();
    }
    return;
  }
  const { name, 'time-zone': timeZone, 'admin-email': email, 'admin-name': displayName } = values;
  if (command !== 'create-clinic' || !name || !timeZone || !email || !displayName) throw new Error(USAGE);
  await migrate(config.migrationDatabaseUrl);
  const app = await makeApplication(config, new Clock(config.clock), makeLogger('warn'));
  try {
    const password = randomBytes(12).toString('base64url');
    const asker = { clinicId: newId(), staffId: undefined, requestId: 'cli', ip: undefined };
    await app.get(Database).work(asker, async (work) => {
      await openClinic(work, { name, timeZone, openingHours: WEEKDAYS, slotMinutes: 15, turnoverMinutes: 10 });
      await stockLibrary(work);
      await addStaff(work, { email, displayName, roles: ['admin'], password });
    });
    process.stdout.write(`clinic   ${asker.clinicId}\nadmin    ${email}\npassword ${password}\n`);
  } finally {
    await app.close();
  }
}

async function keep(command: 'backup' | 'restore' | 'compare', folder: string | undefined): Promise<string> {
  const setting = command === 'backup' ? 'BACKUP_DATABASE_URL' : 'RESTORE_DATABASE_URL';
  const url = process.env[setting];
  if (folder === undefined) throw new Error(USAGE);
  if (!url) throw new Error(`${setting} is required: docs/operations.md says which role it takes`);
  if (command === 'backup') return backup(url, folder, process.env);
  return command === 'restore' ? restore(url, folder, process.env) : compare(url, folder);
}

main().catch((fault: unknown) => {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
});

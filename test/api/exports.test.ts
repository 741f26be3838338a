import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expectStatus, type Json } from '../support/caller.js';
import { manyCourses, past } from '../support/many-courses.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { newPatient } from '../support/world.js';

const SESSIONS = 5_000;
const FILL = readFileSync(new URL('../../bench/many-sessions.sql', import.meta.url), 'utf8');
let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  await manyCourses(service, clinic, 50);
  await past(service, async (client) => void (await client.query(FILL, [clinic.id, SESSIONS])));
});
afterAll(() => service.stop());

const text = async (path: string): Promise<string> => {
  const answer = await clinic.as('clinician').get(`/v1/exports/${path}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.text;
};
const rows = async (path: string): Promise<Record<string, string>[]> => parse<Record<string, string>>(await text(path), { columns: true });
const lines = async (path: string): Promise<Json[]> => (await text(path)).split('\n').filter(Boolean).map((line) => JSON.parse(line) as Json);

describe('an export', () => {
  it('holds every session, as the tables have it', async () => {
    const found = (await rows('sessions.csv')).map(({ id, status, startsAt, deliveredPulses }) => [id, status, startsAt, deliveredPulses].join('|'));
    await past(service, async (client) => {
      const { rows: [sum] } = await client.query<{ n: number; digest: string }>(`select count(*)::int as n, encode(sha256(convert_to(string_agg(
        concat_ws('|', id, status, iso(starts_at), coalesce(delivered ->> 'totalPulses', '')), E'\\n' order by id), 'UTF8')), 'hex') as digest from sessions where clinic_id = $1`, [clinic.id]);
      expect(found).toHaveLength(SESSIONS);
      expect({ n: found.length, digest: createHash('sha256').update(found.join('\n')).digest('hex') }).toEqual(sum);
    });
  });

  it('says the same in both formats', async () => {
    const [csv, ndjson] = [await rows('assessments.csv'), await lines('assessments.ndjson')];
    expect(csv.length).toBe(ndjson.length);
    expect(csv.map(({ id, score, answers }) => [id, Number(score), answers])).toEqual(ndjson.map(({ id, score, answers }) => [id, score, JSON.stringify(answers)]));
  });

  it('goes on after a break without losing or repeating a row', async () => {
    const all = (await rows('sessions.csv')).map(({ id }) => id);
    const rest = (await rows(`sessions.csv?cursor=${all[2_999]}`)).map(({ id }) => id);
    expect(rest).toEqual(all.slice(3_000));
    expect(new Set(all).size).toBe(SESSIONS);
  });

  it('lets no text become a formula', async () => {
    await newPatient(clinic, { givenName: '=HYPERLINK("https://evil.example")', familyName: '+1', email: null });
    const patient = (await rows('patients.csv')).find(({ familyName }) => familyName === "'+1");
    expect(patient).toMatchObject({ givenName: `'=HYPERLINK("https://evil.example")`, email: '' });
    expect((await rows('sessions.csv')).some(({ statusReason }) => /^[=+@-]/.test(statusReason ?? ''))).toBe(false);
  });

  it('is of one’s own clinic, for those who may, and in the trail', async () => {
    const other = await service.newClinic();
    expect((await other.as('clinician').get('/v1/exports/sessions.csv')).text.split('\r\n')).toHaveLength(2);
    for (const role of ['operator', 'front-desk', 'auditor'] as const) expectStatus(await clinic.as(role).get('/v1/exports/sessions.csv'), 403);
    const { items } = expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=export.made&limit=1'), 200);
    expect(items[0]).toMatchObject({ action: 'export.made', changes: { table: { to: 'sessions' }, deidentified: { to: false } } });
  });

  it('has the columns that its schema states', async () => {
    const { tables } = expectStatus(await clinic.as('clinician').get('/v1/exports/schema'), 200);
    for (const { table, columns } of tables) {
      for (const variant of ['identified', 'deidentified'] as const) {
        const [header] = (await text(`${table}.csv?deidentified=${variant === 'deidentified'}`)).split('\r\n');
        expect(header?.split(',')).toEqual(columns.filter((column: Json) => column[variant]).map(({ name }: Json) => name));
      }
    }
  });
});

describe('the schema of an export', () => {
  it('lists every value that stands in a column of codes, as the tables allow them', async () => {
    const { tables } = expectStatus(await clinic.as('clinician').get('/v1/exports/schema'), 200);
    const columns: Json[] = tables.flatMap(({ table, columns: own }: Json) => own.filter(({ codes }: Json) => codes).map((column: Json) => ({ table, ...column })));
    expect(columns.map(({ table, name }) => `${table}.${name}`)).toEqual(['patients.sexAtBirth', 'patients.handedness', 'sessions.kind', 'sessions.status']);
    await past(service, async (client) => {
      for (const { table, name, codes } of columns) {
        const constraint = `${table}_${String(name).replaceAll(/([A-Z])/g, (letter) => `_${letter.toLowerCase()}`)}_check`;
        const { rows: [found] } = await client.query<{ text: string }>('select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1', [constraint]);
        expect([...(found?.text ?? '').matchAll(/'([a-z-]+)'/g)].map(([, code]) => code).sort()).toEqual([...codes].sort());
      }
    });
  });
});

describe('a de-identified export', () => {
  it('holds nothing of what safe harbour takes out', async () => {
    const old = await newPatient(clinic, { givenName: 'Methuselah', familyName: 'Oldest', birthDate: '1931-07-09', phone: '+1 555 0100', email: 'old@mail.example' });
    const identified = await rows('patients.csv');
    for (const table of ['patients', 'sessions', 'assessments']) {
      const whole = await text(`${table}.ndjson?deidentified=true`);
      const secrets = identified.flatMap(({ id, mrn, givenName, familyName, birthDate, email, phone }) => [id, mrn, givenName, familyName, birthDate, email, phone]).filter(Boolean);
      expect(secrets.filter((secret) => whole.includes(`"${secret}"`))).toEqual([]);
      // No date but a year, no time, no address, nothing written by hand.
      expect(whole).not.toMatch(/\d{4}-\d{2}-\d{2}[T"]|\d{2}:\d{2}|@|SUM|moved/);
    }
    expect(old).toBeTruthy();
    const ages = (await lines('patients.ndjson?deidentified=true')).map(({ age }) => age as number);
    expect(Math.max(...ages)).toBe(90);
  });

  it('joins over the same pseudonyms, and goes on after a break', async () => {
    const [patients, sessions] = [await lines('patients.ndjson?deidentified=true'), await lines('sessions.ndjson?deidentified=true')];
    const known = new Set(patients.map(({ id }) => id as string));
    expect(sessions.every(({ patientId }) => known.has(patientId as string))).toBe(true);
    expect(new Set(patients.map(({ id }) => id as string)).size).toBe(patients.length);
    expect(await lines(`sessions.ndjson?deidentified=true&cursor=${sessions[99]?.id}`)).toEqual(sessions.slice(100));
  });

  it('keeps intervals and doses', async () => {
    const [session] = await lines('sessions.ndjson?deidentified=true');
    expect(session).toMatchObject({ year: 2023, dayOfCourse: expect.any(Number), durationMinutes: 30, prescribedPulses: 3000 });
  });
});

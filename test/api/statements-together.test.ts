import { setTimeout as sleep } from 'node:timers/promises';
import { plainSearchText } from '../../src/patients/search-words.js';
import type { Asker } from '../../src/platform/database/database.js';
import { sql } from '../../src/platform/database/sql.js';
import { together } from '../../src/platform/database/together.js';
import type { Work } from '../../src/platform/database/work.js';
import { notFound, Refusal } from '../../src/platform/errors/refusal.js';
import { newId } from '../../src/platform/kernel/uuid.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinic: TestClinic;
let nobody: Asker;

beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  nobody = { clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined };
});
afterAll(() => service.stop());

const addRoom = (work: Work, name: string): Promise<number> => work.run(sql`insert into rooms (clinic_id, id, name, status) values (${clinic.id}, ${newId()}, ${name}, 'in-service')`);
const roomsCalled = (name: string): Promise<number> => service.database.read(nobody, async (reader) => (await reader.many(sql`select 1 as there from rooms where clinic_id = ${clinic.id} and name = ${name}`)).length);
const fail = (work: Work): Promise<number> => work.run(sql`select 1 / (length(${'x'}) - 1)`);

it('a branch that is still under way when its transaction is over writes into nobody else’s', async () => {
  let late: Promise<unknown> = Promise.resolve();
  await expect(
    service.database.work(nobody, async (work) => {
      late = sleep(30).then(() => addRoom(work, 'Late'));
      late.catch(() => undefined);
      await addRoom(work, 'Undone');
      throw notFound();
    }),
  ).rejects.toThrow(Refusal);
  await expect(late).rejects.toThrow('This transaction is over');
  expect([await roomsCalled('Late'), await roomsCalled('Undone')]).toEqual([0, 0]);
});

it('a fault that nobody heard of is not told as success', async () => {
  const swallowing = service.database.work(nobody, async (work) => {
    await addRoom(work, 'Swallowed');
    await fail(work).catch(() => 0);
    return 'done';
  });
  await expect(swallowing).rejects.toMatchObject({ cause: { code: '22012' } });
  const sending = service.database.work(nobody, async (work) => {
    await addRoom(work, 'Swallowed');
    work.send(sql`select 1 / (length(${'x'}) - 1)`);
    return 'done';
  });
  await expect(sending).rejects.toMatchObject({ cause: { code: '22012' } });
  expect(await roomsCalled('Swallowed')).toBe(0);
});

it('of several that go out together the fault of the first that failed is told, and what was sent is done when all was well', async () => {
  await expect(service.database.work(nobody, (work) => together(addRoom(work, 'Together'), fail(work), addRoom(work, 'Together')))).rejects.toMatchObject({ cause: { code: '22012' } });
  await expect(service.database.work(nobody, (work) => Promise.all([sleep(20).then(() => addRoom(work, 'Together')), fail(work)]))).rejects.toMatchObject({ cause: { code: '22012' } });
  expect(await roomsCalled('Together')).toBe(0);
  await service.database.work(nobody, async (work) => work.send(sql`insert into rooms (clinic_id, id, name, status) values (${clinic.id}, ${newId()}, 'Together', 'in-service')`));
  expect(await roomsCalled('Together')).toBe(1);
});

it('a login that has ended learns nothing, not even why it would be refused, and gets no further than its first statement', async () => {
  const ended: Asker = { ...nobody, staffId: clinic.staff.admin.id, sessionId: newId(), accessVersion: 0 };
  const reached: string[] = [];
  const asking = service.database.work(ended, async (work) => {
    await addRoom(work, 'Ended');
    reached.push('second');
    await sleep(20);
    await addRoom(work, 'Ended');
    reached.push('third');
    throw notFound();
  });
  await expect(asking).rejects.toMatchObject({ code: 'session-ended' });
  await expect(service.database.work(ended, () => Promise.reject(notFound()))).rejects.toMatchObject({ code: 'session-ended' });
  expect(reached).not.toContain('third');
  expect(await roomsCalled('Ended')).toBe(0);
});

it('plain words are their own search text, as the database makes it', async () => {
  const words = ['Lindamann Greta', 'abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789', 'I i II', 'B12 x'];
  const made = await service.database.read(nobody, (reader) => reader.many<{ text: string }>(sql`select searchable(w) as text from unnest(${words}::text[]) with ordinality as t(w, n) order by n`));
  expect(words.map(plainSearchText)).toEqual(made.map(({ text }) => text));
  expect(["O'Neill", 'Müller', 'a  b', ' a', 'a-b', 'ß', ''].map(plainSearchText)).toEqual(Array(7).fill(undefined));
});

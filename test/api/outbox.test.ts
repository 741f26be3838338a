import { Jobs } from '../../src/platform/jobs/jobs.js';
import { postMail, withdrawMail, type Mail } from '../../src/platform/outbox/index.js';
import { newId } from '../../src/platform/kernel/uuid.js';
import { sql } from '../../src/platform/database/sql.js';
import { clinic, mail, mailForEachTest, service } from '../support/mail-for-each.js';

mailForEachTest('Harbour <clinic@harbour.example>');

const asker = () => ({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined });
const post = (more: Partial<Mail> = {}): Promise<string> => service.database.work(asker(), (work) => postMail(work, { to: 'pat@example.org', subject: 'Your visit', text: 'See you soon.', ...more }));
const send = (): Promise<void> => service.app.get(Jobs).runNow('outbox');
const message = (id: string) => service.database.read(asker(), (reader) => reader.one<{ status: string; attempts: number; content: object | null; lastFault: string | null }>(sql`select status, attempts, content, last_fault as "lastFault" from outbox_messages where id = ${id}`));

describe('mail in the outbox', () => {
  it('is sent once, and its text is forgotten', async () => {
    const id = await post({ subject: 'Visit on Monday', text: 'Come at nine.' });
    await Promise.all([send(), send()]);
    await send();
    expect(mail.received).toHaveLength(1);
    expect(mail.received[0]).toMatchObject({ from: 'clinic@harbour.example', to: ['pat@example.org'] });
    expect(mail.received[0]!.raw).toContain('Subject: Visit on Monday');
    expect(mail.received[0]!.raw).toContain(`Message-ID: <${id}@harbour.example>`);
    expect(mail.received[0]!.raw).toContain('Come at nine.');
    expect(await message(id)).toEqual({ status: 'sent', attempts: 1, content: null, lastFault: null });
  });

  it('is not sent when the transaction that posted it fails', async () => {
    const doomed = service.database.work(asker(), async (work) => {
      await postMail(work, { to: 'pat@example.org', subject: 'Never', text: 'Never.' });
      throw new Error('the work failed');
    });
    await expect(doomed).rejects.toThrow('the work failed');
    await send();
    expect(mail.received).toHaveLength(0);
  });

  it('is made once for a key, however often it is posted', async () => {
    const [first, second] = [await post({ key: 'reminder/1' }), await post({ key: 'reminder/1' })];
    expect(second).toBe(first);
    await send();
    expect(mail.received).toHaveLength(1);
  });

  it('waits for its hour, and is dropped after it', async () => {
    const later = await post({ notBefore: '2030-03-04T15:00:00Z' });
    const stale = await post({ notBefore: '2030-03-04T15:00:00Z', expiresAt: '2030-03-04T15:30:00Z' });
    await send();
    expect(mail.received).toHaveLength(0);
    service.clock.set('2030-03-04T16:00:00Z');
    await send();
    expect([(await message(later)).status, (await message(stale)).status]).toEqual(['sent', 'expired']);
  });

  it('is taken back with what it was about', async () => {
    const aboutId = newId();
    const id = await post({ about: { kind: 'session', id: aboutId } });
    expect(await service.database.work(asker(), (work) => withdrawMail(work, aboutId))).toBe(1);
    await send();
    expect([mail.received.length, (await message(id)).status]).toEqual([0, 'withdrawn']);
  });

  it('is tried again while the server says later, and given up when it says no', async () => {
    mail.answers.push({ at: 'rcpt', code: 451, message: 'try later' }, { at: 'data', code: 452, message: 'full' });
    const id = await post();
    await send();
    expect(await message(id)).toMatchObject({ status: 'waiting', attempts: 1, lastFault: 'EENVELOPE 451' });
    await send();
    expect(await message(id)).toMatchObject({ status: 'waiting', attempts: 1 });
    service.clock.advanceMinutes(2);
    await send();
    expect(await message(id)).toMatchObject({ status: 'waiting', attempts: 2 });
    service.clock.advanceMinutes(6);
    await send();
    expect(await message(id)).toMatchObject({ status: 'sent', attempts: 3 });
    mail.answers.push({ at: 'rcpt', code: 550, message: 'nobody here' });
    const refused = await post();
    await send();
    expect(await message(refused)).toMatchObject({ status: 'failed', content: null });
    expect(mail.received).toHaveLength(1);
  });

  it('that was in the hands of a process that died is never sent twice', async () => {
    const id = await post();
    await service.database.work(asker(), (work) => work.run(sql`update outbox_messages set status = 'sending', next_attempt_at = ${work.now}::timestamptz + interval '5 minutes' where id = ${id}`));
    await send();
    expect((await message(id)).status).toBe('sending');
    service.clock.advanceMinutes(6);
    await send();
    expect(await message(id)).toMatchObject({ status: 'uncertain', content: null });
    expect(mail.received).toHaveLength(0);
  });

  it('cannot smuggle in headers', async () => {
    await post({ subject: 'Hello\r\nBcc: thief@example.org', to: 'pat@example.org' });
    await send();
    expect(mail.received[0]!.to).toEqual(['pat@example.org']);
    expect(mail.received[0]!.raw).not.toMatch(/^Bcc:/m);
  });
});

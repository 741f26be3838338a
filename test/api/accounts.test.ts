import { setTimeout as wait } from 'node:timers/promises';
import { expectStatus, type Answered } from '../support/caller.js';
import { statementsOf } from '../support/counted-statements.js';
import { MailServer } from '../support/mail-server.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';

const GOOD = 'four words said aloud';
const tokenIn = (text: string): string => /#token=([\w.-]+)/.exec(text)?.[1] ?? '';

describe('how people come by a password', () => {
  let mail: MailServer;
  let service: Service;
  let silent: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    mail = await MailServer.start();
    [service, silent] = await Promise.all([startService({ SMTP_URL: mail.url }), startService()]);
    clinic = await service.newClinic();
  });
  afterAll(async () => {
    await Promise.all([service.stop(), silent.stop()]);
    await mail.stop();
  });

  const newcomer = (name: string) => ({ email: `${name.toLowerCase().replace(' ', '-')}-${clinic.id.slice(-8)}@test.example`, displayName: name, roles: ['operator'] });
  const mailTo = async (address: string, count = 1): Promise<string> => {
    for (let n = 0; n < 200; n += 1) {
      const found = mail.received.filter(({ to }) => to.includes(address));
      if (found.length >= count) return MailServer.textOf(found.at(-1)!);
      await wait(50);
    }
    throw new Error(`no mail came to ${address}`);
  };
  const trail = async (action: string): Promise<number> => expectStatus(await clinic.as('auditor').get(`/v1/audit-events?action=${action}`), 200).items.length as number;
  const accept = (token: string, password: string) => service.anyone().post('/v1/auth/accept-invitation', { token, password });
  const reset = (token: string, password: string) => service.anyone().post('/v1/auth/reset-password', { token, password });

  it('by a link in the mail, good once, that the admin never sees', async () => {
    const person = newcomer('Newcomer');
    const added = await clinic.as('admin').post('/v1/staff', person);
    expect(expectStatus(added, 201).invitationLink).toBeUndefined();
    const token = tokenIn(await mailTo(person.email));
    expectStatus(await service.anyone().post('/v1/auth/login', { email: person.email, password: GOOD }), 401);
    for (const bad of ['short', 'password1234', 'qwertyqwerty', 'Football2024!', 'aaaaaaaaaaaaaa']) {
      expect(expectStatus(await accept(token, bad), 400).errors[0].pointer).toBe('/password');
    }
    expect(expectStatus(await reset(token, GOOD), 410).code).toBe('link-spent');
    const twice = await Promise.all([accept(token, GOOD), accept(token, GOOD)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([204, 410]);
    expect((await service.logIn(person.email, GOOD)).token).toBeTruthy();
    expect([await trail('staff.invited'), await trail('staff.invitation-accepted')]).toEqual([1, 1]);
  });

  it('by a link through the admin where no mail can be sent, shown once and kept nowhere', async () => {
    const here = await silent.newClinic();
    const person = newcomer('By hand');
    const key = { 'idempotency-key': 'invite-1' };
    const { invitationLink, id } = expectStatus(await here.as('admin').post('/v1/staff', person, key), 201);
    expect(invitationLink).toMatch(/^http:\/\/127\.0\.0\.1:3000\/accept-invitation#token=/);
    const repeated = expectStatus(await here.as('admin').post('/v1/staff', person, key), 201);
    expect([repeated.id, repeated.invitationLink]).toEqual([id, undefined]);
    const kept = await silent.database.read({ clinicId: here.id, staffId: undefined, requestId: 'test', ip: undefined }, async (reader) =>
      JSON.stringify([await reader.many({ text: 'select * from account_links', values: [] } as never), await reader.many({ text: 'select * from idempotency_keys', values: [] } as never)]));
    expect(kept).not.toContain(tokenIn(invitationLink).split('.')[1]);

    const { link } = expectStatus(await here.as('admin').post(`/v1/staff/${id}/invite`), 200);
    expectStatus(await silent.anyone().post('/v1/auth/accept-invitation', { token: tokenIn(invitationLink), password: GOOD }), 410);
    silent.clock.advanceMinutes(72 * 60 + 1);
    expectStatus(await silent.anyone().post('/v1/auth/accept-invitation', { token: tokenIn(link), password: GOOD }), 410);
    silent.clock.advanceMinutes(-2);
    expectStatus(await silent.anyone().post('/v1/auth/accept-invitation', { token: tokenIn(link), password: GOOD }), 204);
  });

  it('by a link in the mail when it is forgotten, and every login ends', async () => {
    const { email } = clinic.staff.clinician;
    const elsewhere = await service.logIn(email);
    expectStatus(await service.anyone().post('/v1/auth/forgot-password', { email }), 202);
    const token = tokenIn(await mailTo(email));
    expectStatus(await accept(token, GOOD), 410);
    expectStatus(await reset(token, GOOD), 204);
    expectStatus(await reset(token, GOOD), 410);
    expectStatus(await elsewhere.get('/v1/auth/me'), 401);
    expectStatus(await service.anyone().post('/v1/auth/login', { email, password: TEST_PASSWORD }), 401);
    await service.logIn(email, GOOD);
    expect([await trail('staff.password-link-sent'), await trail('staff.password-reset')]).toEqual([1, 1]);
  });

  it('answers the same whoever asks for whom, and sends a mailbox three messages at most', async () => {
    const { email } = clinic.staff['front-desk'];
    for (let n = 0; n < 20; n += 1) {
      for (const address of [email, `nobody-${n % 2}@test.example`]) {
        const answer = await service.anyone().post('/v1/auth/forgot-password', { email: address });
        expect([answer.status, answer.text]).toEqual([202, '']);
      }
    }
    await mailTo(email, 3);
    await wait(1_000);
    expect(await trail('staff.password-link-sent')).toBe(4);
  });

  it('does the same before it answers for whom there is as for whom there is not: what is done for the one is done later', async () => {
    const here = await service.newClinic();
    const emails = Object.values(here.staff).map(({ email }) => email);
    const sent = async (): Promise<number> => expectStatus(await here.as('auditor').get('/v1/audit-events?action=staff.password-link-sent'), 200).items.length as number;
    const times = { known: [] as number[], unknown: [] as number[] };
    const asked = { known: [] as string[], unknown: [] as string[] };
    const ask = async (kind: 'known' | 'unknown', email: string): Promise<void> => {
      const begun = performance.now();
      // Until its answer; what is sent for it later is sent later.
      const sent = await statementsOf(async () => expectStatus(await service.anyone().post('/v1/auth/forgot-password', { email }), 202));
      times[kind].push(performance.now() - begun);
      asked[kind] = [...sent];
    };
    for (let n = 0; n < 21; n += 1) {
      const both = [() => ask('known', emails[n % 7] ?? ''), () => ask('unknown', `nobody-${n % 7}@test.example`)];
      for (const one of n % 2 === 0 ? both : both.toReversed()) await one();
      if (n > 0) continue;
      await wait(100);
      expect(await sent()).toBe(0);
    }
    for (const email of emails) await mailTo(email, 3);
    expect(await sent()).toBe(21);
    expect(asked.known).toEqual(asked.unknown);
    expect(asked.known.length).toBeGreaterThan(0);
    // How long it takes says something on a machine that does nothing else (`npm run prove -- timing`).
    const median = (list: number[]): number => list.toSorted((a, b) => a - b)[10] ?? 0;
    const [known, unknown] = [median(times.known), median(times.unknown)];
    process.stdout.write(`    forgotten password, medians of 21: known ${known.toFixed(2)} ms, unknown ${unknown.toFixed(2)} ms\n`);
    if (process.env['TIMING_SAMPLES']) expect(Math.abs(Math.log(known / unknown))).toBeLessThan(Math.log(1.5));
  });

  it('voids links when a password is set otherwise, and when access ends', async () => {
    const { email, id } = clinic.staff.operator2;
    expectStatus(await service.anyone().post('/v1/auth/forgot-password', { email }), 202);
    const first = tokenIn(await mailTo(email));
    const caller = await service.logIn(email);
    expect(expectStatus(await caller.post('/v1/auth/change-password', { currentPassword: TEST_PASSWORD, newPassword: 'password1234' }), 400).errors[0].code).toBe('common-password');
    expectStatus(await caller.post('/v1/auth/change-password', { currentPassword: TEST_PASSWORD, newPassword: GOOD }), 204);
    expectStatus(await reset(first, 'another good one here'), 410);
    expectStatus(await service.anyone().post('/v1/auth/forgot-password', { email }), 202);
    const second = tokenIn(await mailTo(email, 2));
    expectStatus(await clinic.as('admin').post(`/v1/staff/${id}/deactivate`), 200);
    expectStatus(await reset(second, 'another good one here'), 410);
    expectStatus(await service.anyone().post('/v1/auth/reset-password', { token: 'nonsense', password: GOOD }), 410);
  });

  it('wants a login or a confirmation of the last quarter of an hour from whoever gives others access', async () => {
    const here = await service.newClinic();
    const [admin, { id }] = [here.as('admin'), here.staff.clinician2];
    service.clock.advanceMinutes(16);
    const giving = (): Promise<Answered[]> => Promise.all([
      admin.post('/v1/staff', { email: `later-${here.id}@test.example`, displayName: 'Later', roles: ['operator'], password: GOOD }),
      admin.patch(`/v1/staff/${id}`, { roles: ['clinician', 'admin'] }),
      admin.post('/v1/api-keys', { name: 'Portal', permissions: ['patients.read'] }),
    ]);
    expect((await giving()).map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([403, 'confirmation-required']));
    expectStatus(await admin.patch(`/v1/staff/${id}`, { displayName: 'Renamed' }), 200);
    expectStatus(await admin.post('/v1/auth/confirm', { password: TEST_PASSWORD }), 204);
    expect((await giving()).map(({ status }) => status)).toEqual([201, 200, 201]);
    service.clock.advanceMinutes(-16);
  });

  it('lets an admin take away a lost second factor', async () => {
    const admin = clinic.as('admin');
    expectStatus(await admin.post(`/v1/staff/${clinic.staff.clinician2.id}/reset-mfa`), 409);
    service.clock.advanceMinutes(6);
    expect(expectStatus(await admin.post(`/v1/staff/${clinic.staff.clinician2.id}/reset-mfa`), 403).code).toBe('confirmation-required');
  });
});

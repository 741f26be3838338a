import { Secret, TOTP } from 'otpauth';
import { issueLink } from '../../../../src/identity/accounts/account-links.service.js';
import { expectStatus } from '../../caller.js';
import { TEST_PASSWORD } from '../../service.js';
import type { SmallIssuer } from '../small-issuer.js';
import type { Journey, Stage } from '../stage.js';

const ANOTHER = 'four words said aloud';

/** Logins, second factors, links for passwords; what admins do with staff, keys and rules of access. */
export const accessJourneys = (issuer: SmallIssuer): Record<string, Journey> => ({
  async 'a login'(on) {
    await on.unthrottle();
    const { id, email } = await on.member();
    const entered = await on.do('nobody', 'POST /v1/auth/login', [], { email, password: TEST_PASSWORD });
    // An address that is drawn may be somebody's whom a request has added elsewhere.
    const { refreshToken } = entered.user?.id === id ? entered : await on.logIn(email);
    const { accessToken } = await on.do('nobody', 'POST /v1/auth/refresh', [], { refreshToken });
    const headers = { authorization: `Bearer ${accessToken}` };
    await on.do('operator', 'GET /v1/auth/me', [], undefined, { headers });
    await on.do('operator', 'POST /v1/auth/confirm', [], { password: TEST_PASSWORD }, { headers });
    await on.logIn(email);
    const { items } = await on.do('operator', 'GET /v1/auth/sessions', [], undefined, { headers });
    await on.do('operator', 'DELETE /v1/auth/sessions/{id}', [items.find(({ current }: { current: boolean }) => !current)?.id ?? items.at(-1).id], undefined, { headers });
    await on.do('operator', 'POST /v1/auth/change-password', [], { currentPassword: TEST_PASSWORD, newPassword: ANOTHER }, { headers });
    const { bearer } = await on.logIn(email, ANOTHER);
    await on.do('operator', 'POST /v1/auth/logout', [], undefined, { headers: bearer });
  },

  async 'a second factor'(on) {
    await on.unthrottle();
    const { id, bearer: headers } = await on.member();
    const { secret } = await on.do('operator', 'POST /v1/auth/mfa/enrol', [], undefined, { headers });
    await on.do('operator', 'POST /v1/auth/mfa/confirm', [], { otp: codeOf(on, secret) }, { headers });
    await on.do('operator', 'GET /v1/auth/mfa', [], undefined, { headers });
    await on.do('operator', 'POST /v1/auth/mfa/recovery-codes', [], { password: TEST_PASSWORD }, { headers });
    await on.do('operator', 'POST /v1/auth/mfa/disable', [], { password: TEST_PASSWORD }, { headers });
    await secondFactor(on, headers);
    await on.do('admin', 'POST /v1/staff/{id}/reset-mfa', [id]);
  },

  async 'links for passwords'(on) {
    await on.unthrottle();
    const { id, email } = await on.member();
    await on.do('nobody', 'POST /v1/auth/forgot-password', [], { email });
    await on.do('nobody', 'POST /v1/auth/reset-password', [], { token: await link(on, id, 'password-reset'), password: ANOTHER });
    await on.do('nobody', 'POST /v1/auth/accept-invitation', [], { token: await link(on, id, 'invitation'), password: ANOTHER });
  },

  async 'an issuer that is trusted'(on) {
    const { email } = await on.member();
    await on.do('nobody', 'POST /v1/auth/oidc', [], { idToken: await issuer.idToken(email, on.service.clock.nowMs()) });
  },

  async 'a member of staff'(on) {
    await on.unthrottle();
    const { id } = await on.do('admin', 'POST /v1/staff', [], { email: `${on.tag()}@test.example`, displayName: 'Newcomer', roles: ['operator'] });
    await on.do('admin', 'POST /v1/staff/{id}/invite', [id]);
    await on.change('admin', 'PATCH /v1/staff/{id}', [id], { displayName: 'Another name' });
    const competence = await on.do('admin', 'POST /v1/staff/{id}/competences', [id], { modality: 'rtms', validUntil: '2031-01-01' });
    await on.change('admin', 'PATCH /v1/staff/{id}/competences/{competenceId}', [id, competence.id], { validUntil: '2032-01-01' });
    await on.do('admin', 'GET /v1/staff/{id}/competences/{competenceId}', [id, competence.id]);
    await on.do('admin', 'DELETE /v1/staff/{id}/competences/{competenceId}', [id, competence.id]);
    const times = { startsAt: '2030-11-01T10:00:00Z', endsAt: '2030-11-01T12:00:00Z' };
    const shift = await on.do('admin', 'POST /v1/staff/{id}/shifts', [id], times);
    await on.do('admin', 'GET /v1/staff/{id}/shifts/{shiftId}', [id, shift.id]);
    await on.do('admin', 'DELETE /v1/staff/{id}/shifts/{shiftId}', [id, shift.id]);
    const absence = await on.do('admin', 'POST /v1/staff/{id}/absences', [id], { ...times, reason: 'Away' });
    await on.do('admin', 'GET /v1/staff/{id}/absences/{absenceId}', [id, absence.id]);
    await on.do('admin', 'DELETE /v1/staff/{id}/absences/{absenceId}', [id, absence.id]);
    await on.do('admin', 'POST /v1/staff/{id}/deactivate', [id]);
  },

  async 'keys and rules of access'(on) {
    await on.unthrottle();
    const { id } = await on.do('admin', 'POST /v1/api-keys', [], { name: 'Portal', permissions: ['patients.read'] });
    await on.do('admin', 'GET /v1/api-keys/{id}', [id]);
    await on.do('admin', 'DELETE /v1/api-keys/{id}', [id]);
    await on.change('admin', 'PATCH /v1/security-settings', [], { secondFactorRoles: [] });
  },

  async 'a record that few may open'(on) {
    const { id: patientId } = expectStatus(await on.as('front-desk').post('/v1/patients', { mrn: on.tag(), givenName: 'Robin', familyName: 'Smith', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' }), 201);
    await on.do('admin', 'POST /v1/patients/{id}/restrict', [patientId], { reason: 'A colleague' });
    const { id } = await on.do('clinician2', 'POST /v1/patients/{id}/break-glass', [patientId], { reason: 'Asked for help', password: TEST_PASSWORD });
    await on.do('auditor', 'GET /v1/patients/{id}/break-glass', [patientId]);
    await on.do('auditor', 'GET /v1/patients/{id}/break-glass/{grantId}', [patientId, id]);
    await on.do('auditor', 'POST /v1/break-glass/{id}/review', [id], { justified: true, note: 'She was alone in the house.' });
    await on.do('admin', 'POST /v1/patients/{id}/unrestrict', [patientId], { reason: 'No longer here' });
  },
});

const codeOf = (on: Stage, secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: on.service.clock.nowMs() });

async function secondFactor(on: Stage, { authorization = '' }: Record<string, string>): Promise<void> {
  const caller = on.service.anyone(authorization.replace('Bearer ', ''));
  const { secret } = expectStatus(await caller.post('/v1/auth/mfa/enrol'), 200);
  expectStatus(await caller.post('/v1/auth/mfa/confirm', { otp: codeOf(on, secret) }), 200);
}

/** What comes by mail, in the hand of whoever got it. */
function link(on: Stage, staffId: string, purpose: 'invitation' | 'password-reset'): Promise<string> {
  const asker = { clinicId: on.clinic.id, staffId: undefined, requestId: 'test', ip: undefined };
  return on.service.database.work(asker, (work) => issueLink(work, staffId, purpose));
}

import { declareConstraints } from '../platform/errors/database-faults.js';
import { conflict, Refusal, unauthenticated } from '../platform/errors/refusal.js';

export const badCredentials = (): Refusal => unauthenticated('bad-credentials', 'The e-mail address, the password or the code is not right.');
export const spentRefreshToken = (): Refusal => unauthenticated('refresh-token-spent', 'This refresh token is no longer good; log in again.');
export const codeRequired = (): Refusal => unauthenticated('otp-required', 'This account has a second factor: send its code, or a recovery code, as otp.');
export const secondFactorRequired = (): Refusal => new Refusal('forbidden', 'second-factor-required', 'Your clinic demands a second factor of you: set one up first (POST /v1/auth/mfa/enrol), then refresh.');
export const forbidden = (): Refusal => new Refusal('forbidden', 'forbidden', 'Your roles do not allow this.');
export const severalClinics = (clinicIds: string[]): Refusal => conflict('several-clinics', 'You work at several clinics: say which, as clinicId.', { clinicIds });
export const ownRoles = (): Refusal => new Refusal('forbidden', 'own-roles', 'Nobody changes their own roles; another admin does.');
export const lastAdmin = (): Refusal => conflict('last-admin', 'A clinic needs at least one active admin.');
export const notActive = (): Refusal => conflict('not-active', 'This person’s access has ended.');

declareConstraints({
  staff_email_key: () => conflict('duplicate-email', 'Somebody at this clinic has this e-mail address already.'),
});

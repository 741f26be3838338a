import { declareConstraints } from '../platform/errors/database-faults.js';
import { conflict, Refusal, unauthenticated } from '../platform/errors/refusal.js';

export const badCredentials = (): Refusal => unauthenticated('bad-credentials', 'The e-mail address, the password or the code is not right.');
export const spentRefreshToken = (): Refusal => unauthenticated('refresh-token-spent', 'This refresh token is no longer good; log in again.');
export const forbidden = (): Refusal => new Refusal('forbidden', 'forbidden', 'Your roles do not allow this.');
export const lastAdmin = (): Refusal => conflict('last-admin', 'A clinic needs at least one active admin.');

declareConstraints({
  staff_email_key: () => conflict('duplicate-email', 'Somebody at this clinic has this e-mail address already.'),
});

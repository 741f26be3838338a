import type { Permission } from './matrix.js';

/** How much of a record its reader sees: all of it, or the booking alone (who, when, where). */
export type Sight = 'clinical' | 'booking';

export const sightOf = (asker: { may(permission: Permission): boolean }): Sight => (asker.may('clinical.read') ? 'clinical' : 'booking');

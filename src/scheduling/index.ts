/**
 * Calendars and claims: who and what is taken when.
 *
 * Verbs: `lockResources` or `lockEach`, then `claim`; `releaseClaims`, `truncateClaims`. A claim blocks, full stop: a session, a
 * downtime, an absence and a hold all stand in the same table under one exclusion constraint, so search and booking can
 * never disagree and nothing can overlap. The planner (pure) proposes, the database decides.
 */
export { SchedulingModule } from './scheduling.module.js';
export { claim, lockEach, lockResources, releaseClaims, truncateClaims, type ClaimedResource, type Occupant, type Resource } from './claims/claims.service.js';
export { addAbsence, addDowntime, withLaterPart } from './blocked-times.service.js';

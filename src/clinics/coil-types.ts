/**
 * Kinds of coil. What a threshold was measured with and what a session is given with are compared by it. The safety kernel
 * has a list of its own, since it leans on nothing; a kind that it lacks does not compile where a session starts.
 */
export const COIL_TYPES = ['figure-8', 'circular', 'double-cone', 'h1', 'h4', 'h7'] as const;
export type CoilType = (typeof COIL_TYPES)[number];

/** No coil is entered as resting longer after a session (our default); nothing beyond it has to be looked at to place the next. */
export const LONGEST_COOLING_MINUTES = 240;

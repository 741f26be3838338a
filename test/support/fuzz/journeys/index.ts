import type { SmallIssuer } from '../small-issuer.js';
import type { Journey } from '../stage.js';
import { accessJourneys } from './access.js';
import { courseJourneys } from './courses.js';
import { deliveryJourneys } from './delivery.js';
import { intakeJourneys } from './intake.js';
import { measureJourneys } from './measures.js';
import { setupJourneys } from './setup.js';

/** Every way through the service, by its name. */
export const journeysOf = (issuer: SmallIssuer): Record<string, Journey> => ({
  ...accessJourneys(issuer), ...setupJourneys, ...intakeJourneys, ...courseJourneys, ...deliveryJourneys, ...measureJourneys,
});

/** Operations that no request of the fuzzer can bring about, each with the reason. */
export const OUT_OF_REACH: Readonly<Record<string, string>> = {};

/** What is offered is free anywhere: gone beside the others it would take places that they have made for themselves. */
export const TAKES_ANY_PLACE = 'waiting for a time';

/** What becomes of a process that is told to stop. */
export class Readiness {
  /** It will stop: readiness is red, so that a balancer sends no more; what comes all the same is served. */
  draining = false;
  /** It stops: requests on connections that are still open are refused. */
  closing = false;
}

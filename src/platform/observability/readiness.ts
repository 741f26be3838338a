/** Goes red when the process is told to stop, so that a balancer sends no more. */
export class Readiness {
  draining = false;
}

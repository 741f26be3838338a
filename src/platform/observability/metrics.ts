import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Counts and times by route template and status; no id, name or address is ever a label. */
export class Metrics {
  readonly registry = new Registry();
  readonly #seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });
  readonly #faults = new Counter({ name: 'http_unexpected_faults_total', help: 'Answers with status 500', registers: [this.registry] });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.#seconds.observe({ method, route, status: String(status) }, seconds);
    if (status === 500) this.#faults.inc();
  }
}

import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONFIG } from '../config/token.js';
import type { Config } from '../config/config.js';
import { SERVICE_ROLE } from '../database/connection.js';
import { Database } from '../database/database.js';
import { Refusal, unauthenticated } from '../errors/refusal.js';
import { Open, RawHeader } from '../http/open.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

const READY_WITHIN_MS = 1_000;

/** Whether the process lives, whether it can serve, and what it measured. Nothing here names a clinic or a person. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('health/live')
  @Open('Asked by whoever keeps the process running')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Open('Asked by the balancer')
  async ready(): Promise<{ status: string }> {
    if (this.readiness.draining || this.readiness.closing) throw new Refusal('unavailable', 'shutting-down', 'This process is shutting down.', {}, { 'Retry-After': '5' });
    const { role, privileged } = await Promise.race([this.database.standing(), this.#tooLate()]);
    if (role !== SERVICE_ROLE || privileged) {
      throw new Refusal('unavailable', 'wrong-database-role', 'The service is not connected as its own, unprivileged role.');
    }
    return { status: 'ok' };
  }

  /** A balancer wants to know now: a database that stands still answers nobody, and its timeouts are longer than that. */
  async #tooLate(): Promise<never> {
    await sleep(READY_WITHIN_MS, undefined, { ref: false });
    throw new Refusal('unavailable', 'database-unavailable', 'The database does not answer in time.', {}, { 'Retry-After': '2' });
  }

  @Get('metrics')
  @Open('Scraped by Prometheus; METRICS_TOKEN closes it')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async scrape(@RawHeader('authorization') authorization: string | undefined): Promise<Buffer> {
    if (this.config.metricsToken !== undefined && !same(authorization ?? '', `Bearer ${this.config.metricsToken}`)) throw unauthenticated();
    return Buffer.from(await this.metrics.registry.metrics());
  }
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import './collector.js';
import 'reflect-metadata';
import { makeApplication } from './application.js';
import { loadDemo } from './demo/demo.js';
import { Clock } from './platform/clock/clock.js';
import { ConfigurationFault, readConfig, type Config } from './platform/config/config.js';
import { migrate } from './platform/database/migrate.js';
import { makeLogger } from './platform/observability/logger.js';
import { Readiness } from './platform/observability/readiness.js';

/** What has been begun is waited for so long, then cut off. */
const CLOSE_WITHIN_MS = 20_000;

async function main(config: Config): Promise<void> {
  const log = makeLogger(config.logLevel);
  const clock = new Clock(config.clock);
  await migrate(config.migrationDatabaseUrl);
  const app = await makeApplication(config, clock, log);
  const demo = config.demo ? await loadDemo(app, config) : [];

  const readiness = app.get(Readiness);
  const close = (): void => {
    if (readiness.closing) return;
    readiness.closing = true;
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    void app.close().then(() => process.exit(0));
  };
  const stop = (signal: string): void => {
    readiness.draining = true;
    log.info({ signal, drainSeconds: config.drainSeconds }, 'stopping');
    // Until the balancer has looked again it sends us requests, and each of them is somebody's.
    setTimeout(close, config.drainSeconds * 1000);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by the launcher: when that dies, nobody is left to stop the database after us, so we stop at once.
  process.once('disconnect', () => {
    log.info('stopping with the launcher');
    close();
  });

  await app.listen({ port: config.port, host: config.host });
  const address = await app.getUrl();
  process.stdout.write(`\nTMS clinic listens at ${address}\nReference:       ${address}/docs\n${demo.map((line) => `${line}\n`).join('')}\n`);
}

try {
  await main(readConfig(process.env));
} catch (fault) {
  if (fault instanceof Error && 'code' in fault && fault.code === 'EADDRINUSE') {
    process.stderr.write('Another program listens on this port; set PORT to a free one.\n');
    process.exit(1);
  }
  process.stderr.write(`${fault instanceof ConfigurationFault ? fault.message : fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
  process.exit(1);
}

import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { Clock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import { makeAdapter, prepareServer } from './platform/http/server.js';
import { Metrics } from './platform/observability/metrics.js';
import { nestLogger } from './platform/observability/logger.js';
import { Readiness } from './platform/observability/readiness.js';
import { openApiDocument } from './platform/openapi/document.js';
import { Reference } from './platform/openapi/reference.js';

/** The whole service, ready to listen; the same for `main`, for tests and for the demo. */
export async function makeApplication(config: Config, clock: Clock, log: Logger): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, clock, log), makeAdapter(config.trustProxy), {
    bodyParser: false,
    logger: nestLogger(log),
    abortOnError: false,
  });
  if (config.corsOrigins.length > 0) app.enableCors({ origin: [...config.corsOrigins], methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], exposedHeaders: ['ETag', 'Location', 'X-Request-Id', 'Idempotency-Replayed', 'Retry-After'] });
  await prepareServer(app, log, app.get(Metrics), app.get(Readiness), config.production);
  app.get(Reference).hold(openApiDocument(app));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

import { randomUUID } from 'node:crypto';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Refusal } from '../errors/refusal.js';
import type { Metrics } from '../observability/metrics.js';
import type { Readiness } from '../observability/readiness.js';
import { isForm, parseFormBody } from './form-body.js';
import { parseJsonBody, refuseOtherMedia } from './json-body.js';
import { Methods } from './methods.js';
import { PROBLEM_TYPE_BASE } from './problems.filter.js';
import { securityHeaders } from './security-headers.js';
import { endUnusedConnections } from './unused-connections.js';
import { answerWireFault, refuseExpectation } from './wire-faults.js';

/** Largest body accepted; a course of fifty sessions with notes is far below. */
export const BODY_LIMIT_BYTES = 1_048_576;
/** A request that has not arrived in whole by then, headers and body, is cut off with 408. */
export const REQUEST_TIMEOUT_MS = 20_000;
const OVERDUE_CHECK_MS = 1_000;
/** A UUID or a trace id. Whatever else a caller calls a request by may say something of a patient, and would stand in the log. */
const REQUEST_ID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
// Repeating one of these makes it unclear which was meant, and front ends differ in which they take.
const ONCE = ['authorization', 'content-type', 'idempotency-key', 'if-match', 'host', 'x-request-id'];

/**
 * Fastify, told what this service accepts before any route is looked at.
 * @param trustProxy whose `X-Forwarded-For` is believed
 */
export function makeAdapter(trustProxy: false | number | string): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Node waits a minute for headers otherwise, takes the longer of both times for the whole request, and looks for what
    // is overdue every half minute: whoever dribbles would hold a socket for a minute and a half.
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: OVERDUE_CHECK_MS },
    connectionTimeout: 30_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // Told by a hook of ours, as a problem that says when to come again.
    return503OnClosing: false,
    clientErrorHandler: answerWireFault,
    trustProxy: typeof trustProxy === 'number' ? (_address: string, hop: number) => hop < trustProxy : trustProxy,
    routerOptions: { maxParamLength: 200 },
    // A path that is no URL reaches no route and no filter; it gets the same kind of answer all the same.
    frameworkErrors: (_fault: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const problem = { type: `${PROBLEM_TYPE_BASE}malformed-path`, title: 'Bad Request', status: 400, detail: 'The path is not a URL.', instance: '', code: 'malformed-path', requestId: String(request.id), errors: [] };
      void reply.code(400).headers({ 'X-Request-Id': String(request.id), 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }).header('Content-Type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
    },
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
}

/** Headers, body parsing and measurements. Faults before any route reach the problem filter through Nest. */
export async function prepareServer(app: NestFastifyApplication, log: Logger, metrics: Metrics, readiness: Readiness, production: boolean): Promise<void> {
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const methods = new Methods(server);
  const onEveryAnswer = Object.entries(securityHeaders(production));
  endUnusedConnections(server);
  server.server.on('checkExpectation', refuseExpectation);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if ((body as Buffer).length === 0) return done(null, undefined);
      if (isForm(request)) return done(null, parseFormBody(body as Buffer));
      refuseOtherMedia(request.headers['content-type']);
      done(null, parseJsonBody(body as Buffer));
    } catch (fault) {
      done(fault as Error, undefined);
    }
  });
  server.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of onEveryAnswer) reply.raw.setHeader(name, value);
    void reply.header('X-Request-Id', String(request.id)).header('Cache-Control', 'no-store');
    if (readiness.closing && !request.url.startsWith('/health/')) return done(new Refusal('unavailable', 'shutting-down', 'This process is shutting down; another one answers.', {}, { 'Retry-After': '1' }));
    const repeated = ONCE.find((name) => countOf(request.raw.rawHeaders, name) > 1);
    if (repeated) return done(new Refusal('invalid', 'repeated-header', `The header ${repeated} was sent more than once.`, { errors: [] }));
    if (request.headers['content-encoding'] !== undefined) return done(new Refusal('unsupported-media', 'unsupported-encoding', 'Send the body without content encoding.'));
    done(request.is404 ? methods.refusal(request) : undefined);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    log.info({ requestId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });
}

function countOf(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
}

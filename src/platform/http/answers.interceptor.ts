import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, StreamableFile } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { catchError, defer, map, type Observable } from 'rxjs';
import { Database } from '../database/database.js';
import { Replay, type KeptAnswer } from '../database/idempotency.js';
import { raw, sql } from '../database/sql.js';
import { InvalidRequest, notFound } from '../errors/refusal.js';
import { isUuid } from '../kernel/uuid.js';
import { describeAnswer } from './answer.js';
import { ROUTE_FACTS, takes, type Reply, type Request, type RouteFacts } from './route.js';

/** Sends what handlers return: exact bytes, ETag, Location, replays; and puts "is it there?" before "is it well-formed?". */
@Injectable()
export class Answers implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const reply = context.switchToHttp().getResponse<Reply>();
    const facts = this.reflector.get<RouteFacts | undefined>(ROUTE_FACTS, context.getHandler());
    return defer(() => {
      this.#refuseUnknown(context, request);
      return next.handle();
    }).pipe(
      catchError(async (fault: unknown) => {
        if (fault instanceof InvalidRequest) await this.#existsFirst(request, facts);
        throw fault;
      }),
      map((result) => (reply.sent ? undefined : send(request, reply, result))),
    );
  }

  /** A malformed request about something that is not there is a 404, so that no answer depends on another clinic's data. */
  async #existsFirst(request: Request, facts: RouteFacts | undefined): Promise<void> {
    const parameters = request.params as Record<string, string>;
    const owned = Object.entries(facts?.of ?? {});
    if (!request.asker || owned.length === 0) return;
    if (owned.some(([name]) => !isUuid(parameters[name] ?? ''))) throw notFound();
    await this.database.read({ ...request.asker, idempotency: undefined }, async (reader) => {
      for (const [name, table] of owned) await reader.one(sql`select 1 as there from ${raw(table)} where id = ${parameters[name]}`);
    });
  }

  #refuseUnknown(context: ExecutionContext, request: Request): void {
    const handler = context.getHandler().name;
    const query = Object.keys(request.query as object);
    if (query.length > 0 && !takes(context.getClass(), handler, 'query')) {
      throw new InvalidRequest(query.map((name) => ({ pointer: `/${name}`, code: 'unknown-field', message: 'is not a parameter of this request' })));
    }
    const { body } = request;
    const sent = typeof body === 'object' && body !== null ? Object.keys(body) : [];
    if (sent.length > 0 && !takes(context.getClass(), handler, 'body')) {
      throw new InvalidRequest(sent.slice(0, 50).map((name) => ({ pointer: `/${name}`, code: 'unknown-field', message: 'is not a field of this request' })));
    }
  }
}

function send(request: Request, reply: Reply, result: unknown): string | Buffer | StreamableFile | undefined {
  if (Buffer.isBuffer(result) || result instanceof StreamableFile) return result;
  const replayed = result instanceof Replay;
  const answer: KeptAnswer = replayed ? result.kept : describeAnswer(result, reply.statusCode, request.url.split('?')[0] ?? '');
  if (replayed) reply.header('Idempotency-Replayed', 'true');
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value);
  const etag = answer.headers['ETag'];
  if (request.method === 'GET' && etag !== undefined && request.headers['if-none-match']?.split(',').some((tag) => tag.trim() === etag)) {
    reply.code(304);
    return undefined;
  }
  reply.code(answer.status);
  if (answer.body === '') return undefined;
  reply.header('Content-Type', 'application/json; charset=utf-8');
  return answer.body;
}

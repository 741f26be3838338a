import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import type { Logger } from 'pino';
import { refusalFor } from '../errors/database-faults.js';
import { STATUS_OF, type Refusal } from '../errors/refusal.js';
import type { Reply, Request } from './route.js';

/** RFC 9457, with a stable `code` and, for 400, `errors` with JSON pointers. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  requestId: string;
  [member: string]: unknown;
}

export const PROBLEM_TYPE_BASE = '/docs/problems#';

/** Turns whatever was thrown into a problem document; what we did not expect is 500 without detail, logged whole. */
@Injectable()
@Catch()
export class Problems implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<Reply>();
    answerProblem(fault, request, reply, this.log);
  }
}

/** Sends the problem that `fault` means; also used for faults before any route is found. */
export function answerProblem(fault: unknown, request: Request, reply: Reply, log: Logger): void {
  const refusal = refusalFor(fault);
  const problem = refusal ? fromRefusal(refusal, request) : fromOther(fault, request);
  if (problem.status >= 500 && !refusal) {
    log.error({ requestId: request.id, fault: describe(fault) }, 'unexpected fault');
  } else if (refusal?.cause !== undefined) {
    // The database had to refuse what our own checks let through.
    log.warn({ requestId: request.id, code: problem.code, fault: describe(refusal.cause) }, 'refused by the database');
  } else {
    log.debug({ requestId: request.id, code: problem.code, status: problem.status }, 'refused');
  }
  if (reply.sent) return;
  for (const [name, value] of Object.entries(refusal?.headers ?? {})) reply.header(name, value);
  void reply.code(problem.status).header('Content-Type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

function fromRefusal(refusal: Refusal, request: Request): ProblemDocument {
  // The frame comes last: no member of a refusal's own can take the place of its status or code.
  return { ...refusal.extra, ...frame(STATUS_OF[refusal.kind], refusal.code, refusal.detail, request) };
}

/** Faults of the framework: no such route, body too large, and the like. Their texts may quote input, so ours are used. */
function fromOther(fault: unknown, request: Request): ProblemDocument {
  const status = fault instanceof HttpException ? fault.getStatus() : statusOf(fault);
  if (status === 404) return frame(404, 'not-found', 'There is nothing here that you may see.', request);
  if (status === 413) return frame(413, 'body-too-large', 'The body is larger than this service accepts.', request);
  if (status === 415) return frame(415, 'unsupported-media-type', 'Send the body as application/json in UTF-8.', request);
  if (status === 503) return { ...frame(503, 'unavailable', 'The service cannot answer right now.', request) };
  if (status >= 400 && status < 500) return { ...frame(status, 'invalid-request', 'The request cannot be understood.', request), ...(status === 400 && { errors: [] }) };
  return frame(500, 'internal', 'Something went wrong on our side; the request id leads us to it.', request);
}

function frame(status: number, code: string, detail: string, request: Request): ProblemDocument {
  const instance = (request.url.split('?')[0] ?? '').slice(0, 500);
  return { type: `${PROBLEM_TYPE_BASE}${code}`, title: STATUS_CODES[status] ?? 'Error', status, detail, instance, code, requestId: String(request.id) };
}

function statusOf(fault: unknown): number {
  if (typeof fault === 'object' && fault !== null && 'statusCode' in fault && typeof fault.statusCode === 'number') return fault.statusCode;
  return 500;
}

/** Message and stack, but never the `detail` of a database error, which quotes rows. */
function describe(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { thrown: typeof fault };
  const state = 'code' in fault ? { state: fault.code } : {};
  const constraint = 'constraint' in fault ? { constraint: fault.constraint } : {};
  return { name: fault.name, message: fault.message, stack: fault.stack, ...state, ...constraint };
}

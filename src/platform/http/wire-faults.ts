import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE_BASE, type ProblemDocument } from './problems.filter.js';

/** Faults that Node finds before there is a request, or instead of one. They get the same kind of answer as all others. */
const KNOWN: Readonly<Record<string, { status: number; code: string; detail: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request-timeout', detail: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers-too-large', detail: 'The headers are larger than this service accepts.' },
};
const MALFORMED = { status: 400, code: 'malformed-request', detail: 'What was sent is not HTTP as this service reads it.' };
const EXPECTATION = { status: 417, code: 'expectation-failed', detail: 'This service meets no expectation but 100-continue.' };

function problem({ status, code, detail }: typeof MALFORMED): ProblemDocument {
  const frame = { type: `${PROBLEM_TYPE_BASE}${code}`, title: STATUS_CODES[status] ?? 'Error', status, detail, instance: '', code, requestId: randomUUID() };
  return status === 400 ? { ...frame, errors: [] } : frame;
}

/** For Fastify's `clientErrorHandler`: there is only a socket to answer on. */
export function answerWireFault(fault: NodeJS.ErrnoException, socket: Socket): void {
  // Whoever has gone hears nothing.
  if (fault.code === 'ECONNRESET' || socket.destroyed) return;
  const told = problem(KNOWN[fault.code ?? ''] ?? MALFORMED);
  const body = JSON.stringify(told);
  const head = [
    `HTTP/1.1 ${told.status} ${told.title}`, 'Content-Type: application/problem+json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`, `X-Request-Id: ${told.requestId}`, 'Cache-Control: no-store', 'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

/** For Node's `checkExpectation`, which would answer with nothing but a status. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const told = problem(EXPECTATION);
  response.writeHead(told.status, { 'Content-Type': 'application/problem+json; charset=utf-8', 'X-Request-Id': told.requestId, 'Cache-Control': 'no-store', Connection: 'close' });
  response.end(JSON.stringify(told));
}

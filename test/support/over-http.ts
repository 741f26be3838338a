import type { AddressInfo } from 'node:net';
import type { Caller, Json } from './caller.js';
import type { Service } from './service.js';

export interface HttpAnswer {
  status: number;
  body: Json;
  headers: Headers;
}

/** Calls the service over real sockets, as somebody who is logged in already. */
export type HttpPost = (as: Caller, path: string, body: Json, headers?: Record<string, string>) => Promise<HttpAnswer>;

/** Lets the service listen on a free port of this machine. */
export async function listen(service: Service): Promise<HttpPost> {
  await service.app.listen(0, '127.0.0.1');
  const { port } = service.app.getHttpServer().address() as AddressInfo;
  return async (as, path, body, headers = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as.token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: answer.headers };
  };
}

/** How many answers had each status, and each code where they were refused: `{ '201': 1, '409 slot-taken': 49 }`. */
export function tally(answers: readonly HttpAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const kind = status < 400 ? String(status) : `${status} ${body?.code}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

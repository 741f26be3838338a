import { noteSent } from './canaries.js';

const send = globalThis.fetch;

/** What goes over real sockets is noted like what goes through a `Caller`. */
globalThis.fetch = (input, init) => {
  if (typeof input === 'string') noteSent(parsed(init?.body), input);
  return send(input, init);
};

function parsed(body: unknown): unknown {
  if (typeof body !== 'string' || !body.startsWith('{')) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

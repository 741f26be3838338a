// How requests are sent: as many as can be (autocannon), or at a steady rate whatever comes back.
import http from 'node:http';
import autocannon from 'autocannon';

export const CONNECTIONS = 16;

/**
 * As fast as the connections can, for so many seconds or so many requests.
 * @param next gives the next request: { method, path, headers, body }
 * @returns answers a second
 * @throws Error when one is not answered as it should be
 */
export async function flatOut(url, next, { seconds, amount }, status) {
  let [answered, wrong, last] = [0, undefined, 0];
  const begun = performance.now();
  const run = autocannon({ url, connections: Math.min(CONNECTIONS, amount ?? CONNECTIONS), ...(amount === undefined ? { duration: seconds } : { amount }), timeout: 20, requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }] });
  run.on('response', (_client, code) => {
    last = performance.now();
    if (code === status) answered += 1;
    else wrong ??= code;
  });
  const result = await run;
  if (wrong !== undefined || result.errors > 0) throw new Error(`${url} answered ${wrong ?? 'nothing'} in place of ${status} (${answered} were right)`);
  return answered / ((last - begun) / 1000);
}

/** At a steady rate; a request that has to wait for its turn has waited. @returns latencies in milliseconds, and the first wrong answer */
export async function atRate(url, next, { perSecond, seconds, agent }, status) {
  const latencies = [];
  const begun = performance.now() + 50;
  const all = Array.from({ length: Math.round(perSecond * seconds) }, (_unused, n) => n);
  let pending = 0;
  let fault;
  await new Promise((done) => {
    const tick = () => {
      while (all.length > 0 && begun + (all[0] / perSecond) * 1000 <= performance.now()) {
        const due = begun + (all.shift() / perSecond) * 1000;
        pending += 1;
        send(url, agent, next()).then(({ code, text }) => {
          latencies.push(performance.now() - due);
          if (code !== status) fault ??= new Error(`${url} answered ${code} in place of ${status}: ${text.slice(0, 300)}`);
        }, (error) => (fault ??= error)).finally(() => {
          pending -= 1;
          if (all.length === 0 && pending === 0) done();
        });
      }
      if (all.length > 0) setTimeout(tick, 1);
    };
    tick();
  });
  return { latencies, fault };
}

function send(url, agent, { method, path, headers, body }) {
  return new Promise((done, failed) => {
    const request = http.request(`${url}${path}`, { method, headers, agent }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.once('end', () => done({ code: response.statusCode, text: Buffer.concat(parts).toString() }));
    });
    request.once('error', failed);
    request.end(body);
  });
}

/** One request with its answer. */
export async function ask(url, { method, path, headers, body }) {
  const response = await fetch(`${url}${path}`, { method, headers, body });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export const sorted = (list) => [...list].sort((a, b) => a - b);
export const quantile = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))];
export const median = (list) => quantile(list, 0.5);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../install.mjs';
import { filledIn, parseHttpFile } from './http-file.mjs';

/**
 * Plays docs/tour.http step by step.
 *
 * @param base address of the server
 * @param password the demo password
 * @param send (url, {method, headers, body}) → {status, headers, body}
 * @param tell called with one line for each request
 * @param between called after each request with its number, e.g. to kill the server there
 * @param nowMs the server's time, where it is not the real one
 * @returns every answer by name, and the review of the course
 * @throws Error at the first answer that is not a success
 */
export async function playTour({ base, password, send, tell = (_line) => {}, between = async (_step, _answer) => {}, nowMs = Date.now() }) {
  const { variables, requests } = parseHttpFile(readFileSync(join(ROOT, 'docs/tour.http'), 'utf8'));
  const instant = (ms) => new Date(ms).toISOString();
  variables.set('base', base);
  variables.set('password', password);
  variables.set('$guid', Math.random().toString(36).slice(2, 10));
  variables.set('now', instant(nowMs - 60_000));
  variables.set('start', instant(nowMs));
  const dateInNewYork = (ms) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York' }).format(ms);
  variables.set('today', dateInNewYork(nowMs));
  variables.set('tomorrow', dateInNewYork(nowMs + 86_400_000));
  variables.set('inTwoHours', instant(nowMs + 2 * 3_600_000));
  const answers = new Map();
  const width = String(requests.length).length;
  for (const [index, request] of requests.entries()) {
    const url = filledIn(request.url, variables, answers);
    const headers = Object.fromEntries(request.headers.map(([name, value]) => [name, filledIn(value, variables, answers)]));
    const body = request.body === undefined ? undefined : filledIn(request.body, variables, answers);
    const started = performance.now();
    const answer = await send(url, { method: request.method, headers, ...(body !== undefined && { body }) });
    const took = Math.round(performance.now() - started);
    tell(`${String(index + 1).padStart(width)}/${requests.length} ${answer.status} ${request.method} ${url.replace(base, '').slice(0, 90)} (${took} ms)  ${request.title}`);
    if (answer.status >= 400) throw new Error(`Step ${index + 1}, ${request.title}: ${answer.status} ${JSON.stringify(answer.body)}`);
    if (request.name) answers.set(request.name, answer);
    await between(index + 1, answer);
  }
  return { answers, review: answers.get('review')?.body };
}

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { destination, type DestinationStream } from 'pino';
import type { Json } from './caller.js';

/** Members that say something of a person: who they are, what they said, what was written about them. */
const TELLING = /^(givenName|familyName|displayName|birthDate|email|mrn|phone|description|detail|note|notes|text|rationale|reason|signedBy|payer|reference|plan|goals|lines|comment)$/;
/** Members that open something. The service makes them itself, so they are looked for in answers too. */
const SECRET = /^(password|currentPassword|newPassword|accessToken|refreshToken|idToken|token|key|secret|otpauthUri|recoveryCodes|link|invitationLink)$/;
const IN_ADDRESSES = ['q', 'search', 'mrn'];

const told = new Set<string>();
const written = new Set<string>();

/** Remembers what a request tells of people, so that the end of the run can search the logs for it. */
export function noteSent(body: Json, path = ''): void {
  collect(body, '', (name) => TELLING.test(name) || SECRET.test(name));
  const query = path.split('?')[1];
  if (query) for (const [name, value] of new URLSearchParams(query)) if (IN_ADDRESSES.includes(name)) told.add(value);
}

/** Remembers the secrets that an answer hands out. What it tells of people was sent before. */
export function noteAnswered(body: Json): void {
  collect(body, '', (name) => SECRET.test(name));
}

function collect(value: Json, name: string, tells: (name: string) => boolean): void {
  if (typeof value === 'string') {
    if (tells(name)) told.add(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (name === 'answers' && tells('text')) noteAnswers(value);
  for (const [inner, one] of Object.entries(value)) collect(one, Array.isArray(value) ? name : inner, tells);
}

/** An answer is a number that stands everywhere; beside the next one, and with their items, it is a form. */
function noteAnswers(answers: object): void {
  const pairs = Object.entries(answers).slice(0, 2);
  if (pairs.length === 2) told.add(pairs.map(([item, answer]) => `${JSON.stringify(item)}:${JSON.stringify(answer)}`).join(','));
  for (const answer of Object.values(answers)) if (typeof answer === 'string') told.add(answer);
}

const folder = (): string | undefined => process.env['TEST_RUN_FOLDER'];

/** Hands what was noted to the end of the run. Call it when a service stops. */
export function keepCanaries(): void {
  const into = folder();
  if (into === undefined) return;
  const fresh = [...told].filter((value) => !written.has(value));
  for (const value of fresh) written.add(value);
  if (fresh.length > 0) appendFileSync(join(into, `${process.pid}.told`), `${fresh.map((value) => JSON.stringify(value.slice(0, 300))).join('\n')}\n`);
}

/** What a service writes about itself, for the end of the run to search. */
export function keepWritten(text: string): void {
  const into = folder();
  if (into !== undefined) appendFileSync(join(into, `${process.pid}.log`), text);
}

/** Where the services of this process write their logs. */
export function logFile(): (DestinationStream & { flushSync(): void }) | undefined {
  const into = folder();
  return into === undefined ? undefined : destination({ dest: join(into, `${process.pid}.log`), append: true, sync: true, minLength: 16_000 });
}

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { closed, relocated } from '../answer-checker.js';
import type { AnswerCheck, Answered, Json } from '../caller.js';
import { clinicalIn, REFERENCE_ROUTES } from '../clinical-members.js';
import { uuidsIn } from './known-rows.js';
import { CLINICAL_WORDS, type Range } from './range.js';
import { mayCall, roleOf, type Operation, type Shot } from './shots.js';

/** A request as it went over the wire. */
export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Json;
  raw: Buffer | undefined;
}

const INSIDE = /syntax error|\bpg_[a-z]|relation "|violates|ECONN|node_modules|\bat \w+ \(|SQLSTATE|invalid input/;
/** Answered before it is known which operation is meant. */
const OF_THE_WIRE = [405, 408, 417, 431];
const PROBLEM = /^application\/problem\+json/;

/** What no answer may be, whatever was asked. Each complaint begins with a word for its kind. */
export class Oracles {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false });
  readonly #bodies = new Map<string, ValidateFunction>();

  constructor(document: Json, private readonly check: AnswerCheck, private readonly range: Range) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.#ajv);
    this.#ajv.addSchema({ $id: 'openapi', components: closed(document.components) });
  }

  complaints(operation: Operation, shot: Shot, sent: Sent, answer: Answered): string[] {
    const asked = sent.method === operation.method && shot.path === undefined;
    const done = answer.status >= 200 && answer.status < 300;
    return [
      ...this.#form(sent, answer),
      ...(asked ? this.#declared(sent, answer) : []),
      ...(asked && done ? this.#wronglyDone(operation, shot, sent) : []),
      ...this.#leaks(operation, shot, sent, answer),
    ];
  }

  #form(sent: Sent, { status, headers, body, text }: Answered): string[] {
    const complaints: string[] = [];
    if (status >= 500 && !(status === 503 && headers['retry-after'])) complaints.push(`fault: ${status} ${text.slice(0, 200)}`);
    if (status >= 400 && sent.method !== 'HEAD') {
      if (!PROBLEM.test(headers['content-type'] ?? '')) complaints.push(`form: ${status} is no problem document: ${headers['content-type']} ${text.slice(0, 100)}`);
      else if (typeof body?.code !== 'string' || body.status !== status) complaints.push(`form: ${status} ${text.slice(0, 200)}`);
      else if (status === 400 && !Array.isArray(body.errors)) complaints.push(`form: no errors in ${text.slice(0, 200)}`);
      // A token in the path may spell anything.
      if (INSIDE.test(text.replaceAll(sent.path.split('?')[0] ?? '', ''))) complaints.push(`inside: ${text.slice(0, 300)}`);
    }
    if (status === 401 && !headers['www-authenticate']) complaints.push('form: 401 without WWW-Authenticate');
    if (status === 429 && !headers['retry-after']) complaints.push('form: 429 without Retry-After');
    if (status === 201 && !headers['location'] && !sent.path.includes('/self-report/') && !sent.path.endsWith('/schedule')) complaints.push('form: 201 without Location');
    return complaints;
  }

  #declared({ method, path }: Sent, answer: Answered): string[] {
    if (OF_THE_WIRE.includes(answer.status)) return [];
    try {
      this.check(method, path.split('?')[0] ?? '', answer);
      return [];
    } catch (fault) {
      return [`document: ${String(fault).slice(0, 700)}`];
    }
  }

  /** Something was done although the caller may not, or although the request is none that the document allows. */
  #wronglyDone(operation: Operation, shot: Shot, sent: Sent): string[] {
    const complaints: string[] = [];
    if (operation.permission !== null && (shot.as === 'nobody' || !mayCall(operation, roleOf(shot.as)))) complaints.push(`permission: done for ${shot.as}`);
    if (operation.permission !== null && shot.row !== undefined && uuidsIn(shot.row).size > 0 && shot.as.startsWith('their ')) complaints.push('tenancy: done to a row of another clinic');
    if (operation.body && shot.spoiled === undefined && sent.raw !== undefined) {
      const validate = this.#body(operation);
      if (!validate(sent.body)) complaints.push(`accepted: ${validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join(', ')}`);
    }
    const names = shot.query.map(([name]) => name);
    const unknown = names.filter((name, at) => !operation.query.some((one) => one.name === name) || names.indexOf(name) !== at);
    if (unknown.length > 0) complaints.push(`accepted: query parameters ${unknown.join(', ')}`);
    return complaints;
  }

  #body({ method, template, body }: Operation): ValidateFunction {
    const key = `${method} ${template}`;
    const made = this.#bodies.get(key) ?? this.#ajv.compile(relocated(closed(body)));
    this.#bodies.set(key, made);
    return made;
  }

  #leaks(operation: Operation, shot: Shot, sent: Sent, answer: Answered): string[] {
    const side = this.range.side(shot.as);
    const others = this.range.sides.filter((one) => one !== side);
    const complaints: string[] = [];
    const asked = `${sent.path} ${sent.raw?.toString() ?? ''} ${JSON.stringify(sent.headers)}`;
    // Whoever has the link to a calendar or a form is no stranger to what it shows.
    const byLink = operation.permission === null;
    for (const other of byLink ? [] : others) {
      if (answer.text.includes(other.word) && !asked.includes(other.word)) complaints.push(`tenancy: a word of the other clinic`);
      const foreign = [...uuidsIn(answer.text)].filter((id) => other.rows.has(id) && !side?.rows.has(id) && !asked.includes(id));
      if (foreign.length > 0) complaints.push(`tenancy: ids of the other clinic, ${foreign.slice(0, 3).join(', ')}`);
    }
    if (shot.as.endsWith('front-desk')) {
      const words = CLINICAL_WORDS.filter((word) => answer.text.includes(word) && !asked.includes(word));
      if (words.length > 0) complaints.push(`clinical: the front desk sees ${words.join(', ')}`);
      if (answer.status < 300 && sent.path.startsWith('/v1') && !REFERENCE_ROUTES.test(sent.path)) complaints.push(...clinicalIn(answer.body).slice(0, 1).map((place) => `clinical: the front desk sees ${place.replaceAll(/\d+/g, 'n')}`));
    }
    return complaints;
  }
}

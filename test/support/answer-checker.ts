import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Reference } from '../../src/platform/openapi/reference.js';
import type { AnswerCheck, Answered, Json } from './caller.js';

/** Of these the document names every code with which they refuse: a caller who books, moves or starts has to answer each. */
const NAMES_ALL_CODES = /^\/v1\/(sessions$|sessions\/\{id\}\/(reschedule|cancel|no-show|check-in|start)$|reservations|waitlist|schedule\/|courses\/\{id\}\/(schedule|reschedule|reserve-blocks)$|devices\/\{id\}\/downtimes|staff\/\{id\}\/(absences|shifts))/;

const checkers = new WeakMap<NestFastifyApplication, AnswerCheck>();

/** Fails a test when an answer is not what the OpenAPI document promises: an undeclared status, a code that is not named, a missing or extra field. */
export function answerChecker(app: NestFastifyApplication): AnswerCheck {
  let checker = checkers.get(app);
  if (!checker) {
    checker = makeChecker(JSON.parse(app.get(Reference).json) as Json);
    checkers.set(app, checker);
  }
  return checker;
}

function makeChecker(document: Json): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ $id: 'openapi', components: closed(document.components) });
  const routes = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    parameters: template.split('{').length,
  }));
  routes.sort((a, b) => a.parameters - b.parameters);
  const compiled = new Map<string, (body: unknown) => boolean>();

  return (method, path, answer) => {
    const route = routes.find(({ pattern }) => pattern.test(path));
    const operation = route && document.paths[route.template][method.toLowerCase()];
    if (!operation || answer.status === 304) return;
    const declared = operation.responses[String(answer.status)];
    if (!declared) {
      // What every route may answer need not be repeated at each.
      if ([400, 401, 404, 413, 415, 429, 500, 503].includes(answer.status)) return;
      throw new Error(`${method} ${route.template} answered ${answer.status}, which the document does not declare: ${answer.text.slice(0, 500)}`);
    }
    if ([409, 422].includes(answer.status) && NAMES_ALL_CODES.test(route.template) && !String(declared.description).includes(`\`${answer.body?.code}\``)) {
      throw new Error(`${method} ${route.template} refused with ${answer.status} ${answer.body?.code}, which the document does not name: ${declared.description}`);
    }
    const [media, { schema } = {} as Json] = Object.entries((declared.content ?? {}) as Record<string, Json>)[0] ?? [];
    if (media !== undefined && !media.endsWith('json')) return;
    if (!schema || answer.body === undefined) return;
    const key = `${method} ${route.template} ${answer.status}`;
    const validate = compiled.get(key) ?? ajv.compile(relocated(closed(schema)));
    compiled.set(key, validate as (body: unknown) => boolean);
    if (!validate(answer.body)) fail(key, answer, (validate as unknown as { errors: unknown }).errors);
  };
}

function fail(key: string, answer: Answered, errors: unknown): never {
  throw new Error(`${key} is not what the document says: ${JSON.stringify(errors).slice(0, 1500)}\nin ${answer.text.slice(0, 800)}`);
}

/** Objects with named properties have no others, unless the document says so (problems may carry members of their own). */
export function closed(node: Json): Json {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]));
  const isProblem = copy['description']?.startsWith?.('RFC 9457') ?? false;
  if (copy['type'] === 'object' && copy['properties'] && copy['additionalProperties'] === undefined && !isProblem) copy['additionalProperties'] = false;
  return copy;
}

/** The same, with what it points to found in the document that is registered as `openapi`. */
export const relocated = (schema: Json): Json => JSON.parse(JSON.stringify(schema).replaceAll('#/components/', 'openapi#/components/'));

import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ROUTE_FACTS, type RouteFacts } from './route.js';

export interface EndpointOptions {
  /** One line, as a reader of the reference sees it. */
  summary: string;
  description?: string;
  /** A row of the permission table (`identity/permissions`), or why the route is open to anyone. */
  permission?: string;
  openBecause?: string;
  /** The class of the answer; absent means 204. */
  answer?: new (...args: never[]) => unknown;
  /** Media type of an answer that is no JSON; the handler takes `@Res()` and sends it itself. */
  media?: string;
  /** 200 unless told; 201 for what makes something, 204 when there is no answer. */
  status?: number;
  /** A second status with the same body, e.g. 200 for a dry run. */
  alsoStatus?: number;
  /** Path parameter → table in which it must stand in the caller's clinic. */
  of?: Readonly<Record<string, string>>;
  /** Codes of the refusals a caller should expect beyond the general ones, e.g. `409 slot-taken`. */
  refuses?: readonly string[];
  /** The route makes or moves something: it accepts an Idempotency-Key. */
  idempotent?: boolean;
  /** The route changes one resource: it demands If-Match. */
  ifMatch?: boolean;
}

/** Everything a route says about itself, in one place: access, answer, reference. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const { permission, openBecause, answer, of, idempotent, ifMatch, refuses = [] } = options;
  const status = options.status ?? (answer || options.media ? 200 : 204);
  const facts: RouteFacts = { access: permission !== undefined ? { permission } : { openBecause: openBecause ?? '' }, ...(of && { of }), ...(idempotent && { idempotent }) };
  return applyDecorators(
    SetMetadata(ROUTE_FACTS, facts),
    HttpCode(status),
    ApiOperation({ summary: options.summary, description: describe(options) }),
    ApiExtension('x-permission', permission ?? null),
    ...(permission !== undefined ? [ApiBearerAuth()] : []),
    ...Object.keys(of ?? {}).map((name) => ApiParam({ name, schema: { type: 'string', format: 'uuid' } })),
    ...[status, ...(options.alsoStatus ? [options.alsoStatus] : [])].map((code) => ApiResponse({ status: code, description: 'Done', ...(answer && { type: answer }), ...(options.media !== undefined && { content: { [options.media]: { schema: { type: 'string' } } } }) })),
    ...problems(options, refuses),
    ...(idempotent ? [ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } })] : []),
    ...(ifMatch ? [ApiHeader({ name: 'If-Match', required: true, schema: { type: 'string' } })] : []),
  );
}

function describe({ description, permission, openBecause, refuses = [] }: EndpointOptions): string {
  const access = permission !== undefined ? `Permission: \`${permission}\`.` : `Open: ${openBecause}.`;
  const refusals = refuses.length > 0 ? `Refuses with ${refuses.map((code) => `\`${code}\``).join(', ')}.` : '';
  return [description, access, refusals].filter(Boolean).join('\n\n');
}

function problems({ permission, of, idempotent, ifMatch }: EndpointOptions, refuses: readonly string[]): MethodDecorator[] {
  const statuses = new Map<number, string[]>([[400, ['invalid-request', 'unknown-field']]]);
  const add = (status: number, code: string): void => void statuses.set(status, [...(statuses.get(status) ?? []), code]);
  if (permission !== undefined) {
    add(401, 'unauthenticated');
    add(403, 'forbidden');
  }
  if (of) add(404, 'not-found');
  if (ifMatch) {
    add(412, 'stale');
    add(428, 'if-match-required');
  }
  if (idempotent) add(422, 'idempotency-key-reused');
  for (const refusal of refuses) {
    const [status, code] = refusal.split(' ');
    add(Number(status), code ?? '');
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return [...statuses].map(([status, codes]) => ApiResponse({ status, description: codes.map((code) => `\`${code}\``).join(', '), content }));
}

import type { FastifyRequest } from 'fastify';

const FORM = 'application/x-www-form-urlencoded';

/** For `@RouteConfig`: this route is a page that posts forms, and takes them beside JSON. */
export const ACCEPTS_FORMS = { acceptsForms: true } as const;

/** Whether the request is a form for a route that takes forms. Every other route takes JSON alone: no page elsewhere can post to it. */
export function isForm(request: FastifyRequest): boolean {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  return type === FORM && (request.routeOptions.config as { acceptsForms?: boolean }).acceptsForms === true;
}

/** The fields of a form; of a repeated field the last one counts. */
export function parseFormBody(bytes: Buffer): Record<string, string> {
  const fields = [...new URLSearchParams(bytes.toString('utf8'))].filter(([name]) => !(name in Object.prototype));
  return Object.fromEntries(fields.map(([name, value]) => [name, value.replaceAll('\u0000', '')]));
}

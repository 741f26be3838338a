import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const DESCRIPTION = `Backend for clinics that treat chronic pain and depression with transcranial magnetic stimulation.

Instants are RFC 3339 with an offset in and UTC out; dates are YYYY-MM-DD; wall-clock times are HH:MM in the clinic's zone.
Lists are pages of \`items\` with an opaque \`nextCursor\`. Errors are RFC 9457 problems with a stable \`code\`.
POSTs that create or move something accept an \`Idempotency-Key\`; PATCH needs \`If-Match\`.
A method that a path does not take is 405 \`method-not-allowed\`, with the others in \`Allow\`.`;

/** The OpenAPI 3.1 document, generated from the controllers and the classes they answer with. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('TMS clinic')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  document.components ??= {};
  document.components.schemas = { ...sorted(document.components.schemas ?? {}), Problem: PROBLEM };
  document.paths = sorted(document.paths);
  return modern(document) as OpenAPIObject;
}

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. Some problems add members of their own, e.g. `conflicts`, `missing`, `unplaced`.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'Stable, kebab-case.' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `nullable` is OpenAPI 3.0; in 3.1 null is a type like any other. */
function modern(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(modern);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, modern(value)]));
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  const nullType = { type: 'null' };
  if (typeof rest['type'] === 'string') {
    const enumeration = Array.isArray(rest['enum']) ? { enum: [...(rest['enum'] as unknown[]), null] } : {};
    return { ...rest, type: [rest['type'], 'null'], ...enumeration };
  }
  const { description, ...schema } = rest;
  return { ...(description !== undefined && { description }), anyOf: [...(Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [schema]), nullType] };
}

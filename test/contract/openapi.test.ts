import { readFileSync, writeFileSync } from 'node:fs';
import { Reference } from '../../src/platform/openapi/reference.js';
import { PERMISSIONS } from '../../src/identity/permissions/matrix.js';
import type { Json } from '../support/caller.js';
import { startService, type Service } from '../support/service.js';

const FILE = new URL('../../docs/openapi.json', import.meta.url);

describe('the OpenAPI document', () => {
  let service: Service;
  let document: Json;
  let operations: { at: string; operation: Json }[];

  beforeAll(async () => {
    service = await startService();
    document = JSON.parse(service.app.get(Reference).json);
    operations = Object.entries(document.paths as Json).flatMap(([path, item]) =>
      Object.entries(item as Json).map(([method, operation]) => ({ at: `${method.toUpperCase()} ${path}`, operation: operation as Json })),
    );
  });
  afterAll(() => service.stop());

  it('is the file in docs (UPDATE_DOCS=1 writes it anew)', () => {
    const now = `${JSON.stringify(document, null, 2)}\n`;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, now);
    expect(readFileSync(FILE, 'utf8')).toBe(now);
  });

  it('is served as it is', async () => {
    const answer = await service.anyone().get('/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.body.openapi).toBe('3.1.0');
  });

  it('names every operation once, with a summary, an access and its problems', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const lacking = operations.filter(({ operation }) => {
      const permission = operation['x-permission'];
      const open = permission === null && /^Open: /m.test(operation.description);
      return !operation.summary || !operation.responses['400'] || !(open || permission in PERMISSIONS);
    });
    expect(lacking.map(({ at }) => at)).toEqual([]);
  });

  it('describes every path parameter and declares 404 wherever there is an id', () => {
    const lacking = operations.filter(({ at, operation }) => {
      const names = [...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((parameter: Json) => parameter.in === 'path').map(({ name }: Json) => name);
      return names.length > 0 && (!operation.responses['404'] || names.some((name) => !described.includes(name)));
    });
    expect(lacking.map(({ at }) => at)).toEqual([]);
  });

  it('points to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name ?? '');
    expect([...new Set(references)].filter((name) => !(name in document.components.schemas))).toEqual([]);
  });
});

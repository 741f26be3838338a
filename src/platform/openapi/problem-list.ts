import type { OpenAPIObject } from '@nestjs/swagger';

/** Every problem code that the routes declare, with its statuses and the operations that answer it. */
export function problemList(document: OpenAPIObject): { code: string; statuses: string[]; operations: string[] }[] {
  const found = new Map<string, { statuses: Set<string>; operations: Set<string> }>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, { responses?: Record<string, { description?: string }> }>)) {
      for (const [status, { description = '' }] of Object.entries(operation.responses ?? {})) {
        if (Number(status) < 400) continue;
        for (const [, code = ''] of description.matchAll(/`([a-z0-9-]+)`/g)) {
          const entry = found.get(code) ?? { statuses: new Set(), operations: new Set() };
          entry.statuses.add(status);
          entry.operations.add(`${method.toUpperCase()} ${path}`);
          found.set(code, entry);
        }
      }
    }
  }
  return [...found].map(([code, { statuses, operations }]) => ({ code, statuses: [...statuses], operations: [...operations] })).sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The page that the `type` of a problem points into. */
export function problemPage(document: OpenAPIObject): string {
  const rows = problemList(document).map(({ code, statuses, operations }) => {
    const where = operations.length > 12 ? `${operations.length} operations` : operations.map((operation) => `<code>${operation}</code>`).join('<br>');
    return `<tr id="${code}"><td><code>${code}</code></td><td>${statuses.join(', ')}</td><td>${where}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>TMS clinic: problems</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0}tr:target{background:#ffd}</style></head>
<body><h1>Problems</h1><p>Errors are RFC 9457 problem documents. The <code>code</code> is stable; <code>detail</code> says what happened this time;
a 400 carries <code>errors</code> with JSON pointers to each fault.</p>
<table><thead><tr><th>code</th><th>status</th><th>answered by</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></body></html>`;
}

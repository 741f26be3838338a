import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { notFound } from '../errors/refusal.js';
import { Open } from '../http/open.js';
import type { Reply } from '../http/route.js';
import { Reference } from './reference.js';

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};
const FOLDER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const START = `window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, persistAuthorization: false });`;
const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>TMS clinic: reference</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="reference"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;
// The reference runs its own script and style; everything else of the service forbids both.
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The reference: for machines at /openapi.json, for people at /docs. Served from the project's own files, no outside host. */
@ApiExcludeController()
@Controller()
export class ReferenceController {
  constructor(private readonly reference: Reference) {}

  @Get('openapi.json')
  @Open('The reference holds no data of anyone')
  document(@Res() reply: Reply): void {
    void reply.header('Content-Type', 'application/json; charset=utf-8').send(this.reference.json);
  }

  @Get('docs')
  @Open('The reference holds no data of anyone')
  page(@Res() reply: Reply): void {
    void reply.header('Content-Type', 'text/html; charset=utf-8').header('Content-Security-Policy', POLICY).send(PAGE);
  }

  @Get('docs/:asset')
  @Open('The reference holds no data of anyone')
  async asset(@Param('asset') asset: string, @Res() reply: Reply): Promise<void> {
    if (asset === 'problems') return void reply.header('Content-Type', 'text/html; charset=utf-8').header('Content-Security-Policy', POLICY).send(this.reference.problems);
    if (asset === 'start.js') return void reply.header('Content-Type', 'text/javascript; charset=utf-8').send(START);
    const type = Object.hasOwn(ASSETS, asset) ? ASSETS[asset] : undefined;
    if (type === undefined) throw notFound();
    void reply.header('Content-Type', type).header('Cache-Control', 'public, max-age=3600').send(await readFile(join(FOLDER, asset)));
  }
}

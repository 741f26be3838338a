// Compiles the program beside this file; decorators with their metadata need a compiler.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const SOURCE = new URL('.', import.meta.url);
const BUILT = new URL('../../dist/bench/docs-way/', import.meta.url);

/** @returns the path of the program */
export function compileDocsWay() {
  mkdirSync(BUILT, { recursive: true });
  for (const file of readdirSync(SOURCE).filter((name) => name.endsWith('.ts'))) {
    const { code } = transformSync(readFileSync(new URL(file, SOURCE), 'utf8'), {
      filename: file,
      jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false } },
      module: { type: 'es6' },
    });
    writeFileSync(new URL(file.replace(/\.ts$/, '.js'), BUILT), code);
  }
  return fileURLToPath(new URL('main.js', BUILT));
}

import { Reference } from '../../src/platform/openapi/reference.js';
import type { Json } from './caller.js';
import type { Service } from './service.js';

export interface Route {
  method: string;
  /** Template, e.g. `/v1/patients/{id}`. */
  path: string;
  /** Null where anyone may call. */
  permission: string | null;
  parameters: string[];
}

/** Every operation of the document: what is served and what is described are the same thing. */
export function everyRoute(service: Service): Route[] {
  const { paths } = JSON.parse(service.app.get(Reference).json) as Json;
  return Object.entries(paths as Json).flatMap(([path, item]) =>
    Object.entries(item as Json).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      permission: (operation as Json)['x-permission'] as string | null,
      parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
    })),
  );
}

/** The path with each parameter filled in. */
export function filled({ path }: Route, value: (name: string, path: string) => string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => value(name, path));
}

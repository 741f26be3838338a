import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../errors/refusal.js';

/** Which methods each path takes, learnt as the routes are made. */
export class Methods {
  readonly #routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  /** Call before any route is made. */
  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return;
      const route = this.#routes.get(url) ?? { pattern: patternOf(url), methods: new Set() };
      for (const one of [method].flat()) route.methods.add(one);
      this.#routes.set(url, route);
    });
  }

  /** For a request that no route takes: 405 where its path takes other methods. What stands behind the path plays no part. */
  refusal({ method, url }: FastifyRequest): Refusal | undefined {
    const path = url.split('?')[0] ?? '';
    const allowed = new Set([...this.#routes.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]));
    if (allowed.size === 0 || allowed.has(method)) return undefined;
    const list = [...allowed].sort().join(', ');
    return new Refusal('method-not-allowed', 'method-not-allowed', `This takes ${list}.`, {}, { Allow: list });
  }
}

/** `/v1/rooms/:id` → that path with anything but a slash for the parameter. */
function patternOf(url: string): RegExp {
  const literal = url.split(/:\w+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^/]+')}$`);
}

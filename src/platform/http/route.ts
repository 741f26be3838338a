import { createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/internal';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker as AskerFacts } from '../database/database.js';
import { notFound } from '../errors/refusal.js';
import { isUuid } from '../kernel/uuid.js';

/** What a route says of itself; the guard, the interceptor, the reference and the contract tests all read this. */
export interface RouteFacts {
  /** The permission it demands, or why it is open to anyone. */
  access: { permission: string } | { openBecause: string };
  /** Path parameter → table in which that id must stand in the caller's clinic. */
  of?: Readonly<Record<string, string>>;
  /** It accepts an Idempotency-Key. */
  idempotent?: boolean;
}

export const ROUTE_FACTS = 'route-facts';

/** Who asks, as the guard established it, with the caller's `If-Match`. */
export interface RequestAsker extends AskerFacts {
  readonly staffId: string;
  readonly roles: readonly string[];
  readonly may: (permission: string) => boolean;
  readonly ifMatch: string | undefined;
}

export type Request = FastifyRequest & { asker?: RequestAsker };
export type Reply = FastifyReply;

export const Asker = createParamDecorator((_data: unknown, context: ExecutionContext): RequestAsker => {
  const { asker } = context.switchToHttp().getRequest<Request>();
  if (!asker) throw new Error('This route is open: it has no asker');
  return asker;
});

const knownId: PipeTransform<unknown, string> = {
  transform(value) {
    if (typeof value !== 'string' || !isUuid(value)) throw notFound();
    return value;
  },
};

const pathParameter = createParamDecorator((name: string, context: ExecutionContext): unknown => {
  const parameters = context.switchToHttp().getRequest<Request>().params as Record<string, unknown>;
  return parameters[name];
});

/** An id in the path; a malformed one is as unknown as any other (404). */
export const Id = (name = 'id'): ParameterDecorator => pathParameter(name, knownId);

/** Whether a handler takes a body or a query string; one it does not take is refused rather than dropped. */
export function takes(controller: object, handler: string, what: 'body' | 'query'): boolean {
  const kind = what === 'body' ? '3' : '4';
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<string, unknown>;
  return Object.keys(parameters).some((key) => key.startsWith(`${kind}:`));
}

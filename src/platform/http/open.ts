import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ROUTE_FACTS, type Request, type RouteFacts } from './route.js';

/** Marks a route that anyone may call, with the reason why that is right. Every other route demands a permission. */
export const Open = (openBecause: string): MethodDecorator =>
  applyDecorators(SetMetadata(ROUTE_FACTS, { access: { openBecause } } satisfies RouteFacts));

export const RawHeader = createParamDecorator((name: string, context: ExecutionContext): string | undefined => {
  const value = context.switchToHttp().getRequest<Request>().headers[name];
  return Array.isArray(value) ? value[0] : value;
});

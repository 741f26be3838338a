import { createHash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { record } from '../audit/index.js';
import { withAftermath } from '../platform/database/aftermath.js';
import type { Idempotency, KeptAnswer } from '../platform/database/idempotency.js';
import { Database } from '../platform/database/database.js';
import { invalid, unauthenticated } from '../platform/errors/refusal.js';
import { describeAnswer, ShownOnce } from '../platform/http/answer.js';
import { ROUTE_FACTS, type Reply, type Request, type RequestAsker, type RouteFacts } from '../platform/http/route.js';
import { AccessTokens } from './access-tokens.js';
import { KEY_PREFIX } from './api-keys/api-keys.service.js';
import { holderOf } from './api-keys/key-holder.js';
import { forbidden, secondFactorRequired } from './identity.problems.js';
import { originOf } from './login.service.js';
import { allows, permissionsOf } from './permissions/matrix.js';

/** Deny by default: a route is open with a stated reason, or it names a permission that the token's roles, or the machine's key, hold. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly database: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const reply = context.switchToHttp().getResponse<Reply>();
    const facts = this.reflector.get<RouteFacts | undefined>(ROUTE_FACTS, context.getHandler());
    const access = facts?.access;
    if (access && 'openBecause' in access) return true;
    const who = await this.#whoAsks(request);
    if (!who) throw unauthenticated();
    if (!access) throw forbidden();
    if (!who.may(access.permission)) await this.#refuse(request, who, access.permission);
    if (who.limited && access.permission !== 'self.manage') throw secondFactorRequired();
    request.asker = {
      ...who,
      requestId: String(request.id),
      ip: request.ip,
      ifMatch: typeof request.headers['if-match'] === 'string' ? request.headers['if-match'] : undefined,
      idempotency: facts?.idempotent === true ? this.#repetition(request, reply, who.permissions) : undefined,
    };
    return true;
  }

  /** That somebody tried is on record before they are told. */
  async #refuse(request: Request, { clinicId, staffId, sessionId, accessVersion, apiKeyId }: Who, permission: string): Promise<never> {
    const asker = { clinicId, staffId, sessionId, accessVersion, apiKeyId, requestId: String(request.id), ip: request.ip };
    return this.database.work(asker, () => {
      throw withAftermath(forbidden(), async (after) => {
        const route = `${request.method} ${request.routeOptions.url ?? ''}`;
        record(after, { action: 'access.refused', subject: { type: 'route' }, after: { route, permission } });
      });
    });
  }

  #repetition(request: Request, reply: Reply, permissions: readonly string[]): Idempotency | undefined {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw invalid('/Idempotency-Key', 'invalid-idempotency-key', 'must be 1 to 255 visible ASCII characters');
    }
    const path = request.url.split('?')[0] ?? '';
    const fingerprint = createHash('sha256').update(path).update('\n').update(canonical(request.body, (text) => this.tokens.keyedDigest(text))).digest('base64url');
    const describe = (answer: unknown): KeptAnswer => describeAnswer(answer instanceof ShownOnce ? answer.withoutSecret : answer, reply.statusCode, path);
    return { key, route: `POST ${request.routeOptions.url ?? path}`, fingerprint, permissions, describe, isAbandoned: () => request.raw.socket.destroyed || request.raw.socket.readableEnded };
  }

  /** A person by their token, or a machine by its key. */
  async #whoAsks(request: Request): Promise<Who | undefined> {
    const token = bearer(request.headers.authorization);
    if (!token.startsWith(KEY_PREFIX)) {
      const claims = await this.tokens.read(token);
      return claims && { ...claims, permissions: permissionsOf(claims.roles), may: (permission) => allows(claims.roles, permission) };
    }
    const holder = await holderOf(this.database, originOf(request), token);
    if (!holder) return undefined;
    const { keyId, clinicId, staffId, permissions } = holder;
    return { clinicId, staffId, apiKeyId: keyId, roles: [], permissions, limited: false, may: (permission) => permissions.includes(permission) };
  }
}

type Who = Pick<RequestAsker, 'clinicId' | 'staffId' | 'sessionId' | 'accessVersion' | 'apiKeyId' | 'roles' | 'may'> & { limited: boolean; permissions: readonly string[] };

function bearer(header: string | undefined): string {
  return /^Bearer ([A-Za-z0-9._~+/=-]{1,8000})$/i.exec(header ?? '')?.[1] ?? '';
}

/** Members that prove who somebody is. */
const PROOFS = ['password', 'currentPassword', 'newPassword', 'otp'];

/**
 * The order of keys and the spaces between them do not make another request. A password does, but what is kept of it
 * must not be a fast way to guess it.
 */
function canonical(body: unknown, keyed: (text: string) => string): string {
  return JSON.stringify(body, (key, value: unknown) => {
    if (typeof value === 'string' && PROOFS.includes(key)) return keyed(value);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  }) ?? '';
}

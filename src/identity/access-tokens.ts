import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock/clock.js';
import { isUuid } from '../platform/kernel/uuid.js';

/** What an access token says. Roles are repeated from the database, where `accessVersion` must still be the same. */
export interface Claims {
  clinicId: string;
  staffId: string;
  sessionId: string;
  roles: string[];
  accessVersion: number;
}

const ALGORITHM = 'EdDSA';
const AUDIENCE = 'tms-clinic-api';

/** Signs and reads access tokens: Ed25519, one algorithm, fixed issuer and audience, expiry always checked. */
export class AccessTokens {
  readonly #verified = new LRUCache<string, Claims & { expiresAtMs: number }>({ max: 10_000 });

  private constructor(
    private readonly privateKey: CryptoKey,
    private readonly publicKey: CryptoKey,
    private readonly keyId: string,
    private readonly issuer: string,
    private readonly lifetimeSeconds: number,
    private readonly clock: Clock,
  ) {}

  /** @param signingKey private Ed25519 JWK as JSON; without it a key is made that lives as long as the process */
  static async make(signingKey: string | undefined, issuer: string, lifetimeSeconds: number, clock: Clock): Promise<AccessTokens> {
    const jwk = signingKey === undefined ? await freshKey() : (JSON.parse(signingKey) as JWK);
    const { d: _private, ...publicJwk } = jwk;
    const privateKey = (await importJWK(jwk, ALGORITHM)) as CryptoKey;
    const publicKey = (await importJWK(publicJwk, ALGORITHM)) as CryptoKey;
    return new AccessTokens(privateKey, publicKey, jwk.kid ?? (await calculateJwkThumbprint(publicJwk)), issuer, lifetimeSeconds, clock);
  }

  async sign({ clinicId, staffId, sessionId, roles, accessVersion }: Claims): Promise<string> {
    const nowSeconds = Math.floor(this.clock.nowMs() / 1000);
    return new SignJWT({ clinic: clinicId, sid: sessionId, roles, ver: accessVersion })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.keyId, typ: 'at+jwt' })
      .setSubject(staffId)
      .setIssuer(this.issuer)
      .setAudience(AUDIENCE)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + this.lifetimeSeconds)
      .sign(this.privateKey);
  }

  /** The claims of a good token; undefined for every other text, whatever is wrong with it. */
  async read(token: string): Promise<Claims | undefined> {
    const known = this.#verified.get(token);
    if (known) return known.expiresAtMs > this.clock.nowMs() ? known : undefined;
    try {
      const { payload } = await jwtVerify(token, this.publicKey, {
        algorithms: [ALGORITHM],
        issuer: this.issuer,
        audience: AUDIENCE,
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp', 'iat'],
        currentDate: this.clock.date(),
      });
      const claims = claimsOf(payload);
      if (claims) this.#verified.set(token, { ...claims, expiresAtMs: (payload.exp ?? 0) * 1000 });
      return claims;
    } catch {
      return undefined;
    }
  }
}

async function freshKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return exportJWK(privateKey);
}

function claimsOf(payload: Record<string, unknown>): Claims | undefined {
  const { sub, clinic, sid, roles, ver } = payload;
  const ids = [sub, clinic, sid];
  if (!ids.every((id): id is string => typeof id === 'string' && isUuid(id)) || !Array.isArray(roles) || typeof ver !== 'number') return undefined;
  return { staffId: sub as string, clinicId: clinic as string, sessionId: sid as string, roles: roles.map(String), accessVersion: ver };
}

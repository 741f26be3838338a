import { createHmac } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose';
import { LRUCache } from 'lru-cache';
import type { ExportedHead, HeadSigner } from '../audit/index.js';
import type { Clock } from '../platform/clock/clock.js';
import { isUuid } from '../platform/kernel/uuid.js';

/** What an access token says. Roles are repeated from the database, where `accessVersion` must still be the same. */
export interface Claims {
  clinicId: string;
  staffId: string;
  sessionId: string;
  roles: string[];
  accessVersion: number;
  /** Good for nothing but setting up the second factor that the clinic demands. */
  limited: boolean;
}

const ALGORITHM = 'EdDSA';
const HEAD_TYPE = 'audit-head+jwt';
const AUDIENCE = 'tms-clinic-api';

/** Signs and reads access tokens: Ed25519, one algorithm, fixed issuer and audience, expiry always checked. */
export class AccessTokens implements HeadSigner {
  readonly #verified = new LRUCache<string, Claims & { expiresAtMs: number }>({ max: 10_000 });

  private constructor(
    private readonly privateKey: CryptoKey,
    private readonly keyId: string,
    /** Public keys by their id: the one that signs, and those before and after it. */
    private readonly publicKeys: ReadonlyMap<string, CryptoKey>,
    /** Of former keys: they open nothing any more, but heads that they signed stay true. */
    private readonly headKeys: ReadonlyMap<string, CryptoKey>,
    private readonly issuer: string,
    private readonly lifetimeSeconds: number,
    private readonly clock: Clock,
    private readonly digestKey: string,
  ) {}

  /**
   * @param signingKey private Ed25519 JWK as JSON; without it a key is made that lives as long as the process
   * @param verificationKeys JSON list of public JWKs whose tokens are believed as well, so that a key can be changed
   * @param headKeys JSON list of public JWKs whose heads of the trail are believed, and nothing else
   */
  static async make(signingKey: string | undefined, verificationKeys: string | undefined, issuer: string, lifetimeSeconds: number, clock: Clock, headKeys?: string): Promise<AccessTokens> {
    const jwk = signingKey === undefined ? await freshKey() : (JSON.parse(signingKey) as JWK);
    const { d = '', ...publicJwk } = jwk;
    const publicKeys = await byId([publicJwk, ...listed(verificationKeys)]);
    return new AccessTokens(await imported(jwk), await keyIdOf(publicJwk), publicKeys, new Map([...(await byId(listed(headKeys))), ...publicKeys]), issuer, lifetimeSeconds, clock, `digests/${d}`);
  }

  async sign({ clinicId, staffId, sessionId, roles, accessVersion, limited }: Claims): Promise<string> {
    const nowSeconds = Math.floor(this.clock.nowMs() / 1000);
    return new SignJWT({ clinic: clinicId, sid: sessionId, roles, ver: accessVersion, ...(limited && { lim: true }) })
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
      const { payload } = await jwtVerify(token, ({ kid }) => keyIn(this.publicKeys, kid), {
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

  /** A head of the audit trail, signed without an end: it is a statement of what was, and opens nothing. */
  signHead({ clinicId, sequence, hash, at }: ExportedHead): Promise<string> {
    return new SignJWT({ clinic: clinicId, seq: sequence, hash, at })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.keyId, typ: HEAD_TYPE })
      .setIssuer(this.issuer)
      .sign(this.privateKey);
  }

  /** A head outlives the key that signed it and the address the service had: only the kind and a key of ours count. */
  async readHead(jws: string): Promise<ExportedHead | undefined> {
    try {
      const { payload } = await jwtVerify<{ clinic: string; seq: number; hash: string; at: string }>(jws, ({ kid }) => keyIn(this.headKeys, kid), {
        algorithms: [ALGORITHM],
        typ: HEAD_TYPE,
        currentDate: this.clock.date(),
      });
      return { clinicId: payload.clinic, sequence: payload.seq, hash: payload.hash, at: payload.at };
    } catch {
      return undefined;
    }
  }

  /** A digest that nobody can make, and so guess by, who has the database alone. It changes with the key that signs. */
  keyedDigest(text: string): string {
    return createHmac('sha256', this.digestKey).update(text).digest('base64url');
  }
}

function keyIn(keys: ReadonlyMap<string, CryptoKey>, keyId: string | undefined): CryptoKey {
  const key = keys.get(keyId ?? '');
  if (!key) throw new Error('This key is not known');
  return key;
}

const listed = (keys: string | undefined): JWK[] => JSON.parse(keys ?? '[]') as JWK[];
const byId = async (keys: readonly JWK[]): Promise<Map<string, CryptoKey>> => new Map(await Promise.all(keys.map(async (key) => [await keyIdOf(key), await imported(key)] as const)));

const imported = async (key: JWK): Promise<CryptoKey> => (await importJWK(key, ALGORITHM)) as CryptoKey;
const keyIdOf = async (key: JWK): Promise<string> => key.kid ?? (await calculateJwkThumbprint(key));

async function freshKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return exportJWK(privateKey);
}

/** What to set, and in which order, to change the key that signs without a token being refused. */
export async function signingKeyChange(current: string | undefined, headKeys?: string): Promise<string> {
  const next = await freshKey();
  const named: JWK = { ...next, kid: await calculateJwkThumbprint(next) };
  const list = (key: JWK, before: readonly JWK[] = []): string => {
    const { d: _private, ...open } = key;
    return JSON.stringify([...before, open]);
  };
  if (current === undefined) return `TOKEN_SIGNING_KEY=${JSON.stringify(named)}\n`;
  return [
    '# 1. In every process, with the key as it is:',
    `TOKEN_VERIFICATION_KEYS=${list(named)}`,
    '# 2. Then in every process:',
    `TOKEN_SIGNING_KEY=${JSON.stringify(named)}`,
    `TOKEN_VERIFICATION_KEYS=${list(JSON.parse(current) as JWK)}`,
    '# 3. After the life of an access token (ACCESS_TOKEN_SECONDS): TOKEN_VERIFICATION_KEYS empty, and, as long as heads of the trail are kept that it signed:',
    `AUDIT_HEAD_KEYS=${list(JSON.parse(current) as JWK, listed(headKeys))}`,
    '',
  ].join('\n');
}

function claimsOf(payload: Record<string, unknown>): Claims | undefined {
  const { sub, clinic, sid, roles, ver, lim } = payload;
  const ids = [sub, clinic, sid];
  if (!ids.every((id): id is string => typeof id === 'string' && isUuid(id)) || !Array.isArray(roles) || typeof ver !== 'number') return undefined;
  return { staffId: sub as string, clinicId: clinic as string, sessionId: sid as string, roles: roles.map(String), accessVersion: ver, limited: lim === true };
}

import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';

export interface IssuerSettings {
  readonly issuer: string;
  /** This service's client id at the issuer. */
  readonly audience: string;
  /** Where the claim with the roles stands, e.g. `realm_access.roles`. */
  readonly rolesClaim: string;
  /** A role at the issuer → a role here; empty: roles are given here alone. */
  readonly roleMap: Readonly<Record<string, string>>;
}

/** What an issuer says of somebody. */
export interface Assertion {
  readonly email: string;
  /** Roles here; undefined where the issuer has no say in them. */
  readonly roles: readonly string[] | undefined;
  /** Whether the issuer saw a second factor (RFC 8176). */
  readonly secondFactor: boolean;
  /** When the issuer saw the person itself prove who they are; undefined where it does not say. */
  readonly provedAtMs: number | undefined;
}

/** Asymmetric ones alone: with a shared secret or none at all, anybody could sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const SECOND_FACTORS = ['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face', 'sms'];
/** An ID token is for logging in now, not for keeping. */
const OLDEST_SECONDS = 600;
const CLOCK_SKEW_SECONDS = 30;
const FETCH_TIMEOUT_MS = 5_000;

/** Reads ID tokens of an issuer that is trusted, with the keys it publishes (OpenID Connect Discovery 1.0). */
export class ExternalIssuer {
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly settings: IssuerSettings) {}

  /** What the token asserts; undefined for every other text, whatever is wrong with it. @throws Error when the issuer cannot be reached */
  async read(idToken: string, now: Date): Promise<Assertion | undefined> {
    const keys = await this.#publishedKeys();
    const verified = await jwtVerify(idToken, keys, {
      issuer: this.settings.issuer,
      audience: this.settings.audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp', 'iat', 'email'],
      maxTokenAge: OLDEST_SECONDS,
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now,
    }).catch((fault: unknown) => {
      if (isUnreachable(fault)) throw fault;
      return undefined;
    });
    return verified && this.#assertionOf(verified.payload);
  }

  #assertionOf(claims: Record<string, unknown>): Assertion | undefined {
    const { email, email_verified: isVerified, amr, aud, azp, auth_time: provedAt } = claims;
    if (typeof email !== 'string' || isVerified !== true) return undefined;
    // A token for several clients names the one that asked for it.
    if (azp !== undefined && azp !== this.settings.audience) return undefined;
    if (Array.isArray(aud) && aud.length > 1 && azp === undefined) return undefined;
    const methods = Array.isArray(amr) ? amr.map(String) : [];
    return { email: email.toLowerCase(), roles: this.#rolesIn(claims), secondFactor: methods.some((method) => SECOND_FACTORS.includes(method)), provedAtMs: typeof provedAt === 'number' ? provedAt * 1000 : undefined };
  }

  #rolesIn(claims: Record<string, unknown>): string[] | undefined {
    const { rolesClaim, roleMap } = this.settings;
    if (Object.keys(roleMap).length === 0) return undefined;
    const found = rolesClaim.split('.').reduce<unknown>((at, name) => new Map<string, unknown>(Object.entries(at ?? {})).get(name), claims);
    const theirs = Array.isArray(found) ? found.map(String) : typeof found === 'string' ? found.split(' ') : [];
    return [...new Set(theirs.flatMap((role) => (Object.hasOwn(roleMap, role) ? [roleMap[role] ?? ''] : [])))];
  }

  /** Found out once; the keys are read again when a token names one that is not known. A failure is tried again. */
  #publishedKeys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discover().catch((fault: unknown) => {
      this.#keys = undefined;
      throw fault;
    });
    return this.#keys;
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const address = `${this.settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS), redirect: 'error', headers: { accept: 'application/json' } });
    if (!answer.ok) throw new Error(`the issuer answered ${answer.status}`);
    const { issuer, jwks_uri: keysAt } = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (issuer !== this.settings.issuer || typeof keysAt !== 'string') throw new Error('the issuer describes another');
    return createRemoteJWKSet(new URL(keysAt), { timeoutDuration: FETCH_TIMEOUT_MS });
  }
}

/** Faults of the way to the issuer, told from faults of the token. */
function isUnreachable(fault: unknown): boolean {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  return !/^ERR_(JWT|JWS|JWK|JOSE_ALG|JOSE_NOT)/.test(code) || code === 'ERR_JWKS_TIMEOUT';
}

import 'reflect-metadata';
import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, IsString, IsUrl, Matches, isURL, Max, Min, MinLength, validateSync } from 'class-validator';

const POSTGRES = { protocols: ['postgres', 'postgresql'], require_protocol: true, require_tld: false, require_valid_protocol: true };
const whole = () => Transform(({ value }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value));

/**
 * The environment variables, with their defaults and limits. `.env.example` lists exactly these (kept equal by test).
 */
export class Environment {
  @IsIn(['development', 'test', 'production']) NODE_ENV = 'development';
  @IsOptional() @IsString() HOST?: string;
  @whole() @IsInt() @Min(0) @Max(65_535) PORT = 3000;
  @IsOptional() @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true }) PUBLIC_URL?: string;
  @IsOptional() @IsUrl(POSTGRES) DATABASE_URL?: string;
  @IsOptional() @IsUrl(POSTGRES) MIGRATION_DATABASE_URL?: string;
  @IsOptional() @whole() @IsInt() @Min(0) @Max(120) DRAIN_SECONDS?: number;
  @whole() @IsInt() @Min(1) @Max(500) DATABASE_POOL_SIZE = 16;
  @IsOptional() @IsString() DATABASE_REPLICA_URLS?: string;
  @IsIn(['off', 'transaction']) DATABASE_POOLER: 'off' | 'transaction' = 'off';
  @IsIn(['on', 'off']) DEMO = 'off';
  @IsOptional() @MinLength(12) DEMO_PASSWORD?: string;
  @IsOptional() @IsISO8601({ strict: true, strictSeparator: true }) @Matches(/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/, { message: 'CLOCK must be a date and time with an offset' }) CLOCK?: string;
  @IsOptional() @IsString() TOKEN_SIGNING_KEY?: string;
  @IsOptional() @IsString() TOKEN_VERIFICATION_KEYS?: string;
  @IsOptional() @IsString() AUDIT_HEAD_KEYS?: string;
  @IsOptional() @Matches(/^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$/, { message: 'SECRETS_KEY must be 32 bytes in base64; several, separated by commas, while one replaces another' }) SECRETS_KEY?: string;
  @Matches(/^(off|[1-9]|(loopback|[0-9a-fA-F.:/]+)(,(loopback|[0-9a-fA-F.:/]+))*)$/, { message: 'TRUST_PROXY must be off, the number of proxies in front, or their addresses separated by commas' }) TRUST_PROXY = 'off';
  @whole() @IsInt() @Min(30) @Max(3600) ACCESS_TOKEN_SECONDS = 600;
  @whole() @IsInt() @Min(1) @Max(90) REFRESH_TOKEN_DAYS = 14;
  @whole() @IsInt() @Min(5) @Max(20_160) LOGIN_IDLE_MINUTES = 60;
  @IsOptional() @IsUrl({ protocols: ['smtp', 'smtps'], require_protocol: true, require_tld: false }) SMTP_URL?: string;
  @Matches(/^([^<>\r\n]*<)?[^<>@\s]+@[^<>@\s]+>?$/, { message: 'MAIL_FROM must be an e-mail address, with or without a name' }) MAIL_FROM = 'Clinic <no-reply@localhost>';
  @IsOptional() @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true }) OIDC_ISSUER?: string;
  @IsOptional() @IsString() OIDC_AUDIENCE?: string;
  @Matches(/^[^\s.]+(\.[^\s.]+)*$/, { message: 'OIDC_ROLES_CLAIM must be the name of a claim, with dots between the members of objects' }) OIDC_ROLES_CLAIM = 'roles';
  @IsOptional() @Matches(/^[^=,]+=(admin|clinician|operator|front-desk|auditor)(,[^=,]+=(admin|clinician|operator|front-desk|auditor))*$/, { message: 'OIDC_ROLE_MAP must be like doctors=clinician,reception=front-desk' }) OIDC_ROLE_MAP?: string;
  @IsOptional() @IsString() CORS_ORIGINS?: string;
  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'silent']) LOG_LEVEL = 'info';
  @IsOptional() @MinLength(16) METRICS_TOKEN?: string;
}

/** Settings without which the service does not start in production. */
export const REQUIRED_IN_PRODUCTION = ['DATABASE_URL', 'TOKEN_SIGNING_KEY', 'PUBLIC_URL'] as const;

/** The parsed environment and every fault found in it, each a sentence that names the variable. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): { env: Environment; faults: string[] } {
  const known = Object.keys(new Environment());
  const optional = ['HOST', 'PUBLIC_URL', 'DRAIN_SECONDS', 'DATABASE_URL', 'MIGRATION_DATABASE_URL', 'DATABASE_REPLICA_URLS', 'DEMO_PASSWORD', 'CLOCK', 'TOKEN_SIGNING_KEY', 'TOKEN_VERIFICATION_KEYS', 'AUDIT_HEAD_KEYS', 'SECRETS_KEY', 'OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_ROLE_MAP', 'CORS_ORIGINS', 'SMTP_URL', 'METRICS_TOKEN'];
  const given = Object.fromEntries(
    [...known, ...optional].map((name) => [name, source[name]] as const).filter(([, value]) => value !== undefined && value !== ''),
  );
  const env = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const faults = validateSync(env).flatMap((error) => Object.values(error.constraints ?? {}));
  if (env.DATABASE_REPLICA_URLS?.split(',').some((url) => !isURL(url, POSTGRES)) === true) faults.push('DATABASE_REPLICA_URLS must be addresses of PostgreSQL, separated by commas');
  if (env.TOKEN_SIGNING_KEY !== undefined && !isSigningKey(env.TOKEN_SIGNING_KEY)) faults.push('TOKEN_SIGNING_KEY must be a private Ed25519 key as JWK (JSON with kty OKP, crv Ed25519, x and d)');
  for (const name of ['TOKEN_VERIFICATION_KEYS', 'AUDIT_HEAD_KEYS'] as const) if (env[name] !== undefined && !areVerificationKeys(env[name])) faults.push(`${name} must be a JSON list of public Ed25519 keys as JWK (kty OKP, crv Ed25519, x, and no d)`);
  if (env.LOGIN_IDLE_MINUTES * 60 < env.ACCESS_TOKEN_SECONDS) faults.push('LOGIN_IDLE_MINUTES must be as long as ACCESS_TOKEN_SECONDS at least: who works is no less idle than a token lives');
  if (env.OIDC_ISSUER !== undefined && env.OIDC_AUDIENCE === undefined) faults.push('OIDC_AUDIENCE is required with OIDC_ISSUER: a token for another client of the issuer is no login here');
  if (env.NODE_ENV === 'production') {
    if (env.OIDC_ISSUER?.startsWith('http:')) faults.push('OIDC_ISSUER must be https in production');
    for (const name of REQUIRED_IN_PRODUCTION) {
      if (env[name] === undefined) faults.push(`${name} is required in production`);
    }
    if (env.CLOCK !== undefined) faults.push('CLOCK moves the clock and is refused in production');
    if (env.DEMO === 'on') faults.push('DEMO=on loads demo accounts and is refused in production');
  } else if (env.DATABASE_URL === undefined) {
    faults.push('DATABASE_URL is required (`npm start` provides an embedded database when it is absent)');
  }
  return { env, faults };
}

function isSigningKey(text: string): boolean {
  const key = parsed(text);
  return isEd25519(key) && typeof memberOf(key, 'd') === 'string';
}

function areVerificationKeys(text: string): boolean {
  const keys = parsed(text);
  return Array.isArray(keys) && keys.every((key) => isEd25519(key) && memberOf(key, 'd') === undefined);
}

const isEd25519 = (key: unknown): boolean => memberOf(key, 'kty') === 'OKP' && memberOf(key, 'crv') === 'Ed25519' && typeof memberOf(key, 'x') === 'string';
const memberOf = (key: unknown, name: string): unknown => new Map<string, unknown>(Object.entries(key ?? {})).get(name);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

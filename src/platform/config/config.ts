import { readEnvironment, type Environment } from './environment.js';

/** Everything the service can be told from outside, parsed once at start. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Address under which callers reach the service; links in e-mails and `Location` never come from a request header. */
  readonly publicUrl: string;
  /** How long a process that is told to stop serves on while readiness is red, so that a balancer notices first. */
  readonly drainSeconds: number;
  readonly databaseUrl: string;
  /** Owner of the schema, used for migrations alone; the service itself connects with `databaseUrl`. */
  readonly migrationDatabaseUrl: string;
  readonly databasePoolSize: number;
  /** Standbys that are read from as well; none: everything is read where it is written. */
  readonly databaseReplicaUrls: readonly string[];
  /** `transaction`: a pooler in front hands out a connection for each transaction, so that nothing can be kept on one. */
  readonly databasePooler: 'off' | 'transaction';
  readonly demo: boolean;
  readonly demoPassword: string | undefined;
  /** RFC 3339 instant at which the service's day starts, or undefined for the real clock. */
  readonly clock: string | undefined;
  /** Private Ed25519 JWK (JSON) that signs access tokens; absent outside production: one is made at start. */
  readonly tokenSigningKey: string | undefined;
  /** Public Ed25519 JWKs (a JSON list) whose tokens are still, or already, believed: keys before and after the one that signs. */
  readonly tokenVerificationKeys: string | undefined;
  /** JSON list of public JWKs of former keys: heads of the audit trail that they signed are believed, tokens are not. */
  readonly auditHeadKeys: string | undefined;
  /** 32 bytes each, base64: seal second factors; the first seals, all open. Without one no second factor can be set up. */
  readonly secretsKeys: readonly string[];
  /** Which proxies' word on the caller's address is taken: none, so many in front, or those at these addresses. */
  readonly trustProxy: false | number | string;
  readonly accessTokenSeconds: number;
  readonly refreshTokenDays: number;
  /** A login that is not refreshed for so long has ended. */
  readonly loginIdleMinutes: number;
  /** The mail server, as smtp:// or smtps:// with user and password; absent: no mail is sent. */
  readonly smtpUrl: string | undefined;
  /** The sender of every message. */
  readonly mailFrom: string;
  /** The issuer of OpenID Connect whose word on who somebody is is taken; undefined: none. */
  readonly openId: { readonly issuer: string; readonly audience: string; readonly rolesClaim: string; readonly roleMap: Readonly<Record<string, string>> } | undefined;
  readonly corsOrigins: readonly string[];
  readonly logLevel: string;
  /** Bearer token that `/metrics` demands; open when absent. */
  readonly metricsToken: string | undefined;
}

/** Two looks of a balancer that looks every two seconds, and some to spare. A design default; elsewhere nobody stands in front. */
const DRAIN_SECONDS_IN_PRODUCTION = 5;

export class ConfigurationFault extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((f) => `  - ${f}`).join('\n')}`);
    this.name = 'ConfigurationFault';
  }
}

/**
 * Reads the environment once.
 * @throws ConfigurationFault naming every missing or malformed setting at once.
 */
export function readConfig(source: Readonly<Record<string, string | undefined>>): Config {
  const { env, faults } = readEnvironment(source);
  if (faults.length > 0) throw new ConfigurationFault(faults);
  return toConfig(env);
}

function toConfig(env: Environment): Config {
  const host = env.HOST ?? '127.0.0.1';
  const port = env.PORT;
  return {
    production: env.NODE_ENV === 'production',
    host,
    port,
    publicUrl: env.PUBLIC_URL ?? `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`,
    drainSeconds: env.DRAIN_SECONDS ?? (env.NODE_ENV === 'production' ? DRAIN_SECONDS_IN_PRODUCTION : 0),
    databaseUrl: env.DATABASE_URL ?? '',
    migrationDatabaseUrl: env.MIGRATION_DATABASE_URL ?? env.DATABASE_URL ?? '',
    databasePoolSize: env.DATABASE_POOL_SIZE,
    databaseReplicaUrls: env.DATABASE_REPLICA_URLS?.split(',') ?? [],
    databasePooler: env.DATABASE_POOLER,
    demo: env.DEMO === 'on',
    demoPassword: env.DEMO_PASSWORD,
    clock: env.CLOCK,
    tokenSigningKey: env.TOKEN_SIGNING_KEY,
    tokenVerificationKeys: env.TOKEN_VERIFICATION_KEYS,
    auditHeadKeys: env.AUDIT_HEAD_KEYS,
    secretsKeys: env.SECRETS_KEY?.split(',') ?? [],
    trustProxy: env.TRUST_PROXY === 'off' ? false : /^\d$/.test(env.TRUST_PROXY) ? Number(env.TRUST_PROXY) : env.TRUST_PROXY,
    accessTokenSeconds: env.ACCESS_TOKEN_SECONDS,
    refreshTokenDays: env.REFRESH_TOKEN_DAYS,
    loginIdleMinutes: env.LOGIN_IDLE_MINUTES,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    openId:
      env.OIDC_ISSUER === undefined
        ? undefined
        : { issuer: env.OIDC_ISSUER, audience: env.OIDC_AUDIENCE ?? '', rolesClaim: env.OIDC_ROLES_CLAIM, roleMap: Object.fromEntries(env.OIDC_ROLE_MAP?.split(',').map((pair) => pair.split('=') as [string, string]) ?? []) },
    corsOrigins: env.CORS_ORIGINS?.split(',').map((origin) => origin.trim()).filter((origin) => origin !== '') ?? [],
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN,
  };
}

import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getMetadataStorage } from 'class-validator';
import { ConfigurationFault, readConfig } from '../../src/platform/config/config.js';
import { Environment } from '../../src/platform/config/environment.js';

const DATABASE_URL = 'postgres://tms_service:secret@127.0.0.1:5432/tms';
const TOKEN_SIGNING_KEY = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'public part', d: 'private part' });
const PRODUCTION = { NODE_ENV: 'production', DATABASE_URL, TOKEN_SIGNING_KEY, PUBLIC_URL: 'https://tms.example.org' };

function faultsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(source);
  } catch (fault) {
    if (fault instanceof ConfigurationFault) return fault.faults;
    throw fault;
  }
  return [];
}

describe('the settings', () => {
  it('have defaults that suit a developer', () => {
    expect(readConfig({ DATABASE_URL })).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      drainSeconds: 0,
      databaseUrl: DATABASE_URL,
      migrationDatabaseUrl: DATABASE_URL,
      databasePoolSize: 16,
      databaseReplicaUrls: [],
      databasePooler: 'off',
      demo: false,
      demoPassword: undefined,
      clock: undefined,
      tokenSigningKey: undefined,
      tokenVerificationKeys: undefined,
      auditHeadKeys: undefined,
      secretsKeys: [],
      trustProxy: false,
      accessTokenSeconds: 600,
      refreshTokenDays: 14,
      smtpUrl: undefined,
      loginIdleMinutes: 60,
      mailFrom: 'Clinic <no-reply@localhost>',
      openId: undefined,
      corsOrigins: [],
      logLevel: 'info',
      metricsToken: undefined,
    });
  });

  it('take an empty variable for an absent one', () => {
    expect(readConfig({ DATABASE_URL, PORT: '', HOST: '', CLOCK: '', CORS_ORIGINS: '' })).toEqual(readConfig({ DATABASE_URL }));
  });

  it('migrate as the owner and serve as somebody else', () => {
    const owner = 'postgres://tms_owner:secret@127.0.0.1:5432/tms';
    const { databaseUrl, migrationDatabaseUrl } = readConfig({ DATABASE_URL, MIGRATION_DATABASE_URL: owner });
    expect([databaseUrl, migrationDatabaseUrl]).toEqual([DATABASE_URL, owner]);
  });

  it('name an address that can be followed when listening on all of them', () => {
    expect(readConfig({ DATABASE_URL, HOST: '0.0.0.0', PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
  });

  it('split the origins at commas', () => {
    expect(readConfig({ DATABASE_URL, CORS_ORIGINS: 'https://a.example, https://b.example,' }).corsOrigins).toEqual(['https://a.example', 'https://b.example']);
  });

  it('report every fault together, each by the name of its variable', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://elsewhere', PORT: '70000', DATABASE_POOL_SIZE: 'many', LOG_LEVEL: 'loud', DEMO_PASSWORD: 'short' });
    for (const name of ['DATABASE_URL', 'PORT', 'DATABASE_POOL_SIZE', 'LOG_LEVEL', 'DEMO_PASSWORD']) {
      expect(faults.filter((fault) => fault.includes(name))).not.toEqual([]);
    }
    expect(() => readConfig({ DATABASE_URL, PORT: '-1', DEMO: 'yes' })).toThrow(/has \d faults:\n {2}- .*\n {2}- /);
  });

  it.each([
    ['NODE_ENV', 'staging'],
    ['PORT', '3e3'],
    ['PUBLIC_URL', 'tms.example.org'],
    ['DATABASE_POOLER', 'session'],
    ['DATABASE_REPLICA_URLS', 'postgres://one.example/tms,two.example'],
    ['MIGRATION_DATABASE_URL', 'postgres'],
    ['DATABASE_POOL_SIZE', '0'],
    ['DRAIN_SECONDS', '121'],
    ['DRAIN_SECONDS', '2.5'],
    ['ACCESS_TOKEN_SECONDS', '29'],
    ['REFRESH_TOKEN_DAYS', '91'],
    ['LOGIN_IDLE_MINUTES', '4'],
    ['METRICS_TOKEN', 'too-short'],
    ['CLOCK', '2030-03-04T09:00:00'],
    ['CLOCK', '2030-02-30T09:00:00Z'],
    ['CLOCK', '2030-W10-1T09:00:00Z'],
    ['CLOCK', 'tomorrow'],
    ['TOKEN_VERIFICATION_KEYS', '{}'],
    ['AUDIT_HEAD_KEYS', '[{}]'],
    ['TOKEN_VERIFICATION_KEYS', '[{"kty":"OKP","crv":"Ed25519","x":"public part","d":"private part"}]'],
    ['SECRETS_KEY', 'c2hvcnQ='],
    ['OIDC_ISSUER', 'https://login.example.org'],
    ['OIDC_ROLE_MAP', 'doctors=surgeon'],
    ['OIDC_ROLES_CLAIM', 'a..b'],
    ['TRUST_PROXY', 'on'],
    ['TOKEN_SIGNING_KEY', 'a secret'],
    ['TOKEN_SIGNING_KEY', 'null'],
    ['TOKEN_SIGNING_KEY', '{"kty":"OKP","crv":"Ed25519","x":"public part"}'],
    ['TOKEN_SIGNING_KEY', '{"kty":"RSA","x":"public part","d":"private part"}'],
  ])('refuse %s=%s', (name, value) => {
    expect(faultsOf({ DATABASE_URL, [name]: value }).join('\n')).toContain(name);
  });

  it('need a database outside production too', () => {
    expect(faultsOf({})).toEqual([expect.stringContaining('DATABASE_URL is required')]);
  });
});

describe('production', () => {
  it('starts with what it requires', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({ production: true, publicUrl: 'https://tms.example.org', tokenSigningKey: TOKEN_SIGNING_KEY });
  });

  it('serves on for some seconds when it is told to stop, unless it is told how many', () => {
    expect([readConfig(PRODUCTION), readConfig({ ...PRODUCTION, DRAIN_SECONDS: '0' })].map(({ drainSeconds }) => drainSeconds)).toEqual([5, 0]);
  });

  it('names everything it lacks at once', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([
      'DATABASE_URL is required in production',
      'TOKEN_SIGNING_KEY is required in production',
      'PUBLIC_URL is required in production',
    ]);
  });

  it('trusts no issuer over plain HTTP', () => {
    expect(faultsOf({ ...PRODUCTION, OIDC_ISSUER: 'http://login.example.org', OIDC_AUDIENCE: 'tms' })).toEqual([expect.stringContaining('OIDC_ISSUER')]);
  });

  it('moves no clock and knows no demo accounts', () => {
    expect(faultsOf({ ...PRODUCTION, CLOCK: '2030-03-04T09:00:00Z' })).toEqual([expect.stringContaining('CLOCK')]);
    expect(faultsOf({ ...PRODUCTION, DEMO: 'on' })).toEqual([expect.stringContaining('DEMO')]);
    expect(faultsOf({ ...PRODUCTION, DEMO: 'on', CLOCK: '2030-03-04T09:00:00Z' })).toHaveLength(2);
  });
});

describe('.env.example', () => {
  const lines = readFileSync(join(import.meta.dirname, '..', '..', '.env.example'), 'utf8').trimEnd().split('\n');
  const listed = new Map(lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('=', 2) as [string, string]));
  const known = new Set(getMetadataStorage().getTargetValidationMetadatas(Environment, '', true, false).map(({ propertyName }) => propertyName));

  it('lists exactly the settings there are', () => {
    expect([...listed.keys()].sort()).toEqual([...known].sort());
  });

  it('shows their defaults', () => {
    const defaults = new Environment() as unknown as Record<string, unknown>;
    for (const [name, value] of listed) expect(`${name}=${value}`).toBe(`${name}=${String(defaults[name] ?? '')}`);
  });

  it('is read without a fault, whatever is left empty', () => {
    expect(readConfig({ ...Object.fromEntries(listed), DATABASE_URL })).toEqual(readConfig({ DATABASE_URL }));
  });

  it('explains each in a line above it', () => {
    for (const name of listed.keys()) expect(lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1]).toMatch(/^# \S.{10,}/);
  });
});

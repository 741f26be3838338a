import { attemptOf, BUDGETS, leaked, networkOf, waitSeconds } from '../../src/identity/throttle/budgets.js';
import { SecretBox } from '../../src/identity/second-factor/secret-box.js';
import { newRecoveryCodes, newSecret, stepOf } from '../../src/identity/second-factor/one-time-codes.js';
import { Secret, TOTP } from 'otpauth';

describe('budgets of failed logins', () => {
  it('take as many failures as they hold, then make one wait for the next to leak', () => {
    expect(waitSeconds(4, BUDGETS.pair)).toBe(0);
    expect(waitSeconds(5, BUDGETS.pair)).toBe(60);
    expect(waitSeconds(leaked(5, 59, BUDGETS.pair), BUDGETS.pair)).toBe(1);
    expect(waitSeconds(leaked(5, 60, BUDGETS.pair), BUDGETS.pair)).toBe(0);
    expect(leaked(3, 1e6, BUDGETS.pair)).toBe(0);
    expect(leaked(3, -10, BUDGETS.pair)).toBe(3);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('count %s as %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });

  it('name what they count without telling it', () => {
    const attempt = attemptOf('clinician@test.example', '203.0.113.9');
    expect(JSON.stringify(attempt)).not.toMatch(/clinician|203/);
    expect(new Set(Object.values(attempt)).size).toBe(5);
    expect(attemptOf('clinician@test.example', '203.0.113.10')).toMatchObject({ account: attempt.account });
  });
});

describe('second factors', () => {
  const nowMs = 1_900_000_000_000;

  it('take the codes of a minute and a half', () => {
    const { secret, otpauthUri } = newSecret('Harbour Pain Clinic', 'c@test.example');
    expect(otpauthUri).toMatch(/^otpauth:\/\/totp\/Harbour%20Pain%20Clinic:c%40test\.example\?.*secret=/);
    const codeAt = (ms: number): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });
    const step = Math.floor(nowMs / 30_000);
    for (const steps of [-1, 0, 1]) expect(stepOf(secret, codeAt(nowMs + steps * 30_000), nowMs)).toBe(step + steps);
    for (const steps of [-2, 2]) expect(stepOf(secret, codeAt(nowMs + steps * 30_000), nowMs)).toBeUndefined();
    expect(stepOf(secret, '12345', nowMs)).toBeUndefined();
  });

  it('agree with the published example (RFC 6238, appendix B, SHA-1, at 59 s: 94287082, of which six digits)', () => {
    expect(stepOf(Secret.fromUTF8('12345678901234567890').base32, '287082', 59_000)).toBe(1);
  });

  it('come with ten different recovery codes', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  });

  it('are sealed for one member, and open with an older key too', () => {
    const [old, fresh] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
    const sealed = new SecretBox([old]).seal('SECRET', 'second-factor/a');
    expect(sealed).not.toContain('SECRET');
    expect(new SecretBox([fresh, old]).open(sealed, 'second-factor/a')).toBe('SECRET');
    expect(() => new SecretBox([fresh]).open(sealed, 'second-factor/a')).toThrow('No key');
    expect(() => new SecretBox([old]).open(sealed, 'second-factor/b')).toThrow('No key');
    const changed = Buffer.from(sealed, 'base64');
    changed[14] = (changed[14] ?? 0) ^ 1;
    expect(() => new SecretBox([old]).open(changed.toString('base64'), 'second-factor/a')).toThrow('No key');
  });
});

import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { AccessTokens, signingKeyChange, type Claims } from '../../src/identity/access-tokens.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { newId } from '../../src/platform/kernel/uuid.js';

class StandingClock extends Clock {
  ms = Date.parse('2030-03-04T14:00:00Z');
  override nowMs(): number {
    return this.ms;
  }
  override date(): Date {
    return new Date(this.ms);
  }
}

const ISSUER = 'https://tms.example.org';

async function newKey(kid?: string): Promise<{ secret: string; open: JWK }> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const { d, ...open } = { ...(await exportJWK(privateKey)), ...(kid !== undefined && { kid }) };
  return { secret: JSON.stringify({ ...open, d }), open };
}

describe('access tokens', () => {
  const clock = new StandingClock();
  const claims: Claims = { clinicId: newId(), staffId: newId(), sessionId: newId(), roles: ['clinician'], accessVersion: 3, limited: false };
  const make = (secret: string, others: JWK[] = [], issuer = ISSUER) => AccessTokens.make(secret, JSON.stringify(others), issuer, 600, clock);

  it('say what they were made to say, under the id of the key that signed', async () => {
    const { secret } = await newKey('2030-03');
    const tokens = await make(secret);
    const token = await tokens.sign(claims);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', kid: '2030-03', typ: 'at+jwt' });
    expect(await tokens.read(token)).toMatchObject(claims);
    expect(await tokens.read(await tokens.sign({ ...claims, limited: true }))).toMatchObject({ limited: true });
  });

  it('outlive a change of keys: announced, changed, forgotten', async () => {
    const [old, next] = [await newKey(), await newKey()];
    const before = await make(old.secret);
    const announced = await make(old.secret, [next.open]);
    const changed = await make(next.secret, [old.open]);
    const after = await make(next.secret);
    const [ofOld, ofNext] = [await before.sign(claims), await changed.sign(claims)];
    // While one process after another is started anew, each believes what any other signs.
    for (const [process, good] of [[before, [true, false]], [announced, [true, true]], [changed, [true, true]], [after, [false, true]]] as const) {
      expect([await process.read(ofOld), await process.read(ofNext)].map((read) => read !== undefined)).toEqual(good);
    }
  });

  it('leave heads of the trail true when their key is gone and the service has moved, and no head opens anything', async () => {
    const [old, next] = [await newKey(), await newKey()];
    const head = { clinicId: claims.clinicId, sequence: 7, hash: 'a'.repeat(64), at: '2030-03-04T14:00:00.000Z' };
    const before = await make(old.secret);
    const [jws, token] = [await before.signHead(head), await before.sign(claims)];
    const after = await AccessTokens.make(next.secret, undefined, 'https://moved.example.org', 600, clock, JSON.stringify([old.open]));
    expect(await after.readHead(jws)).toEqual(head);
    expect([await after.read(token), await after.read(jws), await after.readHead(token)]).toEqual([undefined, undefined, undefined]);
    expect(await (await make(next.secret)).readHead(jws)).toBeUndefined();
    const change = await signingKeyChange(old.secret, JSON.stringify([next.open]));
    const kept = JSON.parse(/^AUDIT_HEAD_KEYS=(.*)$/m.exec(change)?.[1] ?? '') as JWK[];
    expect(kept).toEqual([next.open, old.open]);
  });

  it('are good for their time, here, and as they are alone', async () => {
    const { secret } = await newKey();
    const tokens = await make(secret);
    const token = await tokens.sign(claims);
    const signed = async (change: object, header: object = {}): Promise<string> => {
      const kid = decodeProtectedHeader(token).kid ?? '';
      return new SignJWT({ ...decodeJwt(token), ...change }).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header }).sign(await importJWK(JSON.parse(secret) as JWK, 'EdDSA'));
    };
    expect(await tokens.read(await signed({}))).toBeDefined();
    const bad = [
      await signed({ aud: 'another' }),
      await signed({ iss: 'https://elsewhere.example' }),
      await signed({ exp: Math.floor(clock.ms / 1000) - 1 }),
      await signed({ exp: undefined }),
      await signed({ sub: 'nobody' }),
      await signed({}, { typ: 'JWT' }),
      await signed({}, { kid: 'another' }),
      new UnsecuredJWT(decodeJwt(token)).encode(),
      await new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: decodeProtectedHeader(token).kid ?? '' }).sign(Buffer.from(secret)),
      await (await make((await newKey()).secret)).sign(claims),
      `${token.slice(0, -4)}AAAA`,
      '',
    ];
    for (const one of bad) expect(await tokens.read(one)).toBeUndefined();
    clock.ms += 599_000;
    expect(await tokens.read(token)).toBeDefined();
    clock.ms += 1_000;
    expect(await tokens.read(token)).toBeUndefined();
  });
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

const CLIENT = 'tms-clinic';

/** An issuer of OpenID Connect that says whatever a journey needs, at the time of the test's clock. */
export class SmallIssuer {
  private constructor(private readonly server: Server, private readonly key: CryptoKey, readonly url: string) {}

  static async start(): Promise<SmallIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = new SmallIssuer(server, privateKey, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return issuer;
  }

  get settings(): Record<string, string> {
    return { OIDC_ISSUER: this.url, OIDC_AUDIENCE: CLIENT };
  }

  idToken(email: string, nowMs: number): Promise<string> {
    const seconds = Math.floor(nowMs / 1000);
    return new SignJWT({ email, email_verified: true, amr: ['pwd'] }).setProtectedHeader({ alg: 'RS256', kid: 'one' }).setSubject(email).setIssuer(this.url).setAudience(CLIENT).setIssuedAt(seconds).setExpirationTime(seconds + 300).setJti(`${email} ${seconds}`).sign(this.key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

/** What the issuer knows of somebody. */
export interface Person {
  email: string;
  email_verified: boolean;
  realm_access?: { roles: string[] };
  /** How they logged in there (RFC 8176). */
  amr: string[];
  /** How long ago that was; just now, unless told. */
  loggedInSecondsAgo?: number;
}

const SECRET = 'a secret between the issuer and its client';
const REDIRECT = 'http://127.0.0.1/arrived';

/** A real provider of OpenID Connect on loopback, at which everybody logs in without being asked. */
export class OpenIdIssuer {
  readonly people = new Map<string, Person>();
  #handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(clients: readonly string[]): Promise<OpenIdIssuer> {
    const server = createServer((request, response) => issuer.#handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = new OpenIdIssuer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await issuer.#open(clients);
    return issuer;
  }

  async #open(clients: readonly string[]): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const provider = new Provider(this.url, {
      clients: clients.map((id) => ({ client_id: id, client_secret: SECRET, redirect_uris: [REDIRECT], grant_types: ['authorization_code'], response_types: ['code'] })),
      jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
      cookies: { keys: [randomBytes(16).toString('hex')] },
      scopes: ['openid', 'email', 'realm'],
      ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 3600, AuthorizationCode: 60 },
      claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], realm: ['realm_access'] },
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...this.people.get(id) }) }),
    });
    const callback = provider.callback();
    this.#handle = (request, response) => {
      if (request.url?.startsWith('/interaction/')) void this.#interact(provider, request, response);
      else void callback(request, response);
    };
  }

  async #interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params } = await provider.interactionDetails(request, response);
    const accountId = String(params['login_hint']);
    const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid email realm');
    const grantId = await grant.save();
    const { amr = [], loggedInSecondsAgo = 0 } = this.people.get(accountId) ?? {};
    await provider.interactionFinished(request, response, { login: { accountId, amr, ts: Math.floor(Date.now() / 1000) - loggedInSecondsAgo }, consent: { grantId } });
  }

  /** Goes the whole way of the authorisation code with PKCE; the ID token that the client gets. */
  async idTokenFor(person: Person, client: string, { tellsWhen = true } = {}): Promise<string> {
    const id = createHash('sha256').update(JSON.stringify(person)).digest('hex').slice(0, 16);
    this.people.set(id, person);
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({ client_id: client, response_type: 'code', scope: 'openid email realm', redirect_uri: REDIRECT, login_hint: id, code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...(tellsWhen && { max_age: '86400' }) });
    const cookies = new Map<string, string>();
    let at = `${this.url}/auth?${query.toString()}`;
    while (!at.startsWith(REDIRECT)) {
      const step = await fetch(at, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
      for (const cookie of step.headers.getSetCookie()) {
        const [name = '', value = ''] = cookie.split(';')[0]?.split(/=(.*)/s) ?? [];
        cookies.set(name, value);
      }
      const next = step.headers.get('location');
      if (!next) throw new Error(`the issuer answered ${step.status}: ${(await step.text()).slice(0, 500)}`);
      at = new URL(next, at).href;
    }
    const code = new URL(at).searchParams.get('code') ?? '';
    const answer = await fetch(`${this.url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(SECRET)}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier }),
    });
    const { id_token: idToken } = (await answer.json()) as { id_token?: string };
    if (!idToken) throw new Error(`the issuer gave no token: ${answer.status}`);
    return idToken;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

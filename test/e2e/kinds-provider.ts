/**
 * A real authorization server for the flow kinds beside the authorization code: device codes, which a person enters and
 * allows on its own pages, and client credentials.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export interface KindsProvider {
  issuer: string;
  host: string;
  /** Grant types of the calls of the token endpoint that were answered with tokens. */
  given: string[];
  /** Ends all access tokens given so far. */
  forget(): void;
  close(): Promise<void>;
}

export const kindsClient = { id: 'lantern', secret: 'client-secret-of-lantern-0123456789abcdef' };

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export async function startKindsProvider({ accessTtl = 3600 } = {}): Promise<KindsProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const issuer = `http://${host}`;
  const provider = new Provider(issuer, configuration(accessTtl));
  const given: string[] = [];
  const forgotten = new Set<string>();
  const known = new Set<string>();
  provider.on('grant.success', (ctx) => {
    given.push(String(ctx.oidc.params?.['grant_type']));
    known.add(String((ctx.body as { access_token?: string }).access_token));
  });
  const oauth = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/api/')) return void oauth(request, response);
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const live = known.has(token) && !forgotten.has(token);
    response.writeHead(live ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify({ live }));
  });
  return {
    issuer,
    host,
    given,
    forget: () => {
      for (const token of known) forgotten.add(token);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Its own pages for signing in, allowing, and entering a code are good enough for tests. */
const configuration = (accessTtl: number): Configuration =>
  ({
    clients: [
      {
        client_id: kindsClient.id,
        client_secret: kindsClient.secret,
        client_name: 'Acme',
        grant_types: [deviceGrant, 'refresh_token', 'client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    cookies: { keys: ['kinds'] },
    scopes: ['openid', 'offline_access', 'read', 'write'],
    claims: { openid: ['sub'], email: ['email'] },
    issueRefreshToken: () => Promise.resolve(true),
    ttl: { AccessToken: accessTtl, ClientCredentials: accessTtl, DeviceCode: 600, RefreshToken: 86_400 },
    features: {
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      clientCredentials: { enabled: true },
      userinfo: { enabled: true },
    },
    findAccount: (_ctx: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.com` }),
    }),
  }) as unknown as Configuration;

/** The provider as an app declares it. */
export const declaredKinds = (provider: KindsProvider, flowKinds: readonly string[]): object => {
  process.env['ALTER_TEST_SECRET_lantern'] = kindsClient.secret;
  return {
    client_id: kindsClient.id,
    client_secret: { env: 'ALTER_TEST_SECRET_lantern' },
    scopes: ['read', 'write'],
    custom: {
      name: 'Lantern',
      issuer: provider.issuer,
      hosts: [provider.host],
      flow_kinds: flowKinds,
      scope_words: { read: 'read your notes', write: 'write notes as you' },
    },
  };
};

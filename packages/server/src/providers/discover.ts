/** Discovery: when a config is saved, at start for those of the file; never on a request. */
import * as oauth from 'oauth4webapi';
import type { ServerMetadata } from './custom.ts';
import { unsafePlainHttp } from './unsafe-plain-http.ts';
import { endpointMistake } from './url-form.ts';

/** A server that cannot be discovered, with what was tried, in words. */
export class DiscoveryFailed extends Error {
  override readonly name = 'DiscoveryFailed';
}

export interface DiscoverOptions {
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
}

/**
 * Reads a server's metadata under its issuer: OpenID Connect Discovery first, then RFC 8414.
 * @throws DiscoveryFailed when neither answers, or the issuer in the answer is another one
 * @see OpenID Connect Discovery 1.0 §4; RFC 8414 §3
 */
export async function discover(issuer: string, options: DiscoverOptions): Promise<ServerMetadata> {
  const mistake = endpointMistake(issuer);
  if (mistake !== null) throw new DiscoveryFailed(`the issuer ${mistake}`);
  const tried: string[] = [];
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    try {
      return metadataOf(await ask(new URL(issuer), algorithm, options), algorithm === 'oidc');
    } catch (cause) {
      tried.push(`${algorithm === 'oidc' ? 'openid-configuration' : 'oauth-authorization-server'}: ${wordsOf(cause)}`);
    }
  }
  throw new DiscoveryFailed(`nothing was discovered at ${issuer} (${tried.join('; ')})`);
}

async function ask(
  issuer: URL,
  algorithm: 'oidc' | 'oauth2',
  options: DiscoverOptions,
): Promise<oauth.AuthorizationServer> {
  const response = await oauth.discoveryRequest(issuer, {
    algorithm,
    signal: options.signal,
    [oauth.customFetch]: (url, { method, headers, redirect }) =>
      options.fetch(url, { method, headers, redirect, signal: options.signal }),
    ...unsafePlainHttp(issuer.href),
  });
  return oauth.processDiscoveryResponse(issuer, response);
}

function metadataOf(server: oauth.AuthorizationServer, openid: boolean): ServerMetadata {
  const { authorization_endpoint: authorize, token_endpoint: token } = server;
  if (!authorize || !token) throw new DiscoveryFailed('it names no authorization or token endpoint');
  const methods = server.token_endpoint_auth_methods_supported;
  return {
    issuer: server.issuer,
    authorize,
    token,
    revoke: server.revocation_endpoint ?? null,
    introspect: server.introspection_endpoint ?? null,
    userinfo: server.userinfo_endpoint ?? null,
    device: server.device_authorization_endpoint ?? null,
    // Plain OAuth servers publish keys too (for access tokens): only OpenID Connect ones sign ID tokens with them.
    jwks: openid || server.scopes_supported?.includes('openid') ? (server.jwks_uri ?? null) : null,
    idTokenAlgs: server.id_token_signing_alg_values_supported ?? null,
    basicAuth: methods?.includes('client_secret_basic') ?? true,
    issParameter: server.authorization_response_iss_parameter_supported === true,
  };
}

const wordsOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'no readable answer';
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
};

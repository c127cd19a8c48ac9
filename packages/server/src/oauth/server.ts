/** A resolved provider in the library's terms. */
import * as oauth from 'oauth4webapi';
import type { ResolvedProvider } from '../providers/provider.ts';

/** Seconds by which the clocks of a provider and ours may differ when an ID token is judged. */
const clockToleranceSeconds = 60;

export const authorizationServer = ({ issuer, endpoints, entry }: ResolvedProvider): oauth.AuthorizationServer => ({
  issuer,
  authorization_endpoint: endpoints.authorize,
  token_endpoint: endpoints.token,
  ...(endpoints.jwks === null ? {} : { jwks_uri: endpoints.jwks }),
  ...(entry.authorize.idTokenAlgs ? { id_token_signing_alg_values_supported: [...entry.authorize.idTokenAlgs] } : {}),
  authorization_response_iss_parameter_supported: entry.authorize.issParameter ?? false,
});

export const client = ({ config }: ResolvedProvider): oauth.Client => ({
  client_id: config.clientId,
  [oauth.clockTolerance]: clockToleranceSeconds,
});

/** What a server says of itself: metadata, keys, and about a token. */
import type { Call } from './call.ts';
import { clientMistake } from './client-check.ts';
import { publicKeys } from './id-token.ts';
import { refusedWith } from './call.ts';
import type { Json } from './behaviour.ts';
import type { Reply } from './wire.ts';

/** OpenID Connect Discovery 1.0 §3; RFC 8414 §2. */
export function discovery({ behaviour, entry }: Call): Reply {
  const { endpoints, authorize, client, oidc } = behaviour;
  entry.outcome = 'served';
  const methods = { post: ['client_secret_post'], basic: ['client_secret_basic'], none: ['none'] };
  const named: Record<string, Json | undefined> = {
    issuer: oidc?.issuer ?? new URL(endpoints.token ?? '').origin,
    authorization_endpoint: endpoints.authorize,
    token_endpoint: endpoints.token,
    revocation_endpoint: endpoints.revoke,
    introspection_endpoint: endpoints.introspect,
    userinfo_endpoint: endpoints.account,
    device_authorization_endpoint: endpoints.device,
    jwks_uri: endpoints.jwks,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: oidc ? [oidc.alg] : undefined,
    code_challenge_methods_supported: authorize.pkce === 'refused' ? undefined : [authorize.challengeMethod],
    token_endpoint_auth_methods_supported:
      client.auth === 'either' ? ['client_secret_basic', 'client_secret_post'] : methods[client.auth],
    authorization_response_iss_parameter_supported: authorize.iss,
  };
  const known = Object.entries(named).filter((member): member is [string, Json] => member[1] !== undefined);
  return { status: 200, body: Object.fromEntries(known) };
}

export function jwks({ entry }: Call): Reply {
  entry.outcome = 'served';
  return { status: 200, body: publicKeys() };
}

/** RFC 7662 §2. */
export function introspect(call: Call): Reply {
  const { asked, behaviour, tenant, entry } = call;
  const stranger = clientMistake(asked, behaviour);
  if (stranger !== null) return refusedWith(call, 'bad_client', 'invalid_client', stranger);
  entry.token = asked.members.get('token') ?? null;
  const family = tenant.families.byAccess(entry.token ?? '');
  entry.outcome = 'served';
  return {
    status: 200,
    body: family ? { active: true, sub: family.subject, scope: family.scopes.join(' ') } : { active: false },
  };
}

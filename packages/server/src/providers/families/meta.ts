/** Meta's Graph API: no refresh tokens; a short-lived token is traded for one of 60 days, and that for the next. */
import { defineProvider, type ProviderEntry } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';
import type { Provider, ProviderHooks, TokenSwap } from '../provider.ts';

type Member = Omit<ProviderEntry, 'endpoints' | 'refresh' | 'api' | 'consoleUrl' | 'settingsUrl'>;

const longLived: TokenSwap = {
  url: 'https://graph.facebook.com/{version}/oauth/access_token',
  method: 'GET',
  grantType: 'fb_exchange_token',
  field: 'fb_exchange_token',
  client: 'id-and-secret',
};

/** An object, whose number the class goes by. */
const tokenAnswer: ProviderHooks['tokenAnswer'] = ({ status, body }) => {
  const said = body['error'];
  if (typeof said !== 'object' || said === null) return { status, body };
  const { type = 'OAuthException', message, code } = said as Record<string, unknown>;
  return { status: Math.max(status, 400), body: { error: type, error_description: message, code } };
};

/** Everything that is refused is an "OAuthException". */
const errorClass: ProviderHooks['errorClass'] = (error, body) => {
  if (error !== 'OAuthException') return null;
  const words = body['error_description'];
  // The secret is refused with code 1, which is also said when Meta itself is in trouble: the sentence tells them apart.
  if (typeof words === 'string' && /^Error validating (client secret|application)/i.test(words)) return 'configuration';
  if (body['code'] === 101) return 'configuration';
  // The token ended, or the person took it back or changed the password. Limits (4, 17, …) have numbers of their own.
  return body['code'] === 190 ? 'permanent' : null;
};

/** Also for vendors of Meta's that have an authorization server of their own. */
export const metaHooks = { tokenAnswer, errorClass };

export const metaProvider = (member: Member): Provider =>
  defineProvider({
    variables: [
      {
        name: 'version',
        label: 'Version of the Graph API',
        kind: 'path',
        from: 'operator',
        pattern: oneOf('v20.0', 'v21.0', 'v22.0', 'v23.0', 'v24.0'),
        default: 'v22.0',
      },
    ],
    endpoints: {
      authorize: 'https://www.facebook.com/{version}/dialog/oauth',
      token: 'https://graph.facebook.com/{version}/oauth/access_token',
      revoke: {
        url: 'https://graph.facebook.com/{version}/me/permissions',
        method: 'DELETE',
        auth: 'bearer',
        carries: 'bearer',
        field: '',
        token: 'access',
        // Takes the app away from the person.
        scope: 'client_user',
      },
      introspect: 'https://graph.facebook.com/debug_token',
      closed: ['https://graph.facebook.com/oauth/access_token', 'https://graph.facebook.com/oauth/client_code'],
    },
    authorize: { scopeSeparator: ',', identityScopes: ['public_profile'], pkceSupport: 'supported' },
    token: { swap: longLived },
    refresh: { rotation: 'rotates-old-stays-valid', accessTtlSeconds: 5_184_000, swap: longLived },
    account: {
      url: 'https://graph.facebook.com/me?fields=id,name,email',
      identity: ['id'],
      label: ['email', 'name'],
      name: ['name'],
    },
    api: {
      hosts: ['graph.facebook.com'],
      // Apps may demand it ("Require App Secret"), and all others take it.
      inject: { name: 'authorization', format: 'Bearer {token}', proof: 'appsecret_proof' },
      rateLimit: { inBody: { status: 400, path: 'error.code', values: ['4', '17', '32', '613', '80000', '80004'] } },
    },
    consoleUrl: 'https://developers.facebook.com/apps/',
    settingsUrl: 'https://www.facebook.com/settings?tab=business_tools',
    hooks: metaHooks,
    ...member,
    scopes: { public_profile: ['see your name and picture', 'low'], ...member.scopes },
  });

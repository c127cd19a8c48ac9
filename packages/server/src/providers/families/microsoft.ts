/** Microsoft's identity platform: one authorization server for everything behind Microsoft Graph. */
import { defineProvider, type ProviderEntry } from '../define-provider.ts';
import type { Provider, ProviderHooks } from '../provider.ts';

type Member = Omit<ProviderEntry, 'endpoints' | 'refresh' | 'api' | 'consoleUrl' | 'settingsUrl' | 'setup'>;

/** Two scopes are granted without being named in the answer: what came with it shows them. */
const tokenAnswer: ProviderHooks['tokenAnswer'] = (answer) => {
  const { scope, refresh_token, id_token } = answer.body;
  if (typeof scope !== 'string') return answer;
  const unnamed = [...(refresh_token ? ['offline_access'] : []), ...(id_token ? ['openid'] : [])];
  return { ...answer, body: { ...answer.body, scope: [...new Set([...scope.split(' '), ...unnamed])].join(' ') } };
};

const errorClass: ProviderHooks['errorClass'] = (error, body) => {
  const codes = Array.isArray(body['error_codes']) ? (body['error_codes'] as unknown[]) : [];
  // AADSTS7000215 and 7000222: client secret wrong or expired; 700016: no such app in the tenant.
  if ([7000215, 7000222, 700016].some((code) => codes.includes(code))) return 'configuration';
  return error === 'interaction_required' ? 'permanent' : null;
};

export const microsoftProvider = (member: Member): Provider =>
  defineProvider({
    variables: [
      {
        name: 'tenant',
        label: 'common, organizations, consumers, or the id or domain of one tenant',
        kind: 'path',
        from: 'operator',
        pattern: /common|organizations|consumers|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|([a-z0-9-]+\.)+[a-z]{2,}/,
        default: 'common',
      },
    ],
    flowKinds: ['authorization_code', 'device_code', 'client_credentials'],
    kinds: {
      device_code: {
        setup:
          'Under "Authentication" allow public client flows, and name the kind in the config, without the client secret.',
      },
      client_credentials: {
        setup:
          'Add application permissions, which an administrator consents to, set `tenant` to the one tenant, and configure and ask ' +
          'for the scope https://graph.microsoft.com/.default alone.',
      },
    },
    endpoints: {
      authorize: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
      token: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
      deviceAuthorization: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode',
      // There is none for one grant; these end every session of the person.
      closed: [
        'https://graph.microsoft.com/{version}/me/revokeSignInSessions',
        'https://graph.microsoft.com/{version}/me/microsoft.graph.revokeSignInSessions',
        'https://graph.microsoft.com/{version}/me/invalidateAllRefreshTokens',
        'https://graph.microsoft.com/{version}/users/{user}/revokeSignInSessions',
        'https://graph.microsoft.com/{version}/users/{user}/microsoft.graph.revokeSignInSessions',
        'https://graph.microsoft.com/{version}/users/{user}/invalidateAllRefreshTokens',
      ],
    },
    authorize: {
      query: { response_mode: 'query', prompt: 'select_account' },
      identityScopes: ['openid', 'offline_access', 'User.Read'],
      offline: 'the scope offline_access',
      pkceSupport: 'supported',
      // The issuer of an ID token names the person's own tenant, which `common` does not know; Graph says who it is.
      oidc: false,
    },
    // Dies after 90 days without use.
    refresh: { rotation: 'rotates-old-stays-valid', accessTtlSeconds: 3600, refreshTtlSeconds: 7_776_000 },
    account: {
      url: 'https://graph.microsoft.com/v1.0/me',
      identity: ['id'],
      label: ['userPrincipalName', 'mail', 'id'],
      name: ['displayName'],
    },
    api: { hosts: ['graph.microsoft.com'] },
    consoleUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
    settingsUrl: 'https://myaccount.microsoft.com/',
    setup: [
      'Register an app in Microsoft Entra and choose which accounts may use it; set the variable `tenant` to match (`common` for all).',
      'Add the callback URL shown here as a redirect URI of the platform "Web".',
      'Add the delegated Graph permissions that you configure here; some need an administrator’s consent.',
      'Make a client secret and take its value (not its id), and the application (client) id. Secrets expire: note when.',
    ],
    ...member,
    scopes: {
      openid: ['know which Microsoft account it is', 'low'],
      offline_access: ['stay connected when you are away', 'low'],
      profile: ['see your name', 'low'],
      email: ['see your e-mail address', 'low'],
      'User.Read': ['read your profile', 'low'],
      ...member.scopes,
    },
    hooks: { tokenAnswer, errorClass },
  });

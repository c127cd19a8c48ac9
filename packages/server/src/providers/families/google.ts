/** Google: one authorization server and one account for all its APIs; a member is an API with its hosts and scopes. */
import { defineProvider, type ProviderEntry } from '../define-provider.ts';
import type { Provider, ProviderHooks } from '../provider.ts';

type Member = Omit<ProviderEntry, 'endpoints' | 'refresh' | 'consoleUrl' | 'settingsUrl' | 'setup'> & {
  /** What the operator switches on in the console. */
  apis: string;
};

/** Google answers the short names of the OpenID scopes with these. */
const longNames: readonly [string, string][] = [
  ['https://www.googleapis.com/auth/userinfo.email', 'email'],
  ['https://www.googleapis.com/auth/userinfo.profile', 'profile'],
];

const tokenAnswer: ProviderHooks['tokenAnswer'] = (answer) => {
  const { scope } = answer.body;
  if (typeof scope !== 'string') return answer;
  const granted = scope.split(' ');
  const short = longNames.filter(([long]) => granted.includes(long)).map(([, name]) => name);
  return { ...answer, body: { ...answer.body, scope: [...new Set([...granted, ...short])].join(' ') } };
};

/** The project's client was deleted or switched off. */
const errorClass: ProviderHooks['errorClass'] = (error) =>
  error === 'deleted_client' || error === 'disabled_client' ? 'configuration' : null;

/** For APIs some of whose scopes may be asked for so. */
export const byDevice: Pick<ProviderEntry, 'flowKinds' | 'kinds'> = {
  flowKinds: ['authorization_code', 'device_code'],
  kinds: {
    device_code: {
      setup:
        'Make an OAuth client of the type "TVs and Limited Input devices", a client of its own, and name the kind in the config. ' +
        'It may ask for openid, email, profile, drive.file, drive.appdata, youtube and youtube.readonly alone.',
    },
  },
};

/** The prefix that most of its scopes have. */
const scopePrefix = 'https://www.googleapis.com/auth/';

/** Scopes are written without the prefix, e.g. `calendar.readonly`; other full URLs and OpenID's names stay as they are. */
const fullScopes = (scopes: ProviderEntry['scopes'] = {}): NonNullable<ProviderEntry['scopes']> =>
  Object.fromEntries(
    Object.entries(scopes).map(([scope, words]) => [/^https:/.test(scope) ? scope : scopePrefix + scope, words]),
  );

export const googleProvider = ({ apis, scopes, ...member }: Member): Provider =>
  defineProvider({
    issuer: 'https://accounts.google.com',
    endpoints: {
      authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      deviceAuthorization: 'https://oauth2.googleapis.com/device/code',
      revoke: {
        url: 'https://oauth2.googleapis.com/revoke',
        auth: 'none',
        // One token of a person and client ends all of them.
        scope: 'client_user',
      },
      jwks: 'https://www.googleapis.com/oauth2/v3/certs',
      introspect: 'https://oauth2.googleapis.com/tokeninfo',
      closed: [
        'https://www.googleapis.com/oauth2/{version}/token',
        'https://www.googleapis.com/oauth2/{version}/tokeninfo',
      ],
    },
    authorize: {
      // A refresh token comes only when the consent screen is shown. include_granted_scopes stays off: a grant holds what
      // was asked for it, not what the person once gave the same client elsewhere.
      query: { access_type: 'offline', prompt: 'consent' },
      identityScopes: ['openid', 'email'],
      offline: 'access_type=offline, and a consent screen that is shown',
      pkceSupport: 'supported',
      oidc: true,
      switchAccount: { prompt: 'select_account consent' },
    },
    // Six months without use end a refresh token. Of one person and client about a hundred live, and the oldest goes first.
    refresh: { rotation: 'static', accessTtlSeconds: 3599, refreshTtlSeconds: 15_897_600 },
    account: {
      url: 'https://openidconnect.googleapis.com/v1/userinfo',
      identity: ['sub'],
      label: ['email', 'sub'],
      name: ['name'],
    },
    consoleUrl: 'https://console.cloud.google.com/auth/clients',
    settingsUrl: 'https://myaccount.google.com/connections',
    setup: [
      `Choose or make a project in the Google Cloud console and switch on ${apis}.`,
      'Fill in the consent screen (branding, audience) and list every scope that you configure here.',
      'Make an OAuth client of the type "Web application" and add the callback URL shown here as an authorised redirect URI.',
      'Take the client id and the client secret from there. While the consent screen is in testing, connections end after 7 days.',
    ],
    ...member,
    api: {
      ...member.api,
      // Limits come as 403 as well.
      rateLimit: {
        inBody: {
          status: 403,
          path: 'error.errors.0.reason',
          values: ['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded'],
        },
      },
    },
    scopes: {
      openid: ['know which Google account it is', 'low'],
      email: ['see your e-mail address', 'low'],
      profile: ['see your name and picture', 'low'],
      ...fullScopes(scopes),
    },
    hooks: { tokenAnswer, errorClass },
  });

import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'auth0',
  name: 'Auth0',
  category: 'iam',
  monogram: 'Au',
  hue: 14,
  flowKinds: ['authorization_code', 'device_code', 'client_credentials'],
  kinds: {
    device_code: {
      setup:
        'Switch the grant type "Device Code" on for the application and "Allow Offline Access" for the API. Name the kind in the config.',
    },
    client_credentials: {
      setup:
        'Authorize the application for an API of yours, under "Machine to Machine", and set `audience` to the identifier of the API.',
      extra: { audience: '{audience}' },
    },
  },
  variables: [
    {
      name: 'domain',
      label: 'Domain of your Auth0 tenant',
      kind: 'host',
      from: 'operator',
      pattern: /[a-z0-9.-]+/,
      example: 'acme.eu.auth0.com',
    },
    // Without one the token opens nothing but the person's profile; with one it is a JWT for that API.
    {
      name: 'audience',
      label: 'Identifier of the API that the token is for',
      kind: 'value',
      from: 'operator',
      pattern: /[A-Za-z][\w.~:/?#@!$&'()*+,;=%-]{0,249}/,
      optional: true,
      example: 'https://api.acme.example/',
    },
  ],
  endpoints: {
    authorize: 'https://{domain}/authorize',
    deviceAuthorization: 'https://{domain}/oauth/device/code',
    token: 'https://{domain}/oauth/token',
    revoke: {
      url: 'https://{domain}/oauth/revoke',
      // A setting of the tenant decides whether the whole authorization of person and app ends with the token.
      scope: 'client_user',
    },
    closed: [
      'https://{domain}/oauth/device/code',
      'https://{domain}/oauth/par',
      'https://{domain}/oauth/ro',
      'https://{domain}/oauth/access_token',
      'https://{domain}/oidc/register',
      'https://{domain}/bc-authorize',
      'https://{domain}/co/authenticate',
      'https://{domain}/delegation',
      'https://{domain}/tokeninfo',
      'https://{domain}/passwordless/start',
      'https://{domain}/passwordless/verify',
      'https://{domain}/mfa/associate',
      'https://{domain}/mfa/challenge',
    ],
  },
  authorize: {
    query: { audience: '{audience}' },
    identityScopes: ['openid', 'email', 'offline_access'],
    offline: 'the scope offline_access, and "Allow Offline Access" at the API',
    pkceSupport: 'supported',
    switchAccount: { prompt: 'login' },
  },
  // Rotation and its leeway are settings of the app: read as single-use.
  refresh: { rotation: 'single-use', accessTtlSeconds: 86_400 },
  account: {
    url: 'https://{domain}/userinfo',
    identity: ['sub'],
    label: ['email', 'sub'],
    name: ['name'],
  },
  api: {
    hosts: ['{domain}'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    profile: ['see your name and picture', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
    'read:current_user': ['read all that is stored about your account', 'medium'],
    'update:current_user_metadata': ['change what is stored about your account', 'medium'],
  },
  consoleUrl: 'https://manage.auth0.com/',
  settingsUrl: null,
  setup: [
    'In the dashboard create an application of the type "Regular Web Application" and set `domain` to its domain.',
    'Add the callback URL shown here under "Allowed Callback URLs" and save.',
    'Keep the grant types "Authorization Code" and "Refresh Token" on, and take the client id and the client secret.',
    'To call an API of yours, set `audience` to its identifier and switch "Allow Offline Access" on there.',
  ],
  verifyBeforeRelease: true,
});

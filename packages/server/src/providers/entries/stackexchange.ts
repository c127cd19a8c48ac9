import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'stackexchange',
  name: 'Stack Exchange',
  category: 'dev-tools',
  monogram: 'Se',
  hue: 214,
  verifyBeforeRelease: true,
  variables: [
    // Every call names the app with it.
    {
      name: 'key',
      label: 'Request key of the app',
      kind: 'value',
      from: 'operator',
      pattern: /[A-Za-z0-9()*]{1,60}/,
      example: 'U4DMV*8nvpm3EOpvf69Rxw((',
    },
  ],
  endpoints: {
    authorize: 'https://stackoverflow.com/oauth',
    token: 'https://stackoverflow.com/oauth/access_token/json',
    revoke: {
      url: 'https://api.stackexchange.com/2.3/access-tokens/{token}/invalidate',
      method: 'GET',
      auth: 'none',
      carries: 'path',
      token: 'access',
      // Ends the named token alone; taking the app away from the person is another endpoint (de-authenticate).
      scope: 'token',
    },
    closed: [
      'https://api.stackexchange.com/{version}/access-tokens/{token}',
      'https://api.stackexchange.com/{version}/access-tokens/{token}/invalidate',
      'https://api.stackexchange.com/{version}/apps/{token}/de-authenticate',
      'https://api.stackexchange.com/access-tokens/{token}',
      'https://api.stackexchange.com/access-tokens/{token}/invalidate',
      'https://api.stackexchange.com/apps/{token}/de-authenticate',
    ],
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['no_expiry'],
    offline: 'none is needed: the scope no_expiry gives a token without an end',
    pkceSafeToSend: true,
  },
  // With no_expiry a token has no end, and the answer names none.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api.stackexchange.com/2.3/me?site=stackoverflow',
    identity: ['items.0.account_id'],
    label: ['items.0.display_name', 'items.0.account_id'],
    name: ['items.0.display_name'],
  },
  api: {
    hosts: ['api.stackexchange.com'],
    defaultQuery: { key: '{key}' },
    inject: { in: 'query', name: 'access_token', format: '{token}' },
    rateLimit: { inBody: { status: 400, path: 'error_name', values: ['throttle_violation'] } },
  },
  scopes: {
    no_expiry: ['stay connected without an end', 'medium'],
    read_inbox: ['read your inbox on all sites', 'high'],
    write_access: ['write, vote and flag as you', 'high'],
    private_info: ['see facts about you that others do not see', 'medium'],
  },
  consoleUrl: 'https://stackapps.com/apps/oauth',
  settingsUrl: 'https://stackexchange.com/users/current?tab=apps',
  setup: [
    'Register an application on Stack Apps.',
    'Enter the host of the callback URL shown here as its OAuth domain: only the host counts, and the desktop flow stays off.',
    'Take the client id, the client secret and the key, and set the variable `key` to the last.',
    'People need an account on Stack Overflow to be recognised, whichever site your app is for.',
  ],
  hooks: {
    // Where a token does end, its seconds are under `expires`.
    tokenAnswer: (answer) => {
      const { expires, expires_in } = answer.body;
      if (expires === undefined || expires_in !== undefined) return answer;
      return { ...answer, body: { ...answer.body, expires_in: expires } };
    },
  },
});

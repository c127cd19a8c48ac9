import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'dropbox-sign',
  name: 'Dropbox Sign',
  category: 'legal',
  monogram: 'Dx',
  hue: 220,
  endpoints: {
    authorize: 'https://app.hellosign.com/oauth/authorize',
    token: 'https://app.hellosign.com/oauth/token',
    refresh: 'https://app.hellosign.com/oauth/token?refresh',
  },
  // Scopes are chosen at the app: what is asked for is ignored.
  authorize: {
    identityScopes: ['basic_account_info'],
    pkceSafeToSend: true,
  },
  // The state of the flow is wanted again with the code.
  token: { extra: { state: '{state}' } },
  refresh: { rotation: 'static', accessTtlSeconds: 3600 },
  account: {
    url: 'https://api.hellosign.com/v3/account',
    identity: ['account.account_id'],
    label: ['account.email_address', 'account.account_id'],
  },
  api: {
    hosts: ['api.hellosign.com'],
    rateLimit: { remaining: 'x-ratelimit-limit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  scopes: {
    basic_account_info: ['see your name and e-mail address', 'low'],
    request_signature: ['ask others for signatures, at the cost of the app’s maker', 'medium'],
    signature_request_access: ['read your signature requests and their documents, and send them', 'high'],
    account_access: ['read and change your account', 'medium'],
    template_access: ['read, create and delete your templates', 'medium'],
    team_access: ['manage your team', 'high'],
    api_app_access: ['manage your API apps', 'high'],
  },
  consoleUrl: 'https://app.hellosign.com/home/myAccount#api',
  settingsUrl: null,
  setup: [
    'In the settings under "API" create an API app, and add OAuth to it.',
    'Enter the callback URL shown here as the OAuth callback; it must be https.',
    'Choose who pays for what the app sends, and the scopes that you configure here with it.',
    'Take the client id and the secret, and have the app approved before others than you connect.',
  ],
  verifyBeforeRelease: true,
});

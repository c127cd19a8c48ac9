import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'harvest',
  name: 'Harvest',
  category: 'productivity',
  monogram: 'Hv',
  hue: 22,
  variables: [
    {
      // Every call names one; a token that was given for one account sees only that.
      name: 'account',
      label: 'Account id',
      kind: 'value',
      from: 'account',
      pattern: /\d{1,20}/,
      at: 'accounts.0.id',
      example: '1234567',
    },
  ],
  endpoints: {
    authorize: 'https://id.getharvest.com/oauth2/authorize',
    token: 'https://id.getharvest.com/api/v2/oauth2/token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'static', accessTtlSeconds: 1_209_600 },
  account: {
    url: 'https://id.getharvest.com/api/v2/accounts',
    identity: ['{account}', 'user.id'],
    label: ['user.email', 'user.id'],
    name: ['accounts.0.name'],
  },
  api: {
    hosts: ['api.harvestapp.com'],
    // Harvest refuses calls that do not say which app they come from.
    defaultHeaders: { 'harvest-account-id': '{account}', 'user-agent': 'alter' },
  },
  // Without a scope the person chooses an account.
  scopes: {
    'harvest:all': ['use all your Harvest accounts as you: time, projects, clients and invoices', 'high'],
    'forecast:all': ['use all your Forecast accounts as you', 'high'],
    all: ['use all your Harvest and Forecast accounts as you', 'high'],
  },
  consoleUrl: 'https://id.getharvest.com/developers',
  settingsUrl: 'https://id.getharvest.com/security',
  setup: [
    'Under "Developers" of your Harvest ID choose "Create new OAuth2 application".',
    'Enter the callback URL shown here as the redirect URL, and choose whether people connect one account or several.',
    'Take the client id and the client secret. Without scopes in the config, people choose which account to connect.',
    'Calls go to the connected account unless they name another in the header Harvest-Account-Id.',
  ],
});

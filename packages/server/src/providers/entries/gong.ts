import { defineProvider } from '../define-provider.ts';
import { underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'gong',
  name: 'Gong',
  category: 'crm',
  monogram: 'Gg',
  hue: 262,
  variables: [
    {
      // Every customer has a host of their own; it stands for the account as well, as a token is the company's.
      name: 'api',
      label: 'API host of the customer',
      kind: 'host',
      from: 'token',
      pattern: underSuffix('.api.gong.io'),
      at: 'api_base_url_for_customer',
      example: 'https://us-12345.api.gong.io',
    },
  ],
  endpoints: {
    authorize: 'https://app.gong.io/oauth2/authorize',
    token: 'https://app.gong.io/oauth2/generate-customer-token',
  },
  authorize: {
    query: { access_type: 'offline' },
    offline: 'access_type=offline',
    pkceSupport: 'unsupported',
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 86_400 },
  accountInToken: { identity: ['{api}'], label: ['{api}'] },
  api: {
    hosts: ['{api}'],
  },
  scopes: {
    'api:calls:read:basic': ['see your company’s calls: when they were, and who took part', 'medium'],
    'api:calls:read:extensive': ['read details of your company’s calls, such as topics and highlights', 'high'],
    'api:calls:read:transcript': ['read transcripts of your company’s calls', 'high'],
    'api:calls:read:media-url': ['listen to and watch recordings of your company’s calls', 'high'],
    'api:calls:create': ['add calls and their recordings', 'high'],
    'api:users:read': ['see the people of your company', 'low'],
    'api:workspaces:read': ['see the names of your workspaces', 'low'],
    'api:stats:interaction': ['read how people talk in calls, as statistics', 'medium'],
    'api:stats:user-actions': ['read what people do in Gong, as statistics', 'medium'],
    'api:stats:scorecards': ['read how calls were scored', 'medium'],
    'api:settings:scorecards:read': ['see which scorecards there are', 'low'],
    'api:library:read': ['see the calls in your library', 'medium'],
    'api:crm:upload': ['send records of your CRM to Gong', 'high'],
    'api:flows:read': ['see your flows', 'medium'],
    'api:flows:write': ['add prospects to your flows', 'high'],
    'api:data-privacy:delete': ['erase what Gong knows about a person', 'high'],
  },
  consoleUrl: 'https://app.gong.io/company/api',
  settingsUrl: null,
  setup: [
    'As a technical administrator of a Gong developer account, open "Company settings", "Ecosystem", "API" and choose "Create Integration".',
    'Tick the scopes that you configure here and enter the callback URL shown here as a redirect URI (https only).',
    'Fill in the logos, terms and help pages that Gong asks for, save, and take the client id and client secret from the table.',
    'Only a technical administrator can connect a company. Other companies can do so after Gong has approved the integration.',
  ],
  verifyBeforeRelease: true,
});

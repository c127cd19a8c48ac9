import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

const sites = [
  'datadoghq.com',
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'datadoghq.eu',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
];

export default defineProvider({
  id: 'datadog',
  name: 'Datadog',
  category: 'dev-tools',
  monogram: 'Da',
  hue: 125,
  variables: [
    {
      name: 'app',
      label: 'Host of your site, e.g. app.datadoghq.com',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('app.datadoghq.com', 'app.datadoghq.eu', ...sites.slice(1)),
      default: 'app.datadoghq.com',
    },
    {
      name: 'api',
      label: 'API host of the site',
      kind: 'host',
      from: 'callback',
      pattern: oneOf(...sites.map((site) => `api.${site}`)),
      at: 'domain',
      example: 'api.datadoghq.com',
      default: 'api.datadoghq.com',
    },
  ],
  endpoints: {
    authorize: 'https://{app}/oauth2/v1/authorize',
    token: 'https://{api}/oauth2/v1/token',
    revoke: { url: 'https://{api}/oauth2/v1/revoke', scope: 'client_user' },
  },
  authorize: {
    pkceSupport: 'required',
  },
  refresh: {
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://{api}/api/v2/current_user',
    identity: ['data.id'],
    label: ['data.attributes.email'],
  },
  api: {
    hosts: ['{api}'],
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  consoleUrl: 'https://app.datadoghq.com/apps/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Datadog.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});

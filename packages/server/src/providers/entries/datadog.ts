import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

const regions = [
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
  'uk1.datadoghq.com',
];
const government = ['app.ddog-gov.com', 'us2.ddog-gov.com'];
const sites = ['datadoghq.com', 'datadoghq.eu', 'ddog-gov.com', 'us2.ddog-gov.com', ...regions];

/** They give out keys that outlive the grant. */
const keyPaths = [
  '/api/v1/api_key',
  '/api/v1/api_key/{key}',
  '/api/v2/api_keys',
  '/api/v2/api_keys/{key}',
  '/api/v2/application_keys',
  '/api/v2/application_keys/{key}',
  '/api/v2/current_user/application_keys',
  '/api/v2/current_user/application_keys/{key}',
  '/api/v2/oauth2/register',
];

export default defineProvider({
  id: 'datadog',
  name: 'Datadog',
  category: 'dev-tools',
  monogram: 'Dd',
  hue: 267,
  // A config is for one site: in which form the callback names another is not known for certain.
  variables: [
    {
      name: 'app',
      label: 'Host of your site, e.g. app.datadoghq.com',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('app.datadoghq.com', 'app.datadoghq.eu', ...government, ...regions),
      default: 'app.datadoghq.com',
    },
    {
      name: 'api',
      label: 'API host of the same site',
      kind: 'host',
      from: 'operator',
      pattern: oneOf(...sites.map((site) => `api.${site}`)),
      default: 'api.datadoghq.com',
    },
  ],
  endpoints: {
    authorize: 'https://{app}/oauth2/v1/authorize',
    token: 'https://{api}/oauth2/v1/token',
    revoke: {
      url: 'https://{api}/oauth2/v1/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    closed: keyPaths.map((path) => `https://{api}${path}`),
  },
  authorize: { pkceSupport: 'required' },
  refresh: { rotation: 'static', accessTtlSeconds: 3600 },
  account: {
    url: 'https://{api}/api/v2/current_user',
    identity: ['data.id'],
    label: ['data.attributes.email', 'data.attributes.handle', 'data.id'],
    name: ['data.attributes.name'],
  },
  api: {
    hosts: ['{api}'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetIn: 'x-ratelimit-reset' },
  },
  scopes: {
    dashboards_read: ['see your dashboards', 'low'],
    dashboards_write: ['create, change and delete dashboards', 'medium'],
    monitors_read: ['see your monitors', 'low'],
    monitors_write: ['create, change, mute and delete monitors', 'high'],
    metrics_read: ['see which metrics there are', 'low'],
    timeseries_query: ['read the values of your metrics', 'medium'],
    events_read: ['read your events', 'medium'],
    hosts_read: ['see your hosts', 'low'],
    apm_read: ['read your traces', 'medium'],
    slos_read: ['see your service level objectives', 'low'],
    synthetics_read: ['see your synthetic tests', 'low'],
    incident_read: ['read your incidents', 'medium'],
    incident_write: ['declare and change incidents', 'high'],
    user_access_read: ['see the users of your organization and their roles', 'medium'],
  },
  consoleUrl: 'https://app.datadoghq.com/apps/',
  settingsUrl: null,
  setup: [
    'As a technology partner of Datadog, create an OAuth client in the developer platform of your sandbox account; keep it confidential.',
    'Add the callback URL shown here as a redirect URI, and fill in an onboarding URL, which is not used here.',
    'Select the scopes that you configure here, exactly the same ones.',
    'Take the client id and the client secret: the secret is shown once. For another site set `app` and `api` to its hosts.',
  ],
  verifyBeforeRelease: true,
});

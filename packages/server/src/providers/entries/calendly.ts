import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'calendly',
  name: 'Calendly',
  category: 'scheduling',
  monogram: 'Ca',
  hue: 295,
  endpoints: {
    authorize: 'https://auth.calendly.com/oauth/authorize',
    token: 'https://auth.calendly.com/oauth/token',
    revoke: { url: 'https://auth.calendly.com/oauth/revoke', scope: 'client_user' },
    introspect: 'https://auth.calendly.com/oauth/introspect',
  },
  authorize: {
    pkceSupport: 'supported',
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://api.calendly.com/users/me',
    identity: ['resource.uri'],
    label: ['resource.email'],
  },
  api: {
    hosts: ['api.calendly.com'],
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  consoleUrl: 'https://developer.calendly.com/console/apps',
  settingsUrl: 'https://calendly.com/integrations',
  setup: [
    'Register an app for OAuth at Calendly.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});

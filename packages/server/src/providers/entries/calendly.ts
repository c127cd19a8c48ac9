import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'calendly',
  name: 'Calendly',
  category: 'scheduling',
  monogram: 'Ca',
  hue: 215,
  endpoints: {
    authorize: 'https://auth.calendly.com/oauth/authorize',
    token: 'https://auth.calendly.com/oauth/token',
    revoke: {
      url: 'https://auth.calendly.com/oauth/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    introspect: 'https://auth.calendly.com/oauth/introspect',
  },
  authorize: {
    identityScopes: ['users:read'],
    pkceSupport: 'supported',
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 7200 },
  account: {
    url: 'https://api.calendly.com/users/me',
    identity: ['resource.uri'],
    label: ['resource.email', 'resource.uri'],
    name: ['resource.name'],
  },
  api: {
    hosts: ['api.calendly.com'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetIn: 'x-ratelimit-reset' },
  },
  scopes: {
    'users:read': ['see your name, address and time zone', 'low'],
    'organizations:read': ['see your organization and its members', 'low'],
    'organizations:write': ['invite and remove members of your organization', 'high'],
    'event_types:read': ['see your event types', 'low'],
    'event_types:write': ['create and change event types', 'medium'],
    'availability:read': ['see when you are free and busy', 'medium'],
    'availability:write': ['change when you are free', 'medium'],
    'locations:read': ['see where you meet', 'low'],
    'scheduled_events:read': ['read your meetings and who is invited', 'medium'],
    'scheduled_events:write': ['book and cancel meetings for you', 'high'],
    'scheduling_links:write': ['create links to book you with', 'low'],
    'routing_forms:read': ['read your routing forms and their answers', 'medium'],
    'webhooks:write': ['be told about bookings as they happen', 'medium'],
    'activity_log:read': ['read the activity log of your organization', 'high'],
  },
  consoleUrl: 'https://developer.calendly.com/console/apps',
  settingsUrl: 'https://calendly.com/integrations',
  setup: [
    'In the developer console, which has an account of its own, create an OAuth app of the kind "Web" for production.',
    'Enter the callback URL shown here as its redirect URI; it must be https.',
    'Tick users:read and the scopes that you configure here: Calendly refuses all when one is not ticked.',
    'Take the client id and the client secret at once: the secret is shown only then.',
  ],
  verifyBeforeRelease: true,
});

/** Atlassian's cloud: one authorization server, one API host, a site (cloud id) in the path of each call. */
import { defineProvider, type ProviderEntry } from '../define-provider.ts';
import type { Provider } from '../provider.ts';

type Member = Omit<ProviderEntry, 'endpoints' | 'refresh' | 'api' | 'consoleUrl' | 'settingsUrl' | 'setup'>;

export const atlassianProvider = (member: Member): Provider =>
  defineProvider({
    variables: [
      {
        name: 'site',
        label: 'Site (cloud id)',
        kind: 'path',
        from: 'places',
        pattern: /[A-Za-z0-9-]{1,64}/,
        at: 'id',
        example: '1324a887-45db-1bf4-1e99-ef0ff456d421',
        optional: true,
      },
    ],
    endpoints: {
      authorize: 'https://auth.atlassian.com/authorize',
      token: 'https://auth.atlassian.com/oauth/token',
      closed: ['https://auth.atlassian.com/oauth/device/code'],
    },
    authorize: {
      query: { audience: 'api.atlassian.com', prompt: 'consent' },
      identityScopes: ['read:me', 'offline_access'],
      offline: 'the scope offline_access',
      pkceSafeToSend: true,
    },
    // Dies after 90 days without use.
    refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 7_776_000 },
    account: {
      url: 'https://api.atlassian.com/me',
      identity: ['account_id'],
      label: ['email', 'account_id'],
      name: ['name'],
    },
    api: {
      hosts: ['api.atlassian.com'],
      rateLimit: { resetAt: 'x-ratelimit-reset' },
      // A site that has two products is listed once for each. Calls have it in their path.
      places: { url: 'https://api.atlassian.com/oauth/token/accessible-resources', name: 'name' },
    },
    consoleUrl: 'https://developer.atlassian.com/console/myapps/',
    settingsUrl: 'https://id.atlassian.com/manage-profile/apps',
    setup: [
      'Create an OAuth 2.0 (3LO) integration in the developer console.',
      'Under "Permissions" add the User identity API and the API of the product, with the scopes that you configure here.',
      'Under "Authorization" enter the callback URL shown here; switch sharing on if other people are to connect.',
      'Take the client id and the secret from "Settings".',
      'Calls name a site in their path, as https://api.atlassian.com/ex/<product>/<cloud id>/…: the grant lists its sites as `places`, and a single one as `variables.site`.',
    ],
    ...member,
    scopes: {
      'read:me': ['see your name and e-mail address', 'low'],
      offline_access: ['stay connected when you are away', 'low'],
      ...member.scopes,
    },
  });

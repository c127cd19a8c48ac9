import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'canva',
  name: 'Canva',
  category: 'design',
  monogram: 'Cv',
  hue: 182,
  endpoints: {
    authorize: 'https://www.canva.com/api/oauth/authorize',
    token: 'https://api.canva.com/rest/v1/oauth/token',
    revoke: {
      url: 'https://api.canva.com/rest/v1/oauth/revoke',
      // A refresh token takes its whole lineage and the person's consent along.
      scope: 'client_user',
    },
    introspect: 'https://api.canva.com/rest/v1/oauth/introspect',
  },
  authorize: {
    pkceSupport: 'required',
    // Spelt in small letters.
    challengeMethod: 's256',
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 14_400 },
  account: {
    // Needs no scope; a name would need one.
    url: 'https://api.canva.com/rest/v1/users/me',
    identity: ['team_user.team_id', 'team_user.user_id'],
    label: ['team_user.user_id'],
  },
  api: {
    hosts: ['api.canva.com'],
  },
  scopes: {
    'profile:read': ['see your name', 'low'],
    'design:meta:read': ['see the titles of your designs', 'medium'],
    'design:content:read': ['read and export your designs', 'high'],
    'design:content:write': ['create designs for you', 'medium'],
    'design:permission:read': ['see who can open your designs', 'medium'],
    'folder:read': ['see your folders', 'medium'],
    'folder:write': ['create, move and delete folders', 'high'],
    'asset:read': ['see your uploaded images and videos', 'medium'],
    'asset:write': ['upload, change and delete images and videos', 'high'],
    'brandtemplate:meta:read': ['see the titles of your brand templates', 'low'],
    'brandtemplate:content:read': ['read your brand templates', 'medium'],
    'comment:read': ['read comments on your designs', 'medium'],
    'comment:write': ['write comments as you', 'medium'],
    'collaboration:event': ['be told about comments and shared designs', 'medium'],
  },
  consoleUrl: 'https://www.canva.com/developers/integrations',
  settingsUrl: 'https://www.canva.com/settings/apps',
  setup: [
    'Switch multi-factor login on for your Canva account, and under "Your integrations" create one: public, or private for your team.',
    'Take the client id, and generate the client secret: it is shown once.',
    'Under "Scopes" tick the scopes that you configure here, at least one; reading does not come with writing.',
    'Under "Authentication" add the callback URL shown here. A public integration goes through Canva’s review first.',
  ],
});

/**
 * An example of every part of the declarative file. Copy it to `alter.config.ts`, keep what you need, and put the secrets
 * into the environment. `alter providers show <id>` prints the callback URL to register and the steps at the provider.
 */
import type { AlterConfig } from './packages/server/src/apps/file.ts';

export default {
  apps: {
    shop: {
      name: 'Acme Shop',
      website_url: 'https://shop.example.com',
      privacy_url: 'https://shop.example.com/privacy',
      branding: { logo_url: 'https://shop.example.com/logo.svg', accent: '#0f6b3a' },
      return_urls: ['https://shop.example.com/connected'],
      providers: {
        google: {
          client_id: { env: 'GOOGLE_CLIENT_ID' },
          client_secret: { env: 'GOOGLE_CLIENT_SECRET' },
          scopes: ['https://www.googleapis.com/auth/calendar.readonly'],
        },
        github: {
          client_id: { env: 'GITHUB_CLIENT_ID' },
          client_secret: { env: 'GITHUB_CLIENT_SECRET' },
          scopes: ['read:user', 'repo'],
        },
        gitlab: {
          client_id: { env: 'GITLAB_CLIENT_ID' },
          client_secret: { env: 'GITLAB_CLIENT_SECRET' },
          scopes: ['read_user', 'read_api'],
          variables: { host: 'gitlab.example.com' },
        },
        microsoft: {
          client_id: { env: 'MICROSOFT_CLIENT_ID' },
          client_secret: { env: 'MICROSOFT_CLIENT_SECRET' },
          scopes: ['Mail.Read'],
          variables: { tenant: 'common' },
        },
        slack: {
          client_id: { env: 'SLACK_CLIENT_ID' },
          client_secret: { env: 'SLACK_CLIENT_SECRET' },
          scopes: ['chat:write', 'channels:read'],
        },
        notion: {
          client_id: { env: 'NOTION_CLIENT_ID' },
          client_secret: { env: 'NOTION_CLIENT_SECRET' },
        },
        linear: {
          client_id: { env: 'LINEAR_CLIENT_ID' },
          client_secret: { env: 'LINEAR_CLIENT_SECRET' },
          scopes: ['read', 'issues:create'],
        },
        hubspot: {
          client_id: { env: 'HUBSPOT_CLIENT_ID' },
          client_secret: { env: 'HUBSPOT_CLIENT_SECRET' },
          scopes: ['crm.objects.contacts.read'],
        },
        dropbox: {
          client_id: { env: 'DROPBOX_CLIENT_ID' },
          client_secret: { env: 'DROPBOX_CLIENT_SECRET' },
          scopes: ['files.content.read'],
        },
        discord: {
          client_id: { env: 'DISCORD_CLIENT_ID' },
          client_secret: { env: 'DISCORD_CLIENT_SECRET' },
          scopes: ['guilds'],
        },
        // Any other OAuth 2.0 or OpenID Connect server.
        intranet: {
          client_id: 'alter',
          client_secret: { file: '/run/secrets/intranet_client_secret' },
          scopes: ['openid', 'profile', 'reports.read'],
          custom: {
            name: 'Acme Intranet',
            issuer: 'https://login.example.com',
            hosts: ['api.example.com'],
            scope_words: { 'reports.read': 'read your reports' },
          },
        },
        // One that is unlike the others, by its endpoints. Every field: docs/custom-providers.md.
        orchard: {
          client_id: 'acme-shop',
          scopes: ['fruit:read', 'fruit:pick'],
          variables: { app_key: { env: 'ORCHARD_APP_KEY' } },
          custom: {
            name: 'Orchard',
            hosts: ['{garden}.orchard.example', 'api.orchard.example'],
            endpoints: {
              authorize: 'https://{garden}.orchard.example/allow',
              token: 'https://{garden}.orchard.example/token',
              refresh: 'https://{garden}.orchard.example/token/renew',
              revoke: 'https://{garden}.orchard.example/token/end',
              closed: ['https://api.orchard.example/tokens'],
            },
            variables: {
              garden: {
                label: 'Your garden',
                kind: 'label',
                from: 'person',
                suffix: '.orchard.example',
                example: 'north',
              },
              app_key: { label: 'App key', kind: 'value', from: 'operator', secret: true, example: 'k-0123' },
            },
            authorize: { query: { audience: 'fruit' }, scope_separator: ',', pkce_support: 'required' },
            token: { client_auth: 'none', body: 'json' },
            refresh: { rotation: 'single-use', access_ttl_seconds: 600, refresh_ttl_seconds: 86_400 },
            account: {
              url: 'https://api.orchard.example/who',
              method: 'POST',
              body: '{"who":"me"}',
              identity: ['garden.id', 'gardener.id'],
              label: ['gardener.mail'],
            },
            verify: { url: 'https://api.orchard.example/ping' },
            api: {
              inject: { name: 'x-orchard-token', format: 'Fruit {token}' },
              default_headers: { 'x-orchard-version': '2031-05', 'x-orchard-app': '{app_key}' },
              rate_limit: { remaining: 'x-orchard-left', reset_in: 'x-orchard-wait', statuses: [403] },
            },
            revoke: { carries: 'json', field: 'ended_token', scope: 'token' },
            scope_words: {
              'fruit:read': 'see your fruit',
              'fruit:pick': { words: 'pick your fruit', risk: 'high' },
            },
            settings_url: 'https://api.orchard.example/my/apps',
            console_url: 'https://api.orchard.example/developers',
            setup: ['Ask for a client id at the gate.', 'Tell them the callback URL.'],
          },
        },
      },
    },
  },
} satisfies AlterConfig;

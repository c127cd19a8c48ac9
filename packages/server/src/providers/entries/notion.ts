import { defineProvider } from '../define-provider.ts';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export default defineProvider({
  id: 'notion',
  name: 'Notion',
  category: 'productivity',
  monogram: 'No',
  hue: 40,
  endpoints: {
    authorize: 'https://api.notion.com/v1/oauth/authorize',
    token: 'https://api.notion.com/v1/oauth/token',
    revoke: {
      url: 'https://api.notion.com/v1/oauth/revoke',
      carries: 'json',
      token: 'access',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    closed: ['https://api.notion.com/v1/oauth/introspect'],
  },
  authorize: {
    query: { owner: 'user' },
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic', body: 'json', headers: { 'notion-version': '2022-06-28' } },
  // Replaying a retired refresh token can end the grant.
  refresh: { rotation: 'single-use' },
  account: null,
  // Says which bot the token is of; who connected is in the token answer.
  verify: { url: 'https://api.notion.com/v1/users/me' },
  api: {
    hosts: ['api.notion.com'],
    defaultHeaders: { 'notion-version': '2022-06-28' },
  },
  noScopes: 'There are none: the person picks pages, and the integration’s settings say what may be done with them.',
  consoleUrl: 'https://www.notion.so/profile/integrations',
  settingsUrl: 'https://www.notion.so/profile/connections',
  setup: [
    'Create a public integration and fill in what Notion asks about your company.',
    'Enter the callback URL shown here as a redirect URI and choose the capabilities that your app needs.',
    'Take the OAuth client id and client secret. There are no scopes to configure: people choose pages when they connect.',
  ],
  verifyBeforeRelease: true,
  hooks: {
    // Errors are Notion's own objects, the OAuth code under `code`.
    tokenAnswer: (answer) => {
      const { code, message, object } = answer.body;
      if (object !== 'error' || typeof code !== 'string') return answer;
      return {
        status: Math.max(answer.status, 400),
        body: { ...answer.body, error: code, error_description: message },
      };
    },
    // The token answer says more than any account endpoint: which person of which workspace.
    identity: (body) => {
      const workspace = text(body['workspace_id']);
      const owner = isRecord(body['owner']) && isRecord(body['owner']['user']) ? body['owner']['user'] : {};
      const person = isRecord(owner['person']) ? owner['person'] : {};
      // An integration that belongs to the workspace has no person; its bot stands for it.
      const holder = text(owner['id']) ?? text(body['bot_id']);
      if (workspace === null || holder === null) return null;
      return {
        key: JSON.stringify([workspace, holder]),
        identifier: text(person['email']) ?? text(owner['name']) ?? text(body['workspace_name']),
        displayName: text(body['workspace_name']),
      };
    },
    errorClass: (error) => (error === 'rate_limited' ? 'transient' : error === 'unauthorized' ? 'configuration' : null),
  },
});

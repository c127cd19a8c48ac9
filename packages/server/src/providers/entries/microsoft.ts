import type { Provider } from '../provider.ts';

const microsoft: Provider = {
  id: 'microsoft',
  name: 'Microsoft',
  category: 'productivity',
  monogram: 'Ms',
  hue: 205,
  variables: [
    {
      name: 'tenant',
      label: 'common, organizations, consumers, or the id or domain of one tenant',
      kind: 'path',
      from: 'operator',
      pattern: /common|organizations|consumers|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|([a-z0-9-]+\.)+[a-z]{2,}/,
      default: 'common',
    },
  ],
  endpoints: {
    authorize: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    token: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    // There is no revocation endpoint; Graph's revokeSignInSessions would end every session of the person.
    revoke: null,
    closed: [
      'https://graph.microsoft.com/{version}/me/revokeSignInSessions',
      'https://graph.microsoft.com/{version}/me/microsoft.graph.revokeSignInSessions',
      'https://graph.microsoft.com/{version}/me/invalidateAllRefreshTokens',
      'https://graph.microsoft.com/{version}/users/{user}/revokeSignInSessions',
      'https://graph.microsoft.com/{version}/users/{user}/microsoft.graph.revokeSignInSessions',
      'https://graph.microsoft.com/{version}/users/{user}/invalidateAllRefreshTokens',
    ],
  },
  authorize: {
    query: { response_mode: 'query', prompt: 'select_account' },
    scopeSeparator: ' ',
    identityScopes: ['openid', 'offline_access', 'User.Read'],
    pkceSupport: 'supported',
    pkce: true,
    // The issuer of an ID token names the person's own tenant, which `common` does not know; Graph says who it is.
    oidc: false,
  },
  token: { clientAuth: 'post', body: 'form' },
  refresh: { rotation: 'rotates-old-stays-valid', accessTtlSeconds: 3600 },
  account: {
    url: 'https://graph.microsoft.com/v1.0/me',
    method: 'GET',
    identity: ['id'],
    label: ['userPrincipalName', 'mail', 'id'],
    name: ['displayName'],
  },
  api: {
    hosts: ['graph.microsoft.com'],
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: ['retry-after'],
  },
  scopes: [
    { scope: 'openid', description: 'know which Microsoft account it is', risk: 'low' },
    { scope: 'offline_access', description: 'stay connected when you are away', risk: 'low' },
    { scope: 'profile', description: 'see your name', risk: 'low' },
    { scope: 'email', description: 'see your e-mail address', risk: 'low' },
    { scope: 'User.Read', description: 'read your profile', risk: 'low' },
    {
      scope: 'User.ReadBasic.All',
      description: 'see names and addresses of everybody in your organization',
      risk: 'medium',
    },
    { scope: 'Mail.Read', description: 'read your mail', risk: 'high' },
    { scope: 'Mail.ReadWrite', description: 'read, change and delete your mail', risk: 'high' },
    { scope: 'Mail.Send', description: 'send mail as you', risk: 'high' },
    { scope: 'Calendars.Read', description: 'read your calendars', risk: 'medium' },
    { scope: 'Calendars.ReadWrite', description: 'see and change your calendars', risk: 'medium' },
    { scope: 'Contacts.Read', description: 'read your contacts', risk: 'medium' },
    { scope: 'Contacts.ReadWrite', description: 'see and change your contacts', risk: 'medium' },
    { scope: 'Files.Read', description: 'read your files', risk: 'medium' },
    { scope: 'Files.ReadWrite', description: 'see, change and delete your files', risk: 'high' },
    { scope: 'Files.ReadWrite.All', description: 'see, change and delete all files you can open', risk: 'high' },
    { scope: 'Sites.Read.All', description: 'read all SharePoint sites you can open', risk: 'high' },
    { scope: 'Tasks.ReadWrite', description: 'see and change your tasks', risk: 'medium' },
    { scope: 'Notes.ReadWrite', description: 'see and change your notebooks', risk: 'medium' },
    { scope: 'Chat.Read', description: 'read your chats', risk: 'high' },
    { scope: 'Chat.ReadWrite', description: 'read your chats and write in them as you', risk: 'high' },
    { scope: 'ChannelMessage.Send', description: 'write in channels as you', risk: 'high' },
    { scope: 'OnlineMeetings.ReadWrite', description: 'see and create your online meetings', risk: 'medium' },
  ],
  consoleUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  settingsUrl: 'https://myaccount.microsoft.com/',
  setup: [
    'Register an app in Microsoft Entra and choose which accounts may use it; set the variable `tenant` to match (`common` for all).',
    'Add the callback URL shown here as a redirect URI of the platform "Web".',
    'Add the delegated Graph permissions that you configure here; some need an administrator’s consent.',
    'Make a client secret and take its value (not its id), and the application (client) id. Secrets expire: note when.',
  ],
  verified: false,
  hooks: {
    // Two scopes are granted without being named in the answer: what came with it shows them.
    tokenAnswer: (answer) => {
      const { scope, refresh_token, id_token } = answer.body;
      if (typeof scope !== 'string') return answer;
      const unnamed = [...(refresh_token ? ['offline_access'] : []), ...(id_token ? ['openid'] : [])];
      return { ...answer, body: { ...answer.body, scope: [...new Set([...scope.split(' '), ...unnamed])].join(' ') } };
    },
    errorClass: (error, body) => {
      const codes = Array.isArray(body['error_codes']) ? (body['error_codes'] as unknown[]) : [];
      // AADSTS7000215 and 7000222: client secret wrong or expired; 700016: no such app in the tenant.
      if ([7000215, 7000222, 700016].some((code) => codes.includes(code))) return 'configuration';
      return error === 'interaction_required' ? 'permanent' : null;
    },
  },
};

export default microsoft;

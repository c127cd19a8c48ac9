import type { Provider } from '../provider.ts';

/** Google answers the short names of the OpenID scopes with these. */
const longNames: readonly [string, string][] = [
  ['https://www.googleapis.com/auth/userinfo.email', 'email'],
  ['https://www.googleapis.com/auth/userinfo.profile', 'profile'],
];

const google: Provider = {
  id: 'google',
  name: 'Google',
  category: 'productivity',
  monogram: 'Go',
  hue: 217,
  variables: [],
  issuer: 'https://accounts.google.com',
  endpoints: {
    authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    revoke: {
      url: 'https://oauth2.googleapis.com/revoke',
      method: 'POST',
      auth: 'none',
      carries: 'form',
      field: 'token',
      token: 'refresh',
      // One token of a person and client ends all of them.
      scope: 'client_user',
    },
    jwks: 'https://www.googleapis.com/oauth2/v3/certs',
    closed: [
      'https://www.googleapis.com/oauth2/{version}/token',
      'https://www.googleapis.com/oauth2/{version}/tokeninfo',
    ],
  },
  authorize: {
    // A refresh token comes only when the consent screen is shown. include_granted_scopes stays off: a grant holds what
    // was asked for it, not what the person once gave the same client elsewhere.
    query: { access_type: 'offline', prompt: 'consent' },
    scopeSeparator: ' ',
    identityScopes: ['openid', 'email'],
    pkceSupport: 'supported',
    pkce: true,
    oidc: true,
    switchAccount: { prompt: 'select_account consent' },
  },
  token: { clientAuth: 'post', body: 'form' },
  refresh: { rotation: 'static', accessTtlSeconds: 3599 },
  account: {
    url: 'https://openidconnect.googleapis.com/v1/userinfo',
    method: 'GET',
    identity: ['sub'],
    label: ['email', 'sub'],
    name: ['name'],
  },
  api: {
    hosts: [
      'www.googleapis.com',
      'openidconnect.googleapis.com',
      'gmail.googleapis.com',
      'people.googleapis.com',
      'sheets.googleapis.com',
      'docs.googleapis.com',
      'slides.googleapis.com',
      'forms.googleapis.com',
      'tasks.googleapis.com',
      'keep.googleapis.com',
      'chat.googleapis.com',
      'meet.googleapis.com',
      'calendar-json.googleapis.com',
      'driveactivity.googleapis.com',
      'drivelabels.googleapis.com',
      'admin.googleapis.com',
      'classroom.googleapis.com',
      'script.googleapis.com',
      'photoslibrary.googleapis.com',
      'photospicker.googleapis.com',
      'youtube.googleapis.com',
      'youtubeanalytics.googleapis.com',
      'youtubereporting.googleapis.com',
      'analyticsdata.googleapis.com',
      'analyticsadmin.googleapis.com',
      'searchconsole.googleapis.com',
      'tagmanager.googleapis.com',
      'mybusinessaccountmanagement.googleapis.com',
      'mybusinessbusinessinformation.googleapis.com',
      'googleads.googleapis.com',
      'bigquery.googleapis.com',
      'storage.googleapis.com',
    ],
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: [],
  },
  scopes: [
    { scope: 'openid', description: 'know which Google account it is', risk: 'low' },
    { scope: 'email', description: 'see your e-mail address', risk: 'low' },
    { scope: 'profile', description: 'see your name and picture', risk: 'low' },
    { scope: 'https://www.googleapis.com/auth/gmail.readonly', description: 'read all your mail', risk: 'high' },
    { scope: 'https://www.googleapis.com/auth/gmail.send', description: 'send mail as you', risk: 'high' },
    {
      scope: 'https://www.googleapis.com/auth/gmail.modify',
      description: 'read, change and send your mail',
      risk: 'high',
    },
    {
      scope: 'https://www.googleapis.com/auth/gmail.labels',
      description: 'see and change your mail labels',
      risk: 'low',
    },
    {
      scope: 'https://mail.google.com/',
      description: 'do anything with your mail, also delete it for good',
      risk: 'high',
    },
    { scope: 'https://www.googleapis.com/auth/calendar.readonly', description: 'read your calendars', risk: 'medium' },
    {
      scope: 'https://www.googleapis.com/auth/calendar.events',
      description: 'see and change events in your calendars',
      risk: 'medium',
    },
    {
      scope: 'https://www.googleapis.com/auth/calendar',
      description: 'see, change, share and delete your calendars',
      risk: 'high',
    },
    {
      scope: 'https://www.googleapis.com/auth/drive.file',
      description: 'see and change the Drive files you open with this app',
      risk: 'low',
    },
    { scope: 'https://www.googleapis.com/auth/drive.readonly', description: 'read all your Drive files', risk: 'high' },
    {
      scope: 'https://www.googleapis.com/auth/drive',
      description: 'see, change and delete all your Drive files',
      risk: 'high',
    },
    {
      scope: 'https://www.googleapis.com/auth/spreadsheets.readonly',
      description: 'read your spreadsheets',
      risk: 'medium',
    },
    {
      scope: 'https://www.googleapis.com/auth/spreadsheets',
      description: 'see, change and delete your spreadsheets',
      risk: 'high',
    },
    { scope: 'https://www.googleapis.com/auth/documents.readonly', description: 'read your documents', risk: 'medium' },
    {
      scope: 'https://www.googleapis.com/auth/documents',
      description: 'see, change and delete your documents',
      risk: 'high',
    },
    {
      scope: 'https://www.googleapis.com/auth/presentations',
      description: 'see, change and delete your presentations',
      risk: 'high',
    },
    { scope: 'https://www.googleapis.com/auth/contacts.readonly', description: 'read your contacts', risk: 'medium' },
    {
      scope: 'https://www.googleapis.com/auth/contacts',
      description: 'see, change and delete your contacts',
      risk: 'high',
    },
    {
      scope: 'https://www.googleapis.com/auth/tasks',
      description: 'see, change and delete your tasks',
      risk: 'medium',
    },
    {
      scope: 'https://www.googleapis.com/auth/youtube.readonly',
      description: 'see your YouTube account',
      risk: 'medium',
    },
    { scope: 'https://www.googleapis.com/auth/youtube.upload', description: 'upload videos as you', risk: 'high' },
  ],
  consoleUrl: 'https://console.cloud.google.com/auth/clients',
  settingsUrl: 'https://myaccount.google.com/connections',
  setup: [
    'Choose or make a project in the Google Cloud console and switch on the APIs that your app calls.',
    'Fill in the consent screen (branding, audience) and list every scope that you configure here.',
    'Make an OAuth client of the type "Web application" and add the callback URL shown here as an authorised redirect URI.',
    'Take the client id and the client secret from there. While the consent screen is in testing, connections end after 7 days.',
  ],
  verified: false,
  hooks: {
    tokenAnswer: (answer) => {
      const { scope } = answer.body;
      if (typeof scope !== 'string') return answer;
      const granted = scope.split(' ');
      const short = longNames.filter(([long]) => granted.includes(long)).map(([, name]) => name);
      return { ...answer, body: { ...answer.body, scope: [...new Set([...granted, ...short])].join(' ') } };
    },
  },
};

export default google;

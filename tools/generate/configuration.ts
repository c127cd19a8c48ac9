/** `docs/configuration.md` from `packages/server/src/config.ts`: the fact lives beside the default. */
import { settings, type Setting } from '../../packages/server/src/config.ts';
import { generatedFile } from '../generated-file.ts';

const rows = Object.values(settings).map(
  (setting: Setting) => `| \`${setting.name}\` | ${setting.fallback} | ${setting.words} |`,
);

await generatedFile(
  new URL('../../docs/configuration.md', import.meta.url),
  `# Configuration

Made by \`tools/generate/configuration.ts\` from \`packages/server/src/config.ts\`. Every setting is read from the environment
once, at start; all mistakes are reported together, and nothing starts while there is one. A name that begins with
\`ALTER_\` and is not in this table is a mistake too, so that a misspelt setting never goes unnoticed. \`alter config\` prints
what is in force, without secrets.

| Setting | Without it | What it does |
| --- | --- | --- |
${rows.join('\n')}

## alter.config

Apps and their provider configs are declared in \`alter.config.ts\`, \`.mjs\`, \`.js\` or \`.json\`, which holds no secret: those
are references to the environment (\`{ env: 'NAME' }\`) or to a file (\`{ file: 'path' }\`). Changes act at the next start. An
example for each of the first ten providers is \`alter.config.example.ts\`.

An app:

| Field | What it is |
| --- | --- |
| \`name\` | What people read. Required. |
| \`id\` | A UUID; without it one is made from the app's key in the file, the same on every start. |
| \`website_url\` | Origin that results are told to when a session names none. |
| \`privacy_url\` | Linked from the Connect page. |
| \`branding\` | \`logo_url\`, \`accent\` (\`#rrggbb\`; corrected where its contrast is too low). |
| \`return_urls\` | Pages that a session's \`return_url\` may name beyond its own origin; compared without the query. |
| \`confirm_grants\` | New grants stay \`pending\` until \`POST /sdk/grants/{id}/confirm\`. |
| \`require_user\` | A call on a user's grant must name that user. |
| \`signed_only\` | Keys of this app must sign every request. |
| \`providers\` | By provider id, see below. |

A provider config:

| Field | What it is |
| --- | --- |
| \`client_id\`, \`client_secret\` | What the provider's console gave; the secret as a reference. |
| \`scopes\` | What may be asked; a session may narrow it, never widen it. |
| \`variables\` | What an entry's addresses and calls need, such as GitLab's \`host\` or Microsoft's \`tenant\`; a secret one, such as Google Ads' \`developer_token\`, as a reference. |
| \`flow_kinds\` | What the client is registered for, where it is not all that the provider offers: [flows](flows.md). |
| \`custom\` | For any other OAuth 2.0, OpenID Connect or OAuth 1.0a server: \`name\`, \`hosts\`, and \`issuer\` (discovery at start) or \`endpoints\`; and all else that an entry of the catalog says: [custom providers](custom-providers.md). |
`,
);

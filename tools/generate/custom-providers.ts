/** `docs/custom-providers.md` from the schema that judges a declaration: the words stand beside the fields. */
import config from '../../alter.config.example.ts';
import { declarationSchema, shortForms } from '../../packages/server/src/providers/custom-schema.ts';
import { hookNames } from '../../packages/server/src/providers/provider.ts';
import { generatedFile } from '../generated-file.ts';

interface Node {
  type?: string;
  title?: string;
  description?: string;
  enum?: string[];
  const?: string;
  items?: Node;
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
}

const code = (text: string): string => `\`${text}\``;
const root = declarationSchema() as Node;
const fields = Object.entries(root.properties ?? {});

/** What of a union is a section: the other side is `null`. */
const sectionOf = (node: Node): Node => node.anyOf?.find((one) => one.properties && one.description) ?? node;
/** Each of a map's values is one. */
const eachOf = (node: Node): Node => (typeof node.additionalProperties === 'object' ? node.additionalProperties : node);
const isSection = (node: Node): boolean => eachOf(sectionOf(node)).properties !== undefined;

function kindOf(node: Node): string {
  if (node.title) return node.title;
  if (node.enum) return node.enum.map((one) => code(one === ' ' ? '" "' : one)).join(', ');
  const sides = node.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  if (sides.length === 1 && sides[0]) return kindOf(sides[0]);
  if (sides.length > 1) return 'see right';
  if (node.items)
    return `list of ${plural(kindOf(node.items))}${node.maxItems ? `, at most ${String(node.maxItems)}` : ''}`;
  if (node.type === 'object') return node.properties ? 'object' : 'object of texts';
  if (node.type === 'string') return node.maxLength ? `text, at most ${String(node.maxLength)}` : 'text';
  return { boolean: '`true` or `false`', integer: 'number' }[node.type ?? ''] ?? 'see right';
}

const plural = (kind: string): string => {
  if (kind.startsWith('text')) return 'texts';
  if (kind.startsWith('`')) return kind;
  return kind === 'see right' ? 'values' : `${kind}s`;
};

/** Those of a section inside it have its name before theirs. */
function rowsOf({ properties = {}, required = [] }: Node, before = ''): string[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const inner = sectionOf(node);
    const words = (node.description ?? inner.description ?? '').replaceAll('|', '\\|');
    const row = `| ${code(before + name)}${required.includes(name) && before === '' ? ' (required)' : ''} | ${kindOf(inner)} | ${words} |`;
    const isDescribed = Object.values(inner.properties ?? {}).some(({ description }) => description);
    return [row, ...(isDescribed ? rowsOf(inner, `${before}${name}.`) : [])];
  });
}

const table = (rows: readonly string[]): string =>
  ['| Field | What it may be | What it says |', '| --- | --- | --- |', ...rows].join('\n');

const sections = fields.filter(([, node]) => isSection(node));
const plain = fields.filter(([name, node]) => !isSection(node) && !(name in shortForms) && name !== 'pkce');
const short = fields.filter(([name]) => name in shortForms || name === 'pkce');

const { orchard, intranet } = config.apps.shop.providers;

await generatedFile(
  new URL('../../docs/custom-providers.md', import.meta.url),
  `# Custom providers

Made by \`tools/generate/custom-providers.ts\` from \`packages/server/src/providers/custom-schema.ts\`.

Any OAuth 2.0, OpenID Connect or OAuth 1.0a server can be an app's provider without being in the [catalog](providers/README.md).
What is known of it is declared under \`custom\` of a provider config in \`alter.config\`, or in a JSON file of the same form that
\`alter providers add --custom\` puts into the store. All that an entry of the catalog says as data can be said, it is judged by the
same checks, and it acts in the same way: sign-in, account, calls, refresh, limits, checks, revocation, and the words that people
read. What is left out has the default of a plain server, and where nobody knows, the careful one.

What cannot be declared is code. The catalog's entries have hooks for vendors that answer otherwise than the standards say: tokens
that stand deep in an answer, errors with status 200, error words of their own, signed callbacks. A server that needs one of
${hookNames.map(code).join(', ')} needs an entry.

## By discovery

With an \`issuer\` and no endpoints, the server is asked for its metadata: OpenID Connect Discovery, then RFC 8414. That is at start
for the file, and when it is saved for the store; never on a request. What is given goes before what is found, so that
\`endpoints: { revoke: … }\` adds what the metadata lacks.

\`\`\`json
${JSON.stringify({ custom: intranet.custom }, null, 2)}
\`\`\`

## By endpoints

With \`endpoints.authorize\` and \`endpoints.token\`, nobody is asked. This one has JSON requests, a public client, a life of tokens
that it does not say, another address for refreshing, a header of its own, and an address with a label that the person gives:

\`\`\`json
${JSON.stringify(orchard, null, 2)}
\`\`\`

The same into the store, with what stands under \`custom\` in \`orchard.json\`:

\`\`\`sh
alter providers add --provider orchard --client-id acme-shop --public-client --custom orchard.json \\
  --scope fruit:read,fruit:pick --var-file app_key=./orchard-app-key.txt
\`\`\`

It prints the callback URL to register; each custom provider has one of its own. \`alter providers show orchard --app shop\` says what
is in force.

## Rules

- Every URL is https. Plain http is for loopback, which is dialled with \`ALTER_UNSAFE_ALLOW_LOOPBACK\` alone. Hosts are exact names.
- A field that is not below is refused, with its place and the fields that there are. Nothing starts, and nothing is saved, with a
  mistake.
- It holds no secret. The client secret and variables with \`secret\` are references in the file, and \`--client-secret-stdin\` and
  \`--var-file\` of the program; they are kept sealed.
- What hands out, shows or ends tokens is out of reach of calls: its endpoints, and those under \`endpoints.closed\`.
- A person is asked for one DNS label before a fixed suffix, never for a host. Whoever can have a name under that suffix can have
  the code and the client secret: it has to be the server's own.

## Fields

${table(plain.flatMap(([name]) => rowsOf({ properties: { [name]: root.properties![name]! }, required: root.required ?? [] })))}

${sections
  .map(([name, node]) => {
    const { additionalProperties } = sectionOf(node);
    const each = typeof additionalProperties === 'object' ? ` Each, by its name:` : '';
    return `### ${name}\n\n${node.description ?? sectionOf(node).description ?? ''}${each}\n\n${table(rowsOf(eachOf(sectionOf(node))))}`;
  })
  .join('\n\n')}

## Short forms

Each says the same as the field that it names; one of the two is enough, and both are refused.

| Field | The same as |
| --- | --- |
${short.map(([name, { description = '' }]) => `| ${code(name)} | ${description} |`).join('\n')}
`,
);

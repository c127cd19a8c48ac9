/**
 * Writes `docs/providers/`: a page for each entry of the catalog, and an index. `--check` writes nothing and fails when one is
 * not what it should be.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { categories, type Category } from '../../packages/server/src/providers/category.ts';
import { factsOf, trustOf, variableWords } from '../../packages/server/src/providers/facts.ts';
import { entries } from '../../packages/server/src/providers/index.generated.ts';
import type { Provider } from '../../packages/server/src/providers/provider.ts';
import { catalogCallbackPath } from '../../packages/server/src/providers/resolve.ts';
import { inRoot } from '../root.ts';

const folder = inRoot('docs', 'providers');
const code = (text: string): string => `\`${text}\``;
const url = (text: string | null): string =>
  text === null ? 'not known' : text.includes('{') ? code(text) : `<${text}>`;
function callback(entry: Provider): string {
  const path = catalogCallbackPath(entry);
  if (path === null) return 'of its own for each config, shown by `alter providers list` once it is saved';
  return code(`<public URL>${path}`);
}
const sentence = (text: string): string => (text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`);

function page(entry: Provider): string {
  const { endpoints, aliases = [] } = entry;
  return [
    '<!-- Made by tools/generate/provider-pages.ts. Do not edit. -->',
    `# ${entry.name}`,
    `${categories[entry.category]}. Id ${[entry.id, ...aliases].map(code).join(', alias ')}. ${sentence(trustOf(entry))}`,
    '## Set up',
    entry.setup.map((step, i) => `${String(i + 1)}. ${step}`).join('\n'),
    list([
      `callback URL: ${callback(entry)}`,
      `register at: ${url(entry.consoleUrl)}`,
      `people take access back at: ${url(entry.settingsUrl)}`,
      ...entry.variables.map((variable) => `variable ${code(variable.name)}: ${variableWords(variable)}`),
    ]),
    '## What is known',
    list([
      `authorize: ${code(endpoints.authorize)}`,
      `token: ${code(endpoints.token)}`,
      `hosts: ${entry.api.hosts.map(code).join(', ')}`,
      ...factsOf(entry).map(([name, words]) => `${name}: ${name === 'token sent as' ? code(words) : words}`),
    ]),
    ...scopes(entry),
  ].join('\n\n');
}

function scopes({ scopes: described, noScopes, authorize }: Provider): string[] {
  if (noScopes !== undefined) return ['## Scopes', noScopes];
  if (described.length === 0) return ['## Scopes', 'None has words here: people see what is asked for as it is.'];
  return [
    '## Scopes',
    list(
      described.map(
        ({ scope, description, risk }) =>
          `${code(scope)}: ${description} (${risk} risk${authorize.identityScopes.includes(scope) ? ', always asked' : ''})`,
      ),
    ),
  ];
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function index(): string {
  const used = (Object.keys(categories) as Category[]).filter((key) =>
    entries.some(({ category }) => category === key),
  );
  return [
    '<!-- Made by tools/generate/provider-pages.ts. Do not edit. -->',
    '# Providers',
    `${String(entries.length)} services that Alter knows by itself. Any other OAuth 2.0 or OpenID Connect server is a custom` +
      ' provider: its endpoints, or its issuer, go into the config, with all else that an entry here has as data:' +
      ' [custom providers](../custom-providers.md).',
    'The same is told by `alter providers list --catalog` and `alter providers show <id>`, and to a key with `providers:read` by' +
      ' `GET /sdk/oauth/provider-catalog` (filters `category`, `configured`, `q`) and `GET /sdk/oauth/provider-catalog/{id}`, which' +
      ' also say how the app is configured. A tile for your own page is `GET /assets/providers/{id}.svg`.',
    ...used.flatMap((key) => [
      `## ${categories[key]}`,
      list(entries.filter(({ category }) => category === key).map(({ id, name }) => `[${name}](${id}.md)`)),
    ]),
  ].join('\n\n');
}

const options = { ...(await resolveConfig(join(folder, 'README.md'))), parser: 'markdown' };
const wanted = new Map([['README.md', await format(index(), options)]]);
for (const entry of entries) wanted.set(`${entry.id}.md`, await format(page(entry), options));

mkdirSync(folder, { recursive: true });
const there = readdirSync(folder);
const checks = process.argv.includes('--check');
const stale = [
  ...there.filter((file) => !wanted.has(file)),
  ...[...wanted]
    .filter(([file, text]) => !there.includes(file) || readFileSync(join(folder, file), 'utf8') !== text)
    .map(([file]) => file),
];
for (const file of checks ? [] : stale) {
  const text = wanted.get(file);
  if (text === undefined) rmSync(join(folder, file));
  else writeFileSync(join(folder, file), text);
}
if (checks && stale.length > 0) {
  process.stderr.write(
    `docs/providers is not current (${stale.slice(0, 5).join(', ')}): run node tools/generate/provider-pages.ts\n`,
  );
  process.exitCode = 1;
}

import {
  factsOf,
  knownWords,
  trustOf,
  variableWords,
  type Desk,
  type Provider,
  type ResolvedProvider,
} from '@alter/server/operator';
import { Failure, type Command } from '../command.ts';
import { appOf, appOption, jsonOption, withDesk } from '../desk.ts';
import { callbackUrl, catalogCallbackUrl, configuredJson, entryJson } from '../provider-view.ts';
import { facts } from '../table.ts';

export const showProvider: Command = {
  path: ['providers', 'show'],
  summary:
    'Say how to set a provider up: callback URL, steps, hosts, scopes in words; with --app, how it is configured.',
  details: 'Without an id: every provider of the app.',
  arguments: ['[id]'],
  options: { app: appOption, json: jsonOption },
  run: (call) =>
    withDesk(call, async (desk) => {
      const [id] = call.arguments;
      if (id !== undefined && !call.flags.has('app')) {
        const entry = desk.catalog.entry(id);
        if (entry) return showEntry(desk, entry, call.flags.has('json'), call.io.print);
      }
      const app = appOf(desk, call);
      const directory = await desk.providers();
      const found = id === undefined ? await directory.list(app.id) : [await directory.resolve(app.id, id)];
      const configured = found.filter((one) => one !== null);
      if (configured.length === 0) {
        throw new Failure(
          id === undefined
            ? `${app.name} has no provider. See: alter providers add --help`
            : `${app.name} is not configured for "${id}". See: alter providers list --catalog, alter providers add --help`,
        );
      }
      if (call.flags.has('json')) {
        call.io.print(
          JSON.stringify(
            configured.map((provider) => configuredJson(desk, app.slug, provider)),
            null,
            2,
          ),
        );
        return;
      }
      configured.forEach((provider, i) => {
        if (i > 0) call.io.print('');
        configuredLines(desk, app.slug, provider).forEach((line) => call.io.print(line));
      });
    }),
};

function showEntry(desk: Desk, entry: Provider, json: boolean, print: (line: string) => void): void {
  if (json) return print(JSON.stringify(entryJson(desk, entry), null, 2));
  const lines = [
    heading(entry),
    ...facts([
      ['callback URL', catalogCallbackUrl(desk, entry)],
      ['category', entry.category],
      ['register at', entry.consoleUrl],
      ['hosts', entry.api.hosts.join(', ')],
      ...entry.variables.map((variable): [string, string] => [
        `variable ${variable.name}`,
        `${variableWords(variable)}${variable.from === 'operator' ? `: --var ${variable.name}=…` : ''}`,
      ]),
      ...factsOf(entry),
    ]),
    ...steps(entry),
    ...scopeLines(entry, null),
  ];
  lines.forEach(print);
}

const heading = (entry: Provider): string =>
  `${entry.name} (${[entry.id, ...(entry.aliases ?? [])].join(', ')})${entry.verified ? '' : `: ${trustOf(entry)}`}`;

function configuredLines(desk: Desk, app: string, provider: ResolvedProvider): string[] {
  const { entry, config } = provider;
  return [
    heading(entry),
    ...facts([
      ['app', app],
      ['configured in', config.source === 'file' ? (desk.config.configFile ?? 'alter.config') : 'the store'],
      ['callback URL', callbackUrl(desk, provider)],
      ['register at', entry.consoleUrl],
      ['client id', config.clientId],
      ['client secret', config.clientSecret === null ? 'none (public client)' : '<redacted>'],
      ['issuer', provider.issuer],
      ['hosts', provider.hosts.join(', ')],
      ...Object.entries(provider.variables).map(([name, value]): [string, string] => [`variable ${name}`, value]),
      [
        'revocation',
        provider.endpoints.revoke === null ? 'the provider has no endpoint for it' : provider.endpoints.revoke.url,
      ],
    ]),
    ...steps(entry),
    ...scopeLines(entry, config.scopes),
  ];
}

const steps = (entry: Provider): string[] => ['', 'Set up:', ...entry.setup.map((step, i) => `  ${i + 1}. ${step}`)];

/** With a config, what it may ask for; else everything that has words. */
function scopeLines(entry: Provider, configured: readonly string[] | null): string[] {
  const always = entry.authorize.identityScopes.map(
    (scope) => [scope, 'always asked: says whose account it is'] as const,
  );
  const listed = (configured ?? entry.scopes.map(({ scope }) => scope)).filter(
    (scope) => !entry.authorize.identityScopes.includes(scope),
  );
  const pairs = [...always, ...listed.map((scope) => [scope, words(entry, scope)] as const)];
  if (pairs.length === 0) return [];
  return ['', configured ? 'Scopes configured:' : 'Scopes:', ...facts(pairs).map((line) => `  ${line}`)];
}

function words(entry: Provider, scope: string): string {
  const known = knownWords(entry, scope);
  return known ? `${known.description} (${known.risk} risk)` : 'no words yet: people see the raw scope';
}

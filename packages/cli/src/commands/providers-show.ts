import { factsOf, knownWords, trustOf, variableWords, type Desk, type Provider } from '@alter/server/operator';
import { Failure, type Command } from '../command.ts';
import { appOf, appOption, jsonOption, withDesk } from '../desk.ts';
import {
  callbackUrl,
  configuredJson,
  configuredOf,
  entryJson,
  maskedVariables,
  statusWords,
  unconfigured,
  type Configured,
} from '../provider-view.ts';
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
      const [given] = call.arguments;
      const id = given?.toLowerCase();
      const { print } = call.io;
      const json = call.flags.has('json');
      const entry = id === undefined || call.flags.has('app') ? null : desk.catalog.entry(id);
      if (entry && json) return print(JSON.stringify(entryJson(desk, unconfigured(entry)), null, 2));
      if (entry) return entryLines(desk, entry).forEach((line) => print(line));
      const app = appOf(desk, call);
      const configured = await configuredOf(desk, app, id);
      if (configured.length === 0) {
        throw new Failure(
          id === undefined
            ? `${app.name} has no provider. See: alter providers add --help`
            : `${app.name} is not configured for "${id}". See: alter providers list --catalog, alter providers add --help`,
        );
      }
      if (json) {
        return print(
          JSON.stringify(
            configured.map((one) => configuredJson(desk, one)),
            null,
            2,
          ),
        );
      }
      configured
        .flatMap((one, i) => [...(i > 0 ? [''] : []), ...configuredLines(desk, one)])
        .forEach((line) => print(line));
    }),
};

function entryLines(desk: Desk, entry: Provider): string[] {
  const { category_name: category, callback_url: callback } = entryJson(desk, unconfigured(entry));
  return [
    heading(entry),
    ...facts([
      ['callback URL', callback ?? 'of its own for each config: shown when it is added'],
      ['category', category],
      ['register at', entry.consoleUrl],
      ...takenBackAt(entry),
      ['hosts', entry.api.hosts.join(', ')],
      ...entry.variables.map((variable): [string, string] => [
        `variable ${variable.name}`,
        `${variableWords(variable)}${variable.from === 'operator' ? `: ${variable.secret ? '--var-file' : '--var'} ${variable.name}=…` : ''}`,
      ]),
      ...factsOf(entry),
    ]),
    ...steps(entry),
    ...scopeLines(entry, null),
  ];
}

const takenBackAt = ({ settingsUrl }: Provider): [string, string][] =>
  settingsUrl === null ? [] : [['taken back at', settingsUrl]];

const heading = (entry: Provider): string =>
  `${entry.name} (${[entry.id, ...(entry.aliases ?? [])].join(', ')})${entry.verified ? '' : `: ${trustOf(entry)}`}`;

function configuredLines(desk: Desk, configured: Configured): string[] {
  const { app, entry, resolved: provider } = configured;
  const { config } = provider;
  return [
    heading(entry),
    ...facts([
      ['app', app.slug],
      ['status', statusWords(configured)],
      ['configured in', config.source === 'file' ? (desk.config.configFile ?? 'alter.config') : 'the store'],
      ['callback URL', callbackUrl(desk, provider)],
      ['register at', entry.consoleUrl],
      ...takenBackAt(entry),
      ['client id', config.clientId],
      ['client secret', config.clientSecret === null ? 'none (public client)' : '<redacted>'],
      ['issuer', provider.issuer],
      ['hosts', provider.hosts.join(', ')],
      ...Object.entries({ ...provider.variables, ...maskedVariables(provider) }).map(
        ([name, value]): [string, string] => [`variable ${name}`, value],
      ),
      ...factsOf(entry),
      ...(provider.endpoints.revoke === null ? [] : [['revoked at', provider.endpoints.revoke.url] as const]),
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
  if (entry.noScopes !== undefined) return ['', `Scopes: ${entry.noScopes}`];
  if (pairs.length === 0) return [];
  return ['', configured ? 'Scopes configured:' : 'Scopes:', ...facts(pairs).map((line) => `  ${line}`)];
}

function words(entry: Provider, scope: string): string {
  const known = knownWords(entry, scope);
  return known ? `${known.description} (${known.risk} risk)` : 'no words yet: people see the raw scope';
}

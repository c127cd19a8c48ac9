import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { flowKinds, type FlowKind } from '@alter/protocol';
import { parseCustom, saveProviderConfig, Secret, trustOf, type NewProviderConfig } from '@alter/server/operator';
import { Failure, UsageError, type Call, type Command } from '../command.ts';
import { appOf, appOption, withDesk } from '../desk.ts';
import { callbackUrl } from '../provider-view.ts';

export const addProvider: Command = {
  path: ['providers', 'add'],
  summary: 'Configure an app for a provider, or replace that config. The running server uses it from the next call.',
  details:
    'The secret comes from standard input or a file, never from the command line, where other users of the machine see it.\n' +
    'A server that is not in the catalog: give --issuer, or --custom with a JSON file of all that can be said of it\n' +
    '(docs/custom-providers.md), and --provider is the id you choose for it.',
  options: {
    app: appOption,
    provider: { value: 'id', required: true, words: 'Catalog id (alter providers list --catalog).' },
    'client-id': { value: 'id', required: true, words: 'The client id that the provider gave.' },
    'client-secret-stdin': { words: 'Read the client secret from standard input.' },
    'client-secret-file': { value: 'file', words: 'Read the client secret from a file.' },
    'public-client': { words: 'The client has no secret.' },
    scope: { value: 'scope', many: true, words: 'What may be asked of people; a session can only narrow it.' },
    var: { value: 'name=value', many: true, words: 'A variable of the provider, e.g. host=gitlab.example.com.' },
    'var-file': {
      value: 'name=file',
      many: true,
      words: 'A variable that is a secret, read from a file, e.g. developer_token=./token.txt.',
    },
    flow: {
      value: 'kind',
      many: true,
      words: `What the client is registered for, where it is not all that the provider offers: ${flowKinds.join(', ')}.`,
    },
    custom: {
      value: 'file.json',
      words: 'What is known of a server of your own: the same as "custom" in alter.config. It holds no secret.',
    },
    issuer: {
      value: 'url',
      words: 'Issuer of an OAuth or OpenID Connect server of your own; its endpoints are discovered.',
    },
    name: { value: 'name', words: 'With --issuer: what people read.' },
    host: { value: 'host', many: true, words: 'With --issuer: hosts that a credential may go to.' },
  },
  run: (call) =>
    withDesk(call, async (desk) => {
      const { flags, io } = call;
      const custom = customOf(call);
      const variables = { ...variablesOf('--var', flags.list('var')), ...secretVariablesOf(call) };
      const app = appOf(desk, call);
      const clientSecret = await secretOf(call);
      const providerId = (flags.text('provider') ?? '').toLowerCase();
      const saved = await saveProviderConfig(desk, {
        appId: app.id,
        providerId,
        clientId: flags.text('client-id') ?? '',
        clientSecret,
        scopes: flags.list('scope'),
        variables,
        flowKinds: kindsOf(call),
        custom,
      });
      const resolved = await (await desk.providers()).resolve(app.id, saved.provider_id);
      if (resolved?.config.id !== saved.id) {
        throw new Failure(
          `Saved, but not used: ${desk.config.configFile ?? 'alter.config'} declares ${saved.provider_id} for this app, and the file wins.`,
        );
      }
      io.print(
        `${app.name} is configured for ${resolved.entry.name}${resolved.entry.verified ? '' : ` (${trustOf(resolved.entry)})`}.`,
      );
      io.print('Register this callback URL at the provider:');
      io.print(callbackUrl(desk, resolved));
    }),
};

function customOf({ flags, io }: Call): NewProviderConfig['custom'] {
  const [file, issuer, name] = [flags.text('custom'), flags.text('issuer'), flags.text('name')];
  const hosts = flags.list('host');
  if (file !== null) {
    if (issuer !== null || name !== null || hosts.length > 0)
      throw new UsageError('--custom says it all: leave out --issuer, --name and --host.');
    return parseCustom(parsed(file, read(resolve(io.cwd, file))), file);
  }
  if (issuer === null) {
    if (name !== null || hosts.length > 0) throw new UsageError('--name and --host belong to --issuer.');
    return null;
  }
  if (name === null || hosts.length === 0) throw new UsageError('--issuer needs --name and at least one --host.');
  return { name, issuer, hosts };
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's words repeat the text, and it may be the wrong file.
    throw new Failure(`${file} is not JSON.`);
  }
}

function kindsOf({ flags }: Call): FlowKind[] | null {
  const given = flags.list('flow');
  const known = flowKinds.filter((kind) => given.includes(kind));
  const strange = given.find((text) => !known.some((kind) => kind === text));
  if (strange !== undefined) throw new UsageError(`--flow ${strange}: write one of ${flowKinds.join(', ')}.`);
  return known.length === 0 ? null : known.toSorted((a, b) => given.indexOf(a) - given.indexOf(b));
}

const secretVariablesOf = ({ flags, io }: Call): Record<string, Secret> =>
  Object.fromEntries(
    Object.entries(variablesOf('--var-file', flags.list('var-file'))).map(([name, file]) => [
      name,
      new Secret(read(resolve(io.cwd, file)).trim()),
    ]),
  );

function variablesOf(option: string, given: readonly string[]): Record<string, string> {
  const pairs = given.map((text): [string, string] => {
    const equals = text.indexOf('=');
    if (equals < 1) throw new UsageError(`${option} ${text}: write name=value.`);
    return [text.slice(0, equals), text.slice(equals + 1)];
  });
  return Object.fromEntries(pairs);
}

async function secretOf({ flags, io }: Call): Promise<Secret | null> {
  const file = flags.text('client-secret-file');
  const ways = [flags.has('client-secret-stdin'), file !== null, flags.has('public-client')].filter(Boolean).length;
  if (ways !== 1) {
    throw new UsageError('Give exactly one of --client-secret-stdin, --client-secret-file and --public-client.');
  }
  if (flags.has('public-client')) return null;
  const text = (file === null ? await io.readInput() : read(resolve(io.cwd, file))).trim();
  if (text === '') throw new Failure('The client secret is empty.');
  return new Secret(text);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Failure(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
}

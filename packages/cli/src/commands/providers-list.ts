import { categories, trustOf, type Desk, type Provider } from '@alter/server/operator';
import { UsageError, type Call, type Command } from '../command.ts';
import { appOf, appOption, jsonOption, withDesk } from '../desk.ts';
import { callbackUrl, configuredJson, configuredOf, entryJson, statusWords, unconfigured } from '../provider-view.ts';
import { table } from '../table.ts';

export const listProviders: Command = {
  path: ['providers', 'list'],
  summary: 'List what each app is configured for, with the callback URL to register; or the whole catalog.',
  details: `Categories: ${Object.keys(categories).join(', ')}.`,
  options: {
    app: appOption,
    catalog: { words: 'Every provider that this version knows, configured or not.' },
    category: { value: 'category', words: 'Those of one category.' },
    search: { value: 'words', words: 'Those whose id, alias or name has this in it.' },
    json: jsonOption,
  },
  run: (call) =>
    withDesk(call, async (desk) => {
      const wanted = filterOf(call);
      const lines = call.flags.has('catalog')
        ? listCatalog(desk, call, wanted)
        : await listConfigured(desk, call, wanted);
      lines.forEach((line) => call.io.print(line));
    }),
};

type Filter = (entry: Provider) => boolean;

function filterOf({ flags }: Call): Filter {
  const category = flags.text('category');
  if (category !== null && !Object.hasOwn(categories, category)) {
    throw new UsageError(`--category ${category}: write one of ${Object.keys(categories).join(', ')}.`);
  }
  const search = flags.text('search')?.toLowerCase() ?? '';
  return (entry) =>
    (category === null || entry.category === category) &&
    [entry.id, ...(entry.aliases ?? []), entry.name].some((name) => name.toLowerCase().includes(search));
}

const json = (values: readonly unknown[]): string[] => [JSON.stringify(values, null, 2)];

function listCatalog(desk: Desk, { flags, io }: Call, wanted: Filter): string[] {
  const entries = desk.catalog.list().filter(wanted);
  if (flags.has('json')) return json(entries.map((entry) => entryJson(desk, unconfigured(entry))));
  io.note(`${String(entries.length)} of ${String(desk.catalog.list().length)} providers`);
  const rows = entries.map((entry) => [entry.id, entry.name, entry.category, trustOf(entry)]);
  return entries.length === 0 ? [] : table(['ID', 'NAME', 'CATEGORY', 'NOTE'], rows);
}

async function listConfigured(desk: Desk, call: Call, wanted: Filter): Promise<string[]> {
  const { flags, io } = call;
  const apps = flags.has('app') || desk.apps.list().length === 0 ? [appOf(desk, call)] : desk.apps.list();
  const all = (await Promise.all(apps.map((app) => configuredOf(desk, app)))).flat();
  const found = all.filter(({ entry }) => wanted(entry));
  if (flags.has('json')) return json(found.map((one) => configuredJson(desk, one)));
  if (found.length === 0) {
    io.note(
      all.length === 0
        ? 'No provider is configured. See: alter providers add --help'
        : 'No provider that is configured matches. See: alter providers list --catalog',
    );
    return [];
  }
  const rows = found.map((one) => [
    one.app.slug,
    one.resolved.config.providerId,
    one.resolved.config.source,
    callbackUrl(desk, one.resolved),
    statusWords(one),
    trustOf(one.entry),
  ]);
  return table(['APP', 'PROVIDER', 'FROM', 'CALLBACK URL TO REGISTER', 'STATUS', 'NOTE'], rows);
}

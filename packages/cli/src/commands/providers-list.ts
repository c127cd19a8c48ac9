import type { Command } from '../command.ts';
import { appOf, appOption, jsonOption, withDesk } from '../desk.ts';
import { trustOf } from '@alter/server/operator';
import { callbackUrl, configuredJson, entryJson } from '../provider-view.ts';
import { table } from '../table.ts';

export const listProviders: Command = {
  path: ['providers', 'list'],
  summary: 'List what each app is configured for, with the callback URL to register; or the whole catalog.',
  options: {
    app: appOption,
    catalog: { words: 'Every provider that this version knows, configured or not.' },
    json: jsonOption,
  },
  run: (call) =>
    withDesk(call, async (desk) => {
      const { flags, io } = call;
      const print = (lines: readonly string[]): void => lines.forEach((line) => io.print(line));
      if (flags.has('catalog')) {
        const entries = desk.catalog.list();
        if (flags.has('json'))
          return print([
            JSON.stringify(
              entries.map((entry) => entryJson(desk, entry)),
              null,
              2,
            ),
          ]);
        const rows = entries.map((entry) => [entry.id, entry.name, entry.category, trustOf(entry)]);
        return print(table(['ID', 'NAME', 'CATEGORY', 'NOTE'], rows));
      }
      const apps = flags.has('app') || desk.apps.list().length === 0 ? [appOf(desk, call)] : desk.apps.list();
      const directory = await desk.providers();
      const found = await Promise.all(
        apps.map(async (app) => (await directory.list(app.id)).map((provider) => ({ app: app.slug, provider }))),
      );
      const all = found.flat();
      if (flags.has('json')) {
        return print([
          JSON.stringify(
            all.map(({ app, provider }) => configuredJson(desk, app, provider)),
            null,
            2,
          ),
        ]);
      }
      if (all.length === 0) return io.note('No provider is configured. See: alter providers add --help');
      const rows = all.map(({ app, provider }) => [
        app,
        provider.config.providerId,
        provider.config.source,
        callbackUrl(desk, provider),
        trustOf(provider.entry),
      ]);
      return print(table(['APP', 'PROVIDER', 'FROM', 'CALLBACK URL TO REGISTER', 'NOTE'], rows));
    }),
};

import { isoOrNull } from '@alter/server/operator';
import type { Command } from '../command.ts';
import { appOf, appOption, jsonOption, withDesk } from '../desk.ts';
import { keyJson, statusOf } from '../key-view.ts';
import { table } from '../table.ts';

export const listKeysCommand: Command = {
  path: ['keys', 'list'],
  summary: 'List the API keys of an app: what each may do, how it stands, when it was used.',
  options: { app: appOption, json: jsonOption },
  run: (call) =>
    withDesk(call, async (desk) => {
      const app = appOf(desk, call);
      const now = desk.clock.now();
      const rows = await (await desk.store()).keys.list(app.id);
      if (call.flags.has('json')) {
        call.io.print(
          JSON.stringify(
            rows.map((row) => keyJson(row, app.slug, now)),
            null,
            2,
          ),
        );
        return;
      }
      if (rows.length === 0) {
        call.io.note(`${app.name} has no key. Make one with: alter keys create --app ${app.slug}`);
        return;
      }
      const lines = rows.map((row) => [
        row.id,
        row.prefix,
        row.name,
        statusOf(row, now),
        row.scopes.join(' '),
        isoOrNull(row.expires_at) ?? 'never',
        isoOrNull(row.last_used_at) ?? 'never',
      ]);
      table(['ID', 'KEY', 'NAME', 'STATUS', 'SCOPES', 'EXPIRES', 'LAST USED'], lines).forEach((line) =>
        call.io.print(line),
      );
    }),
};

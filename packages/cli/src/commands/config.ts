import { readConfig, settings, type Config, type Setting } from '@alter/server/operator';
import type { Command } from '../command.ts';
import { jsonOption } from '../desk.ts';
import { table } from '../table.ts';

export const showConfig: Command = {
  path: ['config'],
  summary: 'Print the settings as they take effect here, secrets left out.',
  options: { json: jsonOption },
  run: async ({ flags, io }) => {
    const config = readConfig(io.env, io.cwd);
    const shown = Object.entries<Setting>(settings).map(([id, setting]) => ({
      name: setting.name,
      value: shownValue(config, id, setting),
      set: Boolean(io.env[setting.name]),
    }));
    if (flags.has('json')) {
      io.print(JSON.stringify(shown, null, 2));
      return;
    }
    const rows = shown.map(({ name, value, set }) => [name, value ?? '(none)', set ? 'set' : 'default']);
    table(['SETTING', 'VALUE', 'FROM'], rows).forEach((line) => io.print(line));
  },
};

function shownValue(config: Config, id: string, setting: Setting): string | null {
  const all: Record<string, unknown> = { ...config, ...config.limits, ...config.timeouts };
  const value = all[id];
  if (value === null || value === undefined) return null;
  if (setting.secret) return '<redacted>';
  return value instanceof URL ? value.origin : JSON.stringify(value).replace(/^"(.*)"$/, '$1');
}

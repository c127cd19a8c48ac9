import { defaultKeyScopes, keyScopes } from '@alter/protocol';
import { createKey, isoOrNull, type App } from '@alter/server/operator';
import { UsageError, type Command } from '../command.ts';
import { appOf, appOption, jsonOption, withDesk } from '../desk.ts';
import { moment } from '../duration.ts';
import { printNewKey } from '../key-view.ts';

const kinds = ['rk', 'ak'] as const;

export const createKeyCommand: Command = {
  path: ['keys', 'create'],
  summary: 'Make an API key and print it, once.',
  details: `Scopes: ${Object.entries(keyScopes)
    .map(([scope, words]) => `\n  ${scope.padEnd(18)} ${words}`)
    .join('')}`,
  options: {
    app: appOption,
    name: { value: 'name', words: 'What people call it. Default: the kind.' },
    kind: { value: 'rk|ak', words: 'rk for an app (default), ak for an agent.' },
    scope: { value: 'scope', many: true, words: `What it may do. Default: ${defaultKeyScopes.join(', ')}.` },
    expires: { value: '90d', words: 'When it ends: 30m, 12h, 90d, 2w, or a time with zone. Default: never.' },
    'signed-only': { words: 'Refuse requests with this key that are not signed.' },
    cidr: { value: 'range', many: true, words: 'Addresses it may be used from, e.g. 203.0.113.0/24. Default: any.' },
    json: jsonOption,
  },
  run: (call) =>
    withDesk(call, async (desk) => {
      const { flags, io } = call;
      const app: App = appOf(desk, call);
      const kind = kindOf(flags.text('kind') ?? 'rk');
      const expires = flags.text('expires');
      const scopes = flags.list('scope');
      const made = await createKey(
        await desk.store(),
        {
          appId: app.id,
          kind,
          name: flags.text('name') ?? (kind === 'ak' ? 'agent key' : 'runtime key'),
          scopes: scopes.length > 0 ? scopes : defaultKeyScopes,
          expiresAt: expires === null ? null : moment(expires, 'expires', desk.clock.now()),
          signedOnly: flags.has('signed-only'),
          cidrAllowlist: flags.list('cidr'),
        },
        desk.clock,
      );
      printNewKey(io, made, {
        app: app.slug,
        json: flags.has('json'),
        head: `Key for ${app.name}. It is shown this once and kept nowhere: put it where its user will find it.`,
        facts: [['expires', isoOrNull(made.row.expires_at) ?? 'never']],
      });
    }),
};

function kindOf(text: string): (typeof kinds)[number] {
  const kind = kinds.find((one) => one === text);
  if (!kind) throw new UsageError(`--kind ${text}: the kinds are rk (app) and ak (agent).`);
  return kind;
}

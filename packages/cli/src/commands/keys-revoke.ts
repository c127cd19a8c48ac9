import { revokeKey } from '@alter/server/operator';
import { Failure, type Command } from '../command.ts';
import { appOf, appOption, withDesk } from '../desk.ts';

export const revokeKeyCommand: Command = {
  path: ['keys', 'revoke'],
  summary: 'End an API key now. The next request with it is refused, in every process.',
  arguments: ['id'],
  options: {
    app: appOption,
    force: { words: 'Also when it is the app’s last active key.' },
  },
  run: (call) =>
    withDesk(call, async (desk) => {
      const app = appOf(desk, call);
      const [id = ''] = call.arguments;
      const order = { appId: app.id, id, force: call.flags.has('force') };
      const outcome = await revokeKey(await desk.store(), order, desk.clock);
      switch (outcome.kind) {
        case 'revoked':
          call.io.print(`Revoked ${outcome.row.prefix}… (${outcome.row.name}).`);
          return;
        case 'revoked_already':
          call.io.note('It was revoked before. Nothing changed.');
          return;
        case 'last_active':
          throw new Failure(
            `This is the last active key of ${app.name}; without it the app cannot call. ` +
              'Make another first (alter keys create), or rotate it (alter keys rotate), or give --force.',
          );
        case 'unknown':
          throw new Failure(`${app.name} has no key with the id ${id}. See: alter keys list --app ${app.slug}`);
      }
    }),
};

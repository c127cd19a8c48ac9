import { removeProviderConfig } from '@alter/server/operator';
import { Failure, type Command } from '../command.ts';
import { appOf, appOption, withDesk } from '../desk.ts';

export const removeProvider: Command = {
  path: ['providers', 'remove'],
  summary: 'Remove a provider config from the store. Its grants stay and can no longer be refreshed.',
  options: { app: appOption, provider: { value: 'id', required: true, words: 'Provider id.' } },
  run: (call) =>
    withDesk(call, async (desk) => {
      const app = appOf(desk, call);
      const id = (call.flags.text('provider') ?? '').toLowerCase();
      if (!(await removeProviderConfig(desk, app.id, id))) {
        throw new Failure(
          `The store has no config of ${app.name} for "${id}". What alter.config declares is removed there.`,
        );
      }
      call.io.print(`Removed: ${app.name} is no longer configured for ${id} in the store.`);
    }),
};

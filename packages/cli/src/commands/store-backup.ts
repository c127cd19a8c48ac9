import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure, type Command } from '../command.ts';
import { withDesk } from '../desk.ts';

export const backupStore: Command = {
  path: ['store', 'backup'],
  summary: 'Copy the store to a new file while the server runs: one moment’s state, readable by you only.',
  details:
    'The copy holds ciphertext. Keep the encryption keys too, in another place: without them it opens nothing.\n' +
    'To restore: stop the server, put the file in place of alter.db in the data folder, start.',
  arguments: ['file'],
  options: {},
  run: (call) =>
    withDesk(call, async (desk) => {
      const file = resolve(call.io.cwd, call.arguments[0] ?? '');
      if (existsSync(file)) throw new Failure(`${file} exists. A backup never writes over a file.`);
      try {
        await (await desk.store()).backup(file);
      } catch (cause) {
        throw new Failure(`${file} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
          cause,
        });
      }
      call.io.print(`${file} (${statSync(file).size} bytes)`);
      call.io.note('It holds ciphertext only: keep the encryption keys too, in another place.');
    }),
};

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure, type Command } from '../command.ts';
import { withDesk } from '../desk.ts';

export const backupStore: Command = {
  path: ['store', 'backup'],
  summary: 'Copy the store to new files while the server runs, readable by you only.',
  details:
    'With `copy.db` the audit goes to `copy-audit.db`; the two belong together. The copy holds ciphertext. Keep the\n' +
    'encryption keys too, in another place: without them it opens nothing. To restore: stop the server, put the files\n' +
    'in place of alter.db and alter-audit.db in the data folder, remove the -wal and -shm files there, start.',
  arguments: ['file'],
  options: {},
  run: (call) =>
    withDesk(call, async (desk) => {
      const file = resolve(call.io.cwd, call.arguments[0] ?? '');
      if (existsSync(file)) throw new Failure(`${file} exists. A backup never writes over a file.`);
      const store = await desk.store();
      const files = await store.backup(file).catch((cause: unknown) => {
        const words = cause instanceof Error ? cause.message : String(cause);
        throw new Failure(`${file} could not be written: ${words}`, { cause });
      });
      for (const one of files) call.io.print(`${one} (${statSync(one).size} bytes)`);
      call.io.note('It holds ciphertext only: keep the encryption keys too, in another place.');
    }),
};

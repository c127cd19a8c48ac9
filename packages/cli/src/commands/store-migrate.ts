import { migrateAt, schemaAt, type Finding } from '@alter/server/operator';
import { Failure, type Command } from '../command.ts';
import { jsonOption } from '../desk.ts';
import { inWords, placeOfCall, storeOption } from '../store-place.ts';

export const migrateStore: Command = {
  path: ['store', 'migrate'],
  summary:
    'Make in the store what this version needs: tables or collections, indexes, rules. A server does so at start.',
  details:
    'Run it before the first server of a new version starts, where building an index may take long: the servers of the\n' +
    'version before go on meanwhile. What is there and not known to this version is left alone.',
  options: {
    'dry-run': { words: 'Say what would be made, and change nothing.' },
    store: storeOption,
    json: jsonOption,
  },
  async run(call) {
    const place = placeOfCall(call);
    const dryRun = call.flags.has('dry-run');
    const { todo, building, wrong } = await inWords(() => schemaAt(place));
    if (wrong.length > 0) throw new Failure(mistakes(wrong));
    if (!dryRun && todo.length + building.length > 0) {
      const others = building.length > 0 ? ` Being built by somebody else, and waited for: ${building.length}.` : '';
      call.io.note(`To make: ${todo.length}.${others}`);
      await inWords(() => migrateAt(place, (words) => call.io.note(words)));
    }
    if (call.flags.has('json')) {
      const words = { dry_run: dryRun, [dryRun ? 'would_make' : 'made']: todo };
      call.io.print(JSON.stringify({ ...words, [dryRun ? 'being_built' : 'waited_for']: building }, null, 2));
      return;
    }
    todo.forEach((what) => call.io.print(`${dryRun ? 'would make' : 'made'} ${what}`));
    building.forEach((what) => call.io.print(dryRun ? `${what} is being built` : `${what} was built meanwhile`));
    if (todo.length + building.length === 0) call.io.print('Nothing to do: the store is as this version needs it.');
  },
};

const mistakes = (wrong: readonly Finding[]): string =>
  [
    'The store has what no migration mends. Nothing was changed.',
    ...wrong.flatMap(({ what, todo }) => [`  - ${what}`, `    ${todo}`]),
  ].join('\n');

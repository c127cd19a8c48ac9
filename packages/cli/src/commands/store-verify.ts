import { systemClock, verifyStore } from '@alter/server/operator';
import { Failure, type Command } from '../command.ts';
import { jsonOption } from '../desk.ts';
import { placeOfCall, storeOption, withHoldings } from '../store-place.ts';

export const verifyStoreCommand: Command = {
  path: ['store', 'verify'],
  summary:
    'Read the whole store and say what is wrong with it: indexes and rules, grants and ciphertext, audit chains.',
  details:
    'It changes nothing, opens no ciphertext and works while servers run. Exit code 1 says that something is wrong; each\n' +
    'line names what, and what to do.',
  options: { store: storeOption, json: jsonOption },
  run: (call) =>
    withHoldings(placeOfCall(call), 'read', async (holdings) => {
      const now = systemClock.now();
      const { findings, looked } = await verifyStore(holdings, now, (words) => call.io.note(`Looking at ${words}.`));
      if (call.flags.has('json')) {
        call.io.print(JSON.stringify({ store: holdings.place, looked_at: looked, wrong: findings }, null, 2));
      } else {
        findings.forEach(({ what, todo }) => {
          call.io.print(`wrong: ${what}`);
          call.io.print(`       ${todo}`);
        });
        if (findings.length === 0) call.io.print(`${holdings.place} is sound: ${looked.join(', ')}.`);
      }
      if (findings.length > 0) throw new Failure(`${findings.length} wrong in ${holdings.place}.`);
    }),
};

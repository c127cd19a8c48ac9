import { iso, rotateKey } from '@alter/server/operator';
import { Failure, type Command } from '../command.ts';
import { appOf, appOption, jsonOption, withDesk } from '../desk.ts';
import { duration } from '../duration.ts';
import { printNewKey } from '../key-view.ts';

export const rotateKeyCommand: Command = {
  path: ['keys', 'rotate'],
  summary: 'Replace an API key by a successor with the same rights; the old one works on for a while.',
  arguments: ['id'],
  options: {
    app: appOption,
    grace: { value: '7d', words: 'How long the old key still works, at most 30d. Default: 7d.' },
    json: jsonOption,
  },
  run: (call) =>
    withDesk(call, async (desk) => {
      const app = appOf(desk, call);
      const [id = ''] = call.arguments;
      const grace = call.flags.text('grace');
      const order = { appId: app.id, id, ...(grace === null ? {} : { graceMs: duration(grace, 'grace') }) };
      const outcome = await rotateKey(await desk.store(), order, desk.clock);
      switch (outcome.kind) {
        case 'rotated':
          printNewKey(call.io, outcome, {
            app: app.slug,
            json: call.flags.has('json'),
            head: 'Successor. It is shown this once and kept nowhere: put it where its user will find it.',
            facts: [['old key works until', iso(outcome.graceUntil)]],
          });
          return;
        case 'rotated_already':
          throw new Failure('This key was rotated before; rotate its successor. See: alter keys list');
        case 'ended':
          throw new Failure('This key has ended. Make a new one with: alter keys create');
        case 'unknown':
          throw new Failure(`${app.name} has no key with the id ${id}. See: alter keys list --app ${app.slug}`);
      }
    }),
};

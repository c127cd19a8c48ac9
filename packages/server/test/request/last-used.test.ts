import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createLastUsed } from '../../src/flow/request/last-used.ts';
import { grantRow } from '../../../../test/contracts/store/rows.ts';

type Touch = Parameters<Parameters<typeof createLastUsed>[0]['touch']>[0];

function recorded() {
  const written: Touch[] = [];
  const touch = async (used: Touch): Promise<void> => void written.push(used);
  return { written, lastUsed: createLastUsed({ touch }, pino({ level: 'silent' })) };
}

it('writes the newest use of each grant once, to the second', async () => {
  const { written, lastUsed } = recorded();
  const [one, two] = [grantRow(), grantRow()];
  lastUsed.note(one, 10_400);
  lastUsed.note(two, 11_999);
  lastUsed.note(one, 12_001);
  await lastUsed.close();
  expect(written).toEqual([
    new Map([
      [one.id, { app_id: one.app_id, at: 12_000 }],
      [two.id, { app_id: two.app_id, at: 11_000 }],
    ]),
  ]);
});

it('leaves out further grants while 10,000 wait, so that a flood of grants fills no memory', async () => {
  const { written, lastUsed } = recorded();
  const row = grantRow();
  for (let n = 0; n <= 10_000; n++) lastUsed.note({ ...row, id: `grant ${n}` }, 1_000);
  lastUsed.note({ ...row, id: 'grant 0' }, 2_000);
  await lastUsed.close();
  expect(written[0]?.size).toBe(10_000);
  expect(written[0]?.get('grant 0')?.at).toBe(2_000);
  expect(written[0]?.has('grant 10000')).toBe(false);
});

import { expect, it } from 'vitest';
import { hash, ticketRow } from './rows.ts';
import type { Contract } from './store-suite.ts';

export const ticketsContract: Contract = (use) => {
  it('gives a ticket until the millisecond it expires', async () => {
    const row = ticketRow();
    await use().tickets.create(row);
    expect(await use().tickets.find(row.hash, row.expires_at - 1)).toEqual(row);
    expect(await use().tickets.find(row.hash, row.expires_at)).toBeNull();
    expect(await use().tickets.find(hash(), 0)).toBeNull();
  });

  it('refuses a second ticket with the same hash', async () => {
    const row = ticketRow();
    await use().tickets.create(row);
    await expect(use().tickets.create(ticketRow({ hash: row.hash }))).rejects.toThrow();
    expect(await use().tickets.find(row.hash, 0)).toEqual(row);
  });
};

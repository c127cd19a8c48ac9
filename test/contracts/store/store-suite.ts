/**
 * What every store must do. A store's own test file calls {@link describeStore} with a way to open one, and nothing else.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../../packages/server/src/stores/store.ts';
import { auditContract } from './audit-contract.ts';
import { flowsContract } from './flows-contract.ts';
import { grantListContract } from './grant-list-contract.ts';
import { grantsContract } from './grants-contract.ts';
import { isolationContract } from './isolation-contract.ts';
import { keysContract } from './keys-contract.ts';
import { leasesContract } from './leases-contract.ts';
import { outboxContract } from './outbox-contract.ts';
import { providerConfigsContract } from './provider-configs-contract.ts';
import { refreshContract } from './refresh-contract.ts';
import { sessionsContract } from './sessions-contract.ts';
import { sharedReadsContract } from './shared-reads-contract.ts';
import { sweepContract } from './sweep-contract.ts';
import { ticketsContract } from './tickets-contract.ts';
import { usersContract } from './users-contract.ts';
import { wholeContract } from './whole-contract.ts';

export interface OpenedStore {
  store: Store;
  /** Closes the store and opens it again on the same data. Left out by a store that has nothing to reopen. */
  reopen?: () => Promise<Store>;
  /** What the broom does to leases that are over for long. */
  forgetLeases: () => Promise<void>;
  cleanup: () => Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

/** One part of the contract. `use` gives the store of the part, empty when its first test begins. */
export type Contract = (use: () => Store, opened: () => OpenedStore, open: OpenStore) => void;

const parts: Readonly<Record<string, Contract>> = {
  keys: keysContract,
  'provider configs': providerConfigsContract,
  users: usersContract,
  sessions: sessionsContract,
  tickets: ticketsContract,
  flows: flowsContract,
  grants: grantsContract,
  'lists of grants': grantListContract,
  'refreshes of grants': refreshContract,
  outbox: outboxContract,
  leases: leasesContract,
  audit: auditContract,
  'isolation of apps': isolationContract,
  'what is asked in one turn': sharedReadsContract,
  sweep: sweepContract,
  'the whole store': wholeContract,
};

export function describeStore(name: string, open: OpenStore): void {
  describe(`${name} store`, () => {
    for (const [part, contract] of Object.entries(parts)) {
      describe(part, () => {
        let opened: OpenedStore;
        beforeAll(async () => {
          opened = await open();
        });
        afterAll(() => opened.cleanup());
        contract(
          () => opened.store,
          () => opened,
          open,
        );
      });
    }
  });
}

import type { Command } from './command.ts';
import { showConfig } from './commands/config.ts';
import { createKeyCommand } from './commands/keys-create.ts';
import { listKeysCommand } from './commands/keys-list.ts';
import { revokeKeyCommand } from './commands/keys-revoke.ts';
import { rotateKeyCommand } from './commands/keys-rotate.ts';
import { addProvider } from './commands/providers-add.ts';
import { listProviders } from './commands/providers-list.ts';
import { removeProvider } from './commands/providers-remove.ts';
import { showProvider } from './commands/providers-show.ts';
import { backupStore } from './commands/store-backup.ts';
import { copyStoreCommand } from './commands/store-copy.ts';
import { migrateStore } from './commands/store-migrate.ts';
import { storeStats } from './commands/store-stats.ts';
import { verifyStoreCommand } from './commands/store-verify.ts';

/** In the order of `alter --help`. */
export const commands: readonly Command[] = [
  createKeyCommand,
  listKeysCommand,
  rotateKeyCommand,
  revokeKeyCommand,
  listProviders,
  showProvider,
  addProvider,
  removeProvider,
  migrateStore,
  verifyStoreCommand,
  storeStats,
  backupStore,
  copyStoreCommand,
  showConfig,
];

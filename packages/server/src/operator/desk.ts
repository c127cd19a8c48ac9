import { createAppDirectory } from '../apps/directory.ts';
import type { AppDirectory } from '../apps/app.ts';
import { readDeclared, type Declared } from '../apps/file.ts';
import { readConfig, type Config } from '../config.ts';
import { createEgress } from '../egress/send.ts';
import type { Egress } from '../egress/egress.ts';
import { systemClock, type Clock } from '../lib/clock.ts';
import { loadCatalog, type Catalog } from '../providers/catalog.ts';
import { createDirectory, type ProviderDirectory } from '../providers/directory.ts';
import { entries } from '../providers/index.generated.ts';
import { openStore } from '../stores/index.ts';
import type { Store } from '../stores/store.ts';
import { readKeyring } from '../vault/key-source.ts';
import { createSealer, type Sealer } from '../vault/seal.ts';

/** The parts of the service that an operator's tool works with, each opened when it is first asked for. */
export interface Desk {
  readonly config: Config;
  readonly apps: AppDirectory;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly egress: Egress;
  store(): Promise<Store>;
  /** @throws ConfigMistakes without an encryption key */
  vault(): Sealer;
  /** Asks the issuers of custom providers in the file for their endpoints. */
  providers(): Promise<ProviderDirectory>;
  close(): Promise<void>;
}

export interface DeskOptions {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** A sentence beside the answer. */
  warn: (words: string) => void;
}

/** @throws ConfigMistakes when settings or the file of apps have mistakes */
export async function openDesk({ env, cwd, warn }: DeskOptions): Promise<Desk> {
  const config = readConfig(env, cwd);
  const declared: Declared = await readDeclared(config.configFile);
  const egress = createEgress(config);
  const ending = new AbortController();
  let known: Catalog | null = null;
  let opened: Promise<Store> | null = null;
  let sealer: Sealer | null = null;
  const store = (): Promise<Store> => (opened ??= openStore(config));
  const vault = (): Sealer =>
    (sealer ??= createSealer(
      readKeyring(config, { info: () => undefined, warn: (_: object, words: string) => warn(words) }),
    ));
  return {
    config,
    apps: createAppDirectory(declared.apps),
    get catalog() {
      return (known ??= loadCatalog(entries));
    },
    clock: systemClock,
    egress,
    store,
    vault,
    providers: async () =>
      createDirectory({
        files: declared.providers,
        store: await store(),
        vault: vault(),
        fetch: egress.fetch,
        signal: ending.signal,
        onProblem: warn,
      }),
    async close() {
      ending.abort();
      await egress.close();
      await (await opened)?.close();
    },
  };
}

import { ConfigMistakes } from '../config.ts';
import type { Catalog } from './catalog.ts';
import { givenMetadata, supposedMetadata } from './custom.ts';
import type { FileProviderConfig } from './declared-config.ts';
import { discover, DiscoveryFailed, type DiscoverOptions } from './discover.ts';
import type { ResolvedProvider } from './provider.ts';
import { resolveFile } from './resolve-config.ts';

export interface Discovery extends DiscoverOptions {
  /** A config that cannot be used now, in words; its provider counts as not configured. */
  onProblem: (words: string) => void;
}

/**
 * The configs of the declarative file, resolved once. The file wins: a config of the store for a provider that the app
 * declares in its file is not used.
 */
export class FileConfigs {
  readonly #configs: readonly FileProviderConfig[];
  readonly #resolved = new Map<string, ResolvedProvider>();
  readonly #catalog: Catalog;

  constructor(configs: readonly FileProviderConfig[], catalog: Catalog) {
    this.#catalog = catalog;
    this.#configs = configs.map((one) => ({ ...one, providerId: catalog.entry(one.providerId)?.id ?? one.providerId }));
    const mistakes = configs.flatMap((config) => clashes(config, catalog));
    for (const config of this.#configs) {
      const same = this.#configs.filter((one) => one.appId === config.appId && one.providerId === config.providerId);
      if (same.length > 1 && same[0] === config)
        mistakes.push(`provider ${config.providerId} is configured twice in one app`);
    }
    if (mistakes.length === 0) this.#resolveKnown(mistakes);
    if (mistakes.length > 0) throw new ConfigMistakes(mistakes);
  }

  #resolveKnown(mistakes: string[]): void {
    for (const config of this.#configs) {
      const { custom } = config;
      const metadata = custom && givenMetadata(custom);
      const isKnown = !custom || metadata;
      try {
        // What is wrong before its server was asked is wrong whatever that answers.
        const resolved = resolveFile(config, isKnown ? metadata : supposedMetadata(custom), this.#catalog);
        if (isKnown) this.#resolved.set(config.id, resolved);
      } catch (cause) {
        if (!(cause instanceof ConfigMistakes)) throw cause;
        mistakes.push(...cause.mistakes);
      }
    }
  }

  async discover({ fetch, signal, onProblem }: Discovery): Promise<number> {
    const missing = this.#configs.filter((config) => !this.#resolved.has(config.id));
    const found = await Promise.allSettled(
      missing.map(async (config) => {
        const metadata = await discover(config.custom?.issuer ?? '', { fetch, signal });
        this.#resolved.set(config.id, resolveFile(config, metadata, this.#catalog));
      }),
    );
    for (const [index, outcome] of found.entries()) {
      if (outcome.status === 'fulfilled') continue;
      const cause: unknown = outcome.reason;
      if (!(cause instanceof DiscoveryFailed || cause instanceof ConfigMistakes)) throw cause;
      onProblem(`provider ${missing[index]?.providerId ?? ''} is left out for now: ${cause.message}`);
    }
    return found.filter((outcome) => outcome.status === 'rejected').length;
  }

  declares(appId: string, providerId: string): boolean {
    return this.#configs.some((one) => one.appId === appId && one.providerId === providerId);
  }

  has(appId: string, configId: string): boolean {
    return this.#configs.some((one) => one.appId === appId && one.id === configId);
  }

  resolve(appId: string, providerId: string): ResolvedProvider | null {
    return this.list(appId).find(({ config }) => config.providerId === providerId) ?? null;
  }

  resolveConfig(appId: string, configId: string): ResolvedProvider | null {
    return this.list(appId).find(({ config }) => config.id === configId) ?? null;
  }

  list(appId: string): ResolvedProvider[] {
    return [...this.#resolved.values()].filter(({ config }) => config.appId === appId);
  }

  nameOf(appId: string, providerId: string): string | null {
    return this.#configs.find((one) => one.appId === appId && one.providerId === providerId)?.custom?.name ?? null;
  }
}

function clashes({ providerId, custom }: FileProviderConfig, catalog: Catalog): string[] {
  const known = catalog.entry(providerId);
  if (custom && known) return [`custom provider "${providerId}": ${known.name} has this id or alias; choose another`];
  if (!custom && !known) return [`provider "${providerId}" is not in the catalog; describe it under "custom"`];
  return [];
}

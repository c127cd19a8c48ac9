/** What an operator's tools do beside the running service, on the same settings and the same store. */
export type { App } from '../apps/app.ts';
export {
  createKey,
  defaultGraceMs,
  judgeKey,
  KeyMistake,
  longestGraceMs,
  revokeKey,
  rotateKey,
} from '../callers/api-keys.ts';
export { ConfigMistakes, readConfig, settings, type Config, type Setting } from '../config.ts';
export { iso, isoOrNull, systemClock } from '../lib/clock.ts';
export type { Provider, ResolvedProvider } from '../providers/provider.ts';
export { factsOf, trustOf, variableWords } from '../providers/facts.ts';
export { parseCustom, type CustomProvider } from '../providers/custom-schema.ts';
export { categories } from '../providers/category.ts';
export { catalogEntry, type Listed } from '../providers/view.ts';
export { knownWords } from '../providers/words.ts';
export { StoreUnavailable, type KeyRow } from '../stores/store.ts';
export type { Compared } from '../stores/transfer/compare.ts';
export { copyStore, isWhole, TargetHolds, type Copied } from '../stores/transfer/copy.ts';
export type { Finding, Holdings, SchemaState, StoreStats } from '../stores/transfer/holdings.ts';
export { configuredPlace, migrateAt, openHoldings, placeOf, schemaAt, type Place } from '../stores/transfer/place.ts';
export { verifyStore } from '../stores/transfer/verify.ts';
export { Secret } from '../vault/secret.ts';
export * from './desk.ts';
export * from './provider-configs.ts';

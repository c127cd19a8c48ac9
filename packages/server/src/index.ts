export * from './apps/app.ts';
export * from './apps/directory.ts';
export * from './apps/file.ts';
export * from './config.ts';
export * from './main.ts';
export * from './stores/index.ts';
export { createKey } from './callers/api-keys.ts';
export { systemClock } from './lib/clock.ts';
export { sha256, uuidV5 } from './lib/encoding.ts';

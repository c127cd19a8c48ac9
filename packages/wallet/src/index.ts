export * from './define.ts';
export type * from './alter-wallet.events.ts';
export type * from './headless.ts';

import './define.ts';

export { AlterConnectElement } from './alter-connect.ts';
export { AlterConnect } from './headless.ts';
export type * from './elements.ts';
export type * from './events.ts';
export type * from './types.ts';

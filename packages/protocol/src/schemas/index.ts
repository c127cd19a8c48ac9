export * from './catalog.ts';
export * from './connect.ts';
export * from './fields.ts';
export * from './grants.ts';
export * from './health.ts';
export * from './request.ts';
export * from './wallet.ts';

export * from './errors.ts';
export * from './events.ts';
export * from './flow-kinds.ts';
export * from './key-form.ts';
export * from './messages.ts';
export * from './routes.ts';
export * from './scopes.ts';
export * from './signature.ts';
export type * from './schemas/index.ts';

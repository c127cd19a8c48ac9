export * from './apps/app.ts';
export * from './apps/directory.ts';
export * from './apps/file.ts';
export * from './config.ts';
export * from './main.ts';
export * from './stores/index.ts';

import type { App, AppDirectory } from './app.ts';

/** Apps of the declarative file; they change with a restart. */
export function createAppDirectory(apps: readonly App[]): AppDirectory {
  const byId = new Map(apps.map((app) => [app.id, app]));
  const bySlug = new Map(apps.map((app) => [app.slug, app]));
  return {
    find: (id) => byId.get(id) ?? null,
    bySlug: (slug) => bySlug.get(slug) ?? null,
    list: () => apps,
  };
}

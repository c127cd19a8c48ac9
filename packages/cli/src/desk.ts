import { openDesk, StoreUnavailable, type App, type Desk } from '@alter/server/operator';
import { Failure, UsageError, type Call } from './command.ts';

/** Opens what the command needs, and closes it whatever happens. */
export async function withDesk(call: Call, act: (desk: Desk) => Promise<void>): Promise<void> {
  const { env, cwd } = call.io;
  const desk = await openDesk({ env, cwd, warn: (words) => call.io.note(`alter: ${words}`) });
  try {
    await act(desk);
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw new Failure(cause.message, { cause });
    throw cause;
  } finally {
    await desk.close();
  }
}

/** The app that `--app` names; without it, the only one there is. @throws Failure, UsageError */
export function appOf(desk: Desk, call: Call): App {
  const slug = call.flags.text('app');
  const apps = desk.apps.list();
  const names = apps.map((app) => app.slug).join(', ');
  if (apps.length === 0) {
    const where =
      desk.config.configFile ?? 'an alter.config file, which was not found here (ALTER_CONFIG names another)';
    throw new Failure(`There is no app. Declare one in ${where}.`);
  }
  if (slug === null) {
    const [only] = apps;
    if (apps.length === 1 && only) return only;
    throw new UsageError(`Which app? Give --app with one of: ${names}.`);
  }
  const app = desk.apps.bySlug(slug);
  if (!app) throw new Failure(`There is no app "${slug}". The apps are: ${names}.`);
  return app;
}

export const appOption = {
  value: 'slug',
  words: 'The app, by its key in alter.config; not needed when there is only one.',
};
export const jsonOption = { words: 'Print JSON.' };

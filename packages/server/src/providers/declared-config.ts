import type { CustomProvider } from './custom-schema.ts';
import type { Registration } from './provider.ts';

/** A provider config as alter.config declares it (`apps/file.ts`): a variable is a `Secret` when it was given as a reference. */
export interface FileProviderConfig extends Registration {
  id: string;
  custom: CustomProvider | null;
}

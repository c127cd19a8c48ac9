/**
 * What a vendor's answers look like where they are not plain OAuth 2.0: one file per provider in `answers/`, named by its
 * id, for those that need one. All others get answers made from their entry.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Reply } from './scripted-server.ts';

export interface Issued {
  access: string;
  refresh: string | null;
  /** Another secret of this name, e.g. a bot's token. */
  secret(name: string): string;
  scopes: readonly string[];
  kind: 'code' | 'refresh';
}

export interface VendorAnswers {
  token?: (issued: Issued) => Record<string, unknown>;
  /** Token answers are form-encoded unless the request accepts JSON. */
  formUnlessJson?: boolean;
  /** For a code or refresh token that is unknown, used or revoked. */
  dead?: Reply;
  badClient?: Reply;
  account?: Record<string, unknown>;
  /** Signs what goes to the callback. */
  signCallback?: (parameters: URLSearchParams, clientSecret: string) => void;
}

export async function vendorAnswers(id: string): Promise<VendorAnswers> {
  const file = join(import.meta.dirname, 'answers', `${id}.ts`);
  if (!existsSync(file)) return {};
  const module = (await import(pathToFileURL(file).href)) as { default: VendorAnswers };
  return module.default;
}

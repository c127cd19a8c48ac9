/**
 * `alter.config.*`: apps and their provider configs, as a file that can be committed. Secrets are references to the
 * environment or to files, never literals. All mistakes are reported at once, with their place in the file.
 */
import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { flowKinds } from '@alter/protocol';
import { ConfigMistakes, isLoopbackName, readReference } from '../config.ts';
import { uuidV5 } from '../lib/encoding.ts';
import { customProvider } from '../providers/custom-schema.ts';
import type { FileProviderConfig } from '../providers/declared-config.ts';
import { Secret } from '../vault/secret.ts';
import type { App } from './app.ts';

/** Namespace of ids that are made from names in the file (RFC 9562 §5.5). */
const fileNamespace = '6d1f9a52-0f3c-5c8e-9a57-2b8f3f6f1c11';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'a name of a-z, 0-9 and -, at most 50 characters');
const webUrl = z.url({ protocol: /^https?$/ });
const reference = z.union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })], {
  error: 'a reference, { env: "NAME" } or { file: "path" }: secrets do not stand in this file',
});

const providerConfig = z.strictObject({
  client_id: z.union([z.string().min(1), reference]),
  client_secret: reference.optional(),
  scopes: z.array(z.string().min(1).max(512)).max(100).default([]),
  variables: z.record(z.string(), z.union([z.string(), reference])).default({}),
  /** Kinds of flow that this client is registered for, the preferred first; not said: those of the provider. */
  flow_kinds: z.array(z.enum(flowKinds)).min(1).optional(),
  custom: customProvider.optional(),
});

const app = z.strictObject({
  id: z.uuid().toLowerCase().optional(),
  name: z.string().min(1).max(100),
  website_url: webUrl.optional(),
  privacy_url: webUrl.optional(),
  branding: z
    .strictObject({
      logo_url: webUrl.optional(),
      accent: z
        .string()
        .regex(/^#[0-9a-fA-F]{6}$/, 'a colour such as #2346d8')
        .optional(),
    })
    .optional(),
  return_urls: z.array(webUrl).max(100).default([]),
  confirm_grants: z.boolean().default(false),
  require_user: z.boolean().default(false),
  signed_only: z.boolean().default(false),
  providers: z.record(slug, providerConfig).default({}),
});

const file = z.strictObject({ apps: z.record(slug, app) });
export type AlterConfig = z.input<typeof file>;

export interface Declared {
  apps: App[];
  providers: FileProviderConfig[];
}

/**
 * Reads the file. `path` null: no apps.
 * @throws ConfigMistakes with every mistake
 */
export async function readDeclared(path: string | null): Promise<Declared> {
  if (path === null) return { apps: [], providers: [] };
  return declare(await load(path), path);
}

/** Validates a declaration that is already in memory; `path` names it in mistakes and is where file references start. */
export function declare(value: unknown, path: string): Declared {
  const parsed = file.safeParse(value);
  if (!parsed.success) {
    throw new ConfigMistakes(
      parsed.error.issues.map((issue) => `${path}: ${issue.path.join('.') || 'the file'}: ${issue.message}`),
    );
  }
  const mistakes: string[] = [];
  const declared: Declared = { apps: [], providers: [] };
  for (const [name, given] of Object.entries(parsed.data.apps)) {
    const id = given.id ?? uuidV5(fileNamespace, name);
    const other = declared.apps.find((one) => one.id === id);
    if (other) mistakes.push(`${path}: apps.${name}: the id ${id} is already the one of apps.${other.slug}`);
    declared.apps.push(toApp(id, name, given, mistakes, path));
    for (const [provider, config] of Object.entries(given.providers)) {
      const at = `${path}: apps.${name}.providers.${provider}`;
      declared.providers.push(
        toProvider(id, provider, config, (mistake) => mistakes.push(`${at}: ${mistake}`), dirname(path)),
      );
    }
  }
  if (mistakes.length > 0) throw new ConfigMistakes(mistakes);
  return declared;
}

async function load(path: string): Promise<unknown> {
  if (extname(path) === '.json') return JSON.parse(await readFile(path, 'utf8'));
  const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  return module.default;
}

function toApp(id: string, name: string, given: z.output<typeof app>, mistakes: string[], path: string): App {
  for (const url of [given.website_url, ...given.return_urls]) {
    if (!url) continue;
    const { protocol, hostname } = new URL(url);
    if (protocol === 'http:' && !isLoopbackName(hostname)) mistakes.push(`${path}: apps.${name}: ${url} must be https`);
  }
  return {
    id,
    slug: name,
    name: given.name,
    websiteUrl: given.website_url ? new URL(given.website_url).origin : null,
    logoUrl: given.branding?.logo_url ?? null,
    accent: given.branding?.accent ?? null,
    privacyUrl: given.privacy_url ?? null,
    returnUrls: given.return_urls,
    confirmGrants: given.confirm_grants,
    requireUser: given.require_user,
    signedOnly: given.signed_only,
  };
}

function toProvider(
  appId: string,
  name: string,
  given: z.output<typeof providerConfig>,
  mistake: (text: string) => void,
  base: string,
): FileProviderConfig {
  const read = (field: string, value: string | { env: string } | { file: string } | undefined): string | null => {
    if (value === undefined) return null;
    if (typeof value === 'string') return value;
    const found = readReference(value, base);
    if ('value' in found) return found.value;
    mistake(`${field}: ${found.missing}`);
    return null;
  };
  const secret = read('client_secret', given.client_secret);
  return {
    id: uuidV5(appId, name),
    appId,
    providerId: name,
    clientId: read('client_id', given.client_id) ?? '',
    clientSecret: secret === null ? null : new Secret(secret),
    scopes: given.scopes,
    variables: variablesOf(given.variables, read),
    flowKinds: given.flow_kinds ?? null,
    custom: given.custom ?? null,
  };
}

/** What stands in the file is no secret; what is read from elsewhere is treated as one. */
function variablesOf(
  given: z.output<typeof providerConfig>['variables'],
  read: (field: string, value: { env: string } | { file: string }) => string | null,
): FileProviderConfig['variables'] {
  const values = Object.entries(given).map(([name, value]): [string, string | Secret] =>
    typeof value === 'string' ? [name, value] : [name, new Secret(read(`variables.${name}`, value) ?? '')],
  );
  return Object.fromEntries(values);
}

/** The provider catalog for key holders (`wire.md` §10, with ours beside the published fields). */
import { z } from 'zod';
import { flowKinds } from '../flow-kinds.ts';
import { timestamp, uuid } from './fields.ts';

export const catalogQuery = z.strictObject({
  category: z.string().min(1).max(32).optional().describe('One category, as answers name it.'),
  configured: z
    .enum(['true', 'false'])
    .optional()
    .describe('Only those that this app is configured for; or only the others.'),
  q: z.string().trim().min(1).max(100).optional().describe('Part of an id, an alias or a name, in any case.'),
});

const catalogScope = z.object({
  description: z.string().describe('What a person reads: finishes “This app may …”.'),
  required: z.boolean().describe('Always asked for.'),
  is_default: z.boolean().describe('Asked for when a session names no scopes.'),
  requires: z.array(z.string()),
  risk: z.enum(['low', 'medium', 'high']),
});

/** One of the list. The published client reads the fields up to `logo_url` and ignores the others. */
export const catalogItem = z.object({
  id: z.string(),
  name: z.string(),
  display_name: z.string(),
  supports_refresh: z.boolean(),
  supports_pkce: z.boolean().describe('A PKCE challenge is sent.'),
  available_scopes: z.record(z.string(), catalogScope),
  default_scopes: z.array(z.string()),
  required_scopes: z.array(z.string()),
  status: z
    .enum(['active', 'client_refused', 'not_configured'])
    .describe('For this app. `client_refused`: the provider refuses the configured client; see to its config.'),
  category: z.string(),
  description: z.string(),
  logo_url: z.string().nullable().describe('A tile of ours, no mark of the vendor. Null for a custom provider.'),
  monogram: z.string(),
  hue: z.number(),
  custom: z.boolean().describe('A server of this app’s own, not of the catalog.'),
  flow_kinds: z.array(z.enum(flowKinds)),
  configured: z.boolean(),
  callback_url: z
    .string()
    .nullable()
    .describe('To be registered at the provider. Null: it comes with the config, since its host is the operator’s.'),
  verified: z.boolean().describe('It was run against the real service.'),
  verify_before_release: z.boolean().describe('Some facts come from memory or a single source.'),
  trust: z.string().describe('The two before, in words; empty when it was run.'),
});
export type CatalogItem = z.infer<typeof catalogItem>;

export const catalogAnswer = z.object({
  providers: z.record(z.string(), catalogItem),
  /** Ours: how many these are, and every category that the catalog has, in words. */
  total: z.int(),
  categories: z.record(z.string(), z.string()),
});
export type CatalogAnswer = z.infer<typeof catalogAnswer>;

const catalogVariable = z.object({
  name: z.string(),
  label: z.string(),
  from: z
    .enum(['operator', 'person', 'callback', 'token', 'account', 'places'])
    .describe('`operator`: given in the config. `person`: asked at connect. The others arrive by themselves.'),
  required: z.boolean().describe('An operator or a person has to give it.'),
  default: z.string().nullable(),
  suffix: z.string().nullable(),
  example: z.string().nullable(),
  secret: z.boolean().describe('Given as a reference, kept sealed, never shown.'),
});

/** Everything that an operator needs to set one up. */
export const catalogEntry = catalogItem.extend({
  category_name: z.string(),
  console_url: z.string().describe('Where the first step of `setup` happens.'),
  settings_url: z.string().nullable().describe('Where a person takes access back.'),
  setup: z.array(z.string()).describe('Steps, in the order of the vendor’s console.'),
  no_scopes: z.string().nullable().describe('The vendor has no scopes: what decides instead. Null: it has some.'),
  variables: z.array(catalogVariable),
  hosts: z.array(z.string()).describe('Hosts that a credential may go to; `{name}` is a variable.'),
  endpoints: z.object({ authorize: z.string(), token: z.string(), revoke: z.string().nullable() }),
  refresh: z.object({
    rotation: z.enum(['none', 'static', 'single-use', 'rotates-old-stays-valid']),
    access_ttl_seconds: z.int().nullable().describe('When the provider does not say. Null: does not expire.'),
    refresh_ttl_seconds: z.int().nullable().describe('Life of an unused refresh token. Null: no end is known.'),
  }),
  revocation: z.object({
    scope: z
      .enum(['token', 'client_user'])
      .nullable()
      .describe('What the provider’s own endpoint ends. Null: it has none.'),
    words: z.string(),
  }),
  facts: z.array(z.object({ name: z.string(), words: z.string() })).describe('What is known of it, in words.'),
  config: z
    .object({
      config_id: uuid,
      source: z.enum(['file', 'store']),
      client_id: z.string(),
      scopes: z.array(z.string()).describe('What a session may ask for.'),
      client_refused: z
        .object({ error: z.string(), since: timestamp })
        .nullable()
        .describe('The provider’s own code, and since when.'),
    })
    .nullable()
    .describe('This app’s config; null: it has none.'),
});
export type CatalogEntry = z.infer<typeof catalogEntry>;

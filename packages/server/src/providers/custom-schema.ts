/**
 * A custom provider as an operator declares it: under `custom` in alter.config, or in a file for `alter providers add
 * --custom`. All that an entry of the catalog can say as data can be said here; hooks are code, and stay with the catalog.
 */
import { flowKinds } from '@alter/protocol';
import { z } from 'zod';
import { ConfigMistakes } from '../config.ts';
import { categories, type Category } from './category.ts';
import * as sections from './custom-sections.ts';
import { camel, mapOf, section } from './section.ts';

const { text, host, pageUrl, url } = sections;
const path = text(200).meta({ title: 'path' });
const paths = z.array(path).min(1).max(5);

const words = z.union([z.string().max(120), section({ words: text(120), risk: z.enum(['low', 'medium', 'high']) })]);

const shape = section({
  name: text(60).describe('What people read.'),
  issuer: url
    .optional()
    .describe('Issuer of an OAuth or OpenID Connect server: its endpoints are discovered, unless they are given.'),
  endpoints: sections.endpoints.optional(),
  hosts: z.array(host).min(1).max(200).describe('Hosts that a credential may go to: exact names, no wildcards.'),
  variables: sections.variables.optional(),
  flow_kinds: z.array(z.enum(flowKinds)).min(1).optional().describe('How it gives access, the preferred kind first.'),
  kinds: sections.kinds.optional(),
  authorize: sections.authorize.optional(),
  callback: sections.callback.optional(),
  token: sections.token.optional(),
  refresh: sections.refresh.optional(),
  account: sections.account.nullable().optional(),
  account_in_token: sections.accountInToken.optional(),
  verify: sections.verify.nullable().optional(),
  api: sections.api.optional(),
  revoke: sections.revoke.optional(),
  scope_words: mapOf(z.string().max(512), words, 500)
    .optional()
    .describe(
      'Scope to what a person reads, or to `words` and `risk` (`low`, `medium`, which it is unless said, `high`).',
    ),
  no_scopes: text(300).optional().describe('It has none that could be asked for: what decides instead.'),
  settings_url: pageUrl.optional().describe('Where a person takes access back.'),
  console_url: sections.consoleUrl.optional().describe('Where an operator registers a client.'),
  setup: z.array(text(500)).min(1).max(12).optional().describe('Steps for that.'),
  category: z
    .enum(Object.keys(categories) as [Category, ...Category[]])
    .meta({ title: 'category' })
    .optional()
    .describe('As in the catalog. `custom`, unless said.'),
  monogram: z
    .string()
    .regex(/^\p{L}[\p{L}\p{N}]$/u, 'two letters')
    .optional()
    .describe('Two letters on its tile.'),
  hue: z.int().min(0).max(359).optional().describe('The tile’s colour, in degrees.'),

  client_auth: z.enum(['post', 'basic', 'none']).optional().describe('`token.client_auth`.'),
  token_body: z.enum(['form', 'json']).optional().describe('`token.body`.'),
  scope_separator: z.enum([' ', ',']).optional().describe('`authorize.scope_separator`.'),
  pkce: z.boolean().optional().describe('Whether a challenge is sent, whatever `authorize.pkce_support` says.'),
  oidc: z
    .boolean()
    .optional()
    .describe('`authorize.oidc`; `true` changes nothing where there is no issuer or no keys.'),
  authorize_query: mapOf(z.string().max(200), z.string().max(8192), 100).optional().describe('`authorize.query`.'),
  identity: paths.optional().describe('`account.identity`.'),
  account_label: z.array(path).max(5).optional().describe('`account.label`.'),
  rotation: z
    .enum(['none', 'static', 'single-use', 'rotates-old-stays-valid'])
    .optional()
    .describe('`refresh.rotation`.'),
  revoke_scope: z.enum(['token', 'client_user']).optional().describe('`revoke.scope`.'),
});

type Said = z.output<typeof shape>;
/** What is said of a custom provider; short forms and sections as they came. `custom.ts` makes the entry of it. */
export type CustomProvider = Omit<Said, 'issuer' | 'endpoints' | 'hosts' | 'scopeWords' | 'settingsUrl'> & {
  issuer: string | null;
  endpoints: Said['endpoints'] | null;
  hosts: readonly string[];
  scopeWords: NonNullable<Said['scopeWords']>;
  settingsUrl: string | null;
};

/** Short forms, and where else the same is said. */
export const shortForms = {
  client_auth: 'token.client_auth',
  token_body: 'token.body',
  scope_separator: 'authorize.scope_separator',
  oidc: 'authorize.oidc',
  authorize_query: 'authorize.query',
  identity: 'account.identity',
  account_label: 'account.label',
  rotation: 'refresh.rotation',
  revoke_scope: 'revoke.scope',
} as const;

export const customProvider = shape.superRefine(checkWhole).transform((given): CustomProvider => {
  const { issuer = null, endpoints = null, scopeWords = {}, settingsUrl = null, ...said } = given;
  return { ...said, issuer, endpoints, scopeWords, settingsUrl };
});

/** What is declared, as JSON Schema: for the documentation. */
export const declarationSchema = (): unknown => z.toJSONSchema(customProvider, { io: 'input', unrepresentable: 'any' });

/** @throws ConfigMistakes with every mistake; `place` names what was read */
export function parseCustom(value: unknown, place: string): CustomProvider {
  const parsed = customProvider.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ConfigMistakes(
    parsed.error.issues.map(
      ({ path, message }) => `${place}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`,
    ),
  );
}

/** Filled in by the service where they may stand. */
const taken = ['token', 'access_token', 'client_id', 'client_secret', 'state'];

function checkWhole(given: Said, context: z.RefinementCtx): void {
  const mistake = (path: string[], message: string) => {
    context.addIssue({ code: 'custom', path, message });
  };
  const { authorize, token, userinfo, temporary, oauth1 } = given.endpoints ?? {};
  if ((authorize === undefined) !== (token === undefined))
    mistake(['endpoints'], 'give both authorize and token, or leave both to discovery');
  else if (authorize === undefined && given.issuer === undefined) mistake([], 'custom needs an issuer or endpoints');
  else if (authorize === undefined && given.issuer?.includes('{'))
    mistake(['issuer'], 'an issuer with variables is not discovered: give endpoints');
  if (temporary !== undefined && oauth1)
    mistake(['endpoints', 'temporary'], 'say it once: here, or in endpoints.oauth1');
  if (userinfo !== undefined && given.account?.url !== undefined)
    mistake(['account', 'url'], 'say it once: here, or in endpoints.userinfo');
  for (const [short, whole] of Object.entries(shortForms)) {
    const [name = '', field = ''] = whole.split('.').map(camel);
    const sectionSaid = (given as Record<string, unknown>)[name];
    const twice = isObject(sectionSaid) && field in sectionSaid && camel(short) in given;
    if (twice) mistake([short], `say it once: here, or in ${whole}`);
  }
  for (const [name, variable] of Object.entries(given.variables ?? {})) {
    if (taken.includes(name)) mistake(['variables', name], 'this name stands for something else in templates');
    for (const words of variableMistakes(variable)) mistake(['variables', name], words);
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Beside what holds for any entry: what decides where secrets go is narrower where nobody reviews it. */
function variableMistakes({ kind, from, pattern, values, under }: NonNullable<Said['variables']>[string]): string[] {
  const ways = [pattern, values, under].filter((one) => one !== undefined).length;
  const arrives = from !== 'operator' && from !== 'person';
  return [
    ...(ways > 1 ? ['give one of pattern, values and under'] : []),
    ...(under && kind !== 'host' ? ['under is for a host'] : []),
    ...(from === 'person' && kind !== 'label' ? ['a person is asked for a label alone'] : []),
    ...(arrives && kind === 'host' && !values && !under ? ['a host that arrives needs values or under'] : []),
  ];
}

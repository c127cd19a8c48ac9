/**
 * What a declaration can say of a provider, section by section: the same facts that an entry of the catalog has, in
 * snake_case. `docs/custom-providers.md` is made from the words here.
 */
import { flowKinds } from '@alter/protocol';
import { z } from 'zod';
import { mapOf, section } from './section.ts';
import { endpointMistake, hostMistake } from './url-form.ts';

/** Judged as the address that it becomes; where a variable may stand is judged with the whole entry (`validate.ts`). */
const judgedAs = (mistake: (text: string) => string | null) => (text: string, context: z.RefinementCtx) => {
  const words = mistake(text.replace(/\{\w+\}/g, 'x'));
  if (words !== null) context.addIssue({ code: 'custom', message: words });
};

export const text = (longest: number) => z.string().trim().min(1).max(longest);
export const url = z.string().max(2048).superRefine(judgedAs(endpointMistake)).meta({ title: 'URL' });
export const host = z.string().max(260).superRefine(judgedAs(hostMistake)).meta({ title: 'host' });
export const pageUrl = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .meta({ title: 'URL' });
/** Pages of a console may be told apart by their fragment. */
export const consoleUrl = z
  .string()
  .max(2048)
  .superRefine(judgedAs((page) => endpointMistake(page.replace(/#.*$/, ''))))
  .meta({ title: 'URL' });
const path = text(200).meta({ title: 'path' });
const paths = z.array(path).min(1).max(5);
const seconds = z.int().min(1).max(315_360_000).meta({ title: 'seconds' });
const method = z.enum(['GET', 'POST']);
const body = z.string().max(8192);
const members = mapOf(text(100), z.string().max(2048), 50);

/** Of one hop, or what frames a message: not an entry's to set. */
const framing = /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*)$/;
const headerName = z
  .string()
  .max(100)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'this is no name of a header')
  .toLowerCase()
  .refine((name) => !framing.test(name), 'this header is not a provider’s to set')
  .meta({ title: 'header name' });
const headers = mapOf(
  headerName,
  z
    .string()
    .max(2048)
    .regex(/^[\t\x20-\x7e]*$/, 'a header is printable ASCII'),
  30,
);
const format = z
  .string()
  .max(200)
  .regex(/^[\x20-\x7e]*\{token\}[\x20-\x7e]*$/, 'the token stands nowhere in it');

function pattern(given: string, context: z.RefinementCtx): void {
  try {
    new RegExp(given);
  } catch {
    context.addIssue({ code: 'custom', message: 'this is no regular expression' });
  }
}
const regularExpression = z.string().min(1).max(1000).superRefine(pattern).meta({ title: 'regular expression' });

export const endpoints = section({
  authorize: url.optional().describe('The page that asks the person. With `token`, nothing is discovered.'),
  token: url.optional().describe('Where codes are traded for tokens.'),
  refresh: url.optional().describe('Where refresh calls go, when it is not `token`.'),
  revoke: url.optional().describe('RFC 7009, or as `revoke` says; `{token}` and `{client_id}` may stand in it.'),
  userinfo: url.optional().describe('Says whose account it is; `account.url` is the other name of it.'),
  introspect: url.optional().describe('RFC 7662; closed to callers.'),
  device: url.optional().describe('Device authorization (RFC 8628 §3.1), for `device_code`.'),
  jwks: url.optional().describe('Keys of ID tokens; with `issuer`, the server is one of OpenID Connect.'),
  temporary: url
    .optional()
    .describe('Temporary credentials of OAuth 1.0a (RFC 5849 §2.1); its tokens come from `token`.'),
  oauth1: section({ request: url, access: url, authorize: url.optional() })
    .optional()
    .describe('The same where OAuth 2.0 is there too: `request`, `access`, and `authorize` for its own page.'),
  closed: z
    .array(url)
    .max(50)
    .optional()
    .describe('Further addresses that no call may reach: what makes, shows or ends tokens.'),
}).describe('Its addresses. Those that are given go before discovered ones.');

const variable = section({
  label: text(200).describe('What the operator or the person reads.'),
  kind: z
    .enum(['host', 'label', 'path', 'value'])
    .describe(
      'What a value stands for: a whole host (never a person’s), one DNS label before `suffix`, one segment of a path, or a ' +
        'value of a header, a query or a body.',
    ),
  from: z
    .enum(['operator', 'person', 'callback', 'token', 'account', 'places'])
    .describe(
      '`operator`: in `variables` of the config. `person`: a label, asked at connect. The others arrive, at `at`, in the ' +
        'callback’s query, the token answer, the account’s answer or an item of `api.places`.',
    ),
  suffix: z
    .string()
    .max(200)
    .regex(/^(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?){2,}$/, 'a suffix such as ".example.com": a dot, and two labels or more')
    .optional()
    .describe(
      'Of a `label`: what it stands before, in every address that has it. Nobody else may register names under it.',
    ),
  pattern: regularExpression.optional().describe('The whole value matches this; else what its kind allows.'),
  values: z.array(text(253)).min(1).max(200).optional().describe('Or a closed list.'),
  under: z
    .array(
      z
        .string()
        .max(200)
        .regex(/^(\.[a-z0-9-]+){2,}$/, 'a suffix such as ".example.com"'),
    )
    .min(1)
    .max(20)
    .optional()
    .describe('Or, of a host: names under these suffixes.'),
  example: text(253).optional().describe('Shown where it is asked for. Needed, unless there is a default.'),
  at: path.optional().describe('Name of the callback’s parameter, or path into the answer; without it, its own name.'),
  capture: regularExpression.optional().describe('The first group of this is the value, of what arrives.'),
  default: text(253).optional().describe('Taken where nothing is given.'),
  optional: z.boolean().optional().describe('What would hold it is left out where there is no value.'),
  secret: z
    .boolean()
    .optional()
    .describe('An operator’s `value` that is given as a reference, kept sealed, and sent in headers of calls alone.'),
});
export const variables = mapOf(
  z.string().regex(/^[a-z][a-z_]{0,39}$/, 'a name of a-z and _, at most 40 characters'),
  variable,
  20,
).describe('What its addresses and calls are made of: `{name}` in a URL, host, header or parameter.');

const kind = section({
  setup: text(500).describe('What an operator does for it.'),
  extra: members.optional().describe('Further members of its token request.'),
});
export const kinds = z.partialRecord(z.enum(flowKinds), kind).describe('What the kinds of flow behind the first take.');

export const authorize = section({
  query: members.optional().describe('Further parameters of the page’s address, always the same.'),
  scope_separator: z.enum([' ', ',']).optional().describe('Between scopes. A space, unless said.'),
  identity_scopes: z
    .array(text(200))
    .max(10)
    .optional()
    .describe('Always asked for. `openid`, where there are ID tokens.'),
  offline: text(300).optional().describe('How a refresh token is had, in words for the operator.'),
  pkce_support: z
    .enum(['required', 'supported', 'limited', 'unsupported', 'unknown'])
    .optional()
    .describe('A challenge (S256) is sent with `required`, `supported` and `unknown`, which it is unless said.'),
  pkce_off_because: text(300).optional().describe('Why none is sent although it is supported.'),
  challenge_method: text(20).optional().describe('How S256 is spelt there.'),
  fragment: text(200)
    .optional()
    .describe('The page is a route of a single-page app: the query goes behind this in the fragment.'),
  oidc: z.boolean().optional().describe('ID tokens are asked for and judged. So, where `issuer` and `jwks` are known.'),
  id_token_algs: z
    .array(text(20))
    .min(1)
    .max(10)
    .optional()
    .describe('Algorithms of its ID tokens. RS256, unless said or discovered.'),
  iss_parameter: z
    .boolean()
    .optional()
    .describe('It always answers with `iss` (RFC 9207): a callback without it is refused.'),
  switch_account: members.optional().describe('Parameters that make it ask which account.'),
}).describe('The page that asks the person.');

export const callback = section({
  code: text(100).optional().describe('Name of the parameter with the code.'),
  scope: text(100).optional().describe('Name of the parameter with the scopes that were left ticked.'),
  redirect_uri: text(300)
    .optional()
    .describe('What is sent as `redirect_uri`, where the server speaks of it by a name.'),
  expect: members.optional().describe('Parameters that must come back exactly so.'),
}).describe('What the callback calls things where it is not RFC 6749 §4.1.2.');

const swap = section({
  url: url.describe('Where it is traded.'),
  method: method.describe('How it is asked.'),
  grant_type: text(200).describe('Its `grant_type`.'),
  field: text(100).describe('Parameter with the token.'),
  client: z.enum(['id-and-secret', 'secret', 'none']).describe('What the client proves itself with.'),
});

export const token = section({
  client_auth: z
    .enum(['post', 'basic', 'none'])
    .optional()
    .describe(
      'The secret in the body, in a Basic header, or none: a public client, known by its id and PKCE alone. Basic, unless ' +
        'discovery says otherwise.',
    ),
  body: z.enum(['form', 'json']).optional().describe('Form of its requests. `form`, unless said.'),
  headers: headers.optional().describe('Sent with its requests.'),
  client_id_name: text(100).optional().describe('What it calls `client_id`.'),
  extra: members
    .optional()
    .describe('Further members of the request that trades the code; `""` drops one of the standard’s.'),
  swap: swap.optional().describe('The first token is traded for a long-lived one at once.'),
}).describe('Token requests.');

export const refresh = section({
  rotation: z
    .enum(['none', 'static', 'single-use', 'rotates-old-stays-valid'])
    .optional()
    .describe('What happens to a refresh token that was used. `single-use`, unless said: the careful reading.'),
  grace_seconds: seconds
    .optional()
    .describe('A used single-use token still answers for this long, with the same successor.'),
  access_ttl_seconds: seconds
    .nullable()
    .optional()
    .describe('Life of an access token where the answer does not say; without it, it does not expire.'),
  refresh_ttl_seconds: seconds.nullable().optional().describe('Life of an unused refresh token.'),
  margin_seconds: seconds.optional().describe('A refresh is due from this long before the end.'),
  extra: members.optional().describe('Further members of the request.'),
  swap: swap.optional().describe('There is no refresh token: a living access token is traded for a younger one.'),
}).describe('How tokens are renewed.');

const accountPaths = {
  identity: paths.optional().describe('Paths into the answer that together identify the account. `sub`, unless said.'),
  label: paths.optional().describe('What a person knows it by: the first path with a value.'),
  name: z.array(path).max(5).optional().describe('The name shown: the first path with a value.'),
};
export const account = section({
  url: url
    .optional()
    .describe('Where it is asked; without it, `endpoints.userinfo`. `{access_token}` may stand in its path.'),
  method: method.optional().describe('GET, unless said.'),
  body: body.optional().describe('Of a POST; JSON, unless `headers` say otherwise.'),
  headers: headers.optional().describe('Sent with it.'),
  inject: section({ name: headerName, format })
    .optional()
    .describe('The header with the token, where it is not as in calls.'),
  ...accountPaths,
}).describe('Who it is that connected. `null`: nobody is asked.');
export const accountInToken = section({
  ...accountPaths,
  identity: paths.describe('Paths that together identify the account.'),
  label: paths.describe('What a person knows it by: the first path with a value.'),
}).describe('The token answer, or a variable as `{name}`, says who it is: no call is made.');
export const verify = section({
  url: url.describe('Answers 2xx to a token that works, and 401 to one that does not.'),
  method: method.optional().describe('GET, unless said.'),
  body: body.optional().describe('Of a POST; JSON.'),
  headers: headers.optional().describe('Sent with it.'),
}).describe('A cheap call that says whether a token works. The account’s, unless said; `null`: there is none.');

const rateLimit = section({
  remaining: headerName.optional().describe('Header with the calls that are left.'),
  reset_at: headerName.optional().describe('Header with the window’s end, in epoch seconds.'),
  reset_at_ms: headerName.optional().describe('The same in milliseconds.'),
  reset_in: headerName.optional().describe('Header with the seconds until then.'),
  reset_in_ms: headerName.optional().describe('The same in milliseconds.'),
  together: headerName.optional().describe('One header with both: `limit=100, remaining=0, reset=8`.'),
  pause_seconds: z.int().min(1).max(86_400).optional().describe('How long a limit holds that the answer does not say.'),
  statuses: z
    .array(z.int().min(400).max(599))
    .min(1)
    .max(10)
    .optional()
    .describe('Statuses beside 429 that may mean a limit.'),
  in_body: section({ status: z.int().min(200).max(599), path, values: z.array(text(200)).min(1).max(20) })
    .optional()
    .describe('An answer that says it in its body: `status`, and one of `values` at `path`.'),
}).describe('How it says that calls come too fast, beside 429 and Retry-After.');

const proof = text(100).optional();

export const api = section({
  inject: z
    .union([
      section({ in: z.literal('query'), name: text(100), format, proof }),
      section({ in: z.literal('header').optional(), name: headerName, format, proof }),
    ])
    .optional()
    .describe(
      'Where the token goes: `in` (`header`, or `query`), `name`, and `format` with `{token}`. `authorization: Bearer ' +
        '{token}`, unless said. `proof`: a query parameter beside it with the HMAC-SHA256 of the token by the client secret.',
    ),
  default_headers: headers
    .optional()
    .describe('Sent when the caller did not send them; variables, `{client_id}` and `{client_secret}` are filled in.'),
  default_query: members.optional().describe('The same for the query, without secrets.'),
  rate_limit: rateLimit.optional(),
  places: section({ url, list: path.optional(), name: path })
    .optional()
    .describe(
      'Sites or organisations that one token is for: `url` is asked with the token, `list` is the path of the list, `name` ' +
        'that of an item’s name; a variable from `places` is its id.',
    ),
}).describe('Calls with the token.');

export const revoke = section({
  method: z.enum(['POST', 'DELETE', 'GET']).optional().describe('POST, unless said.'),
  auth: z
    .enum(['client-post', 'client-basic', 'client-header', 'client-bearer', 'client-id', 'bearer', 'none'])
    .optional()
    .describe(
      'As in token requests, unless said. `client-header`: `Authorization: Client <secret>`; `client-bearer`: `Bearer ' +
        '<secret>`. `bearer`: the token, as in calls.',
    ),
  carries: z
    .enum(['form', 'json', 'path', 'bearer'])
    .optional()
    .describe('Where the token goes. `path`: `endpoints.revoke` has `{token}`.'),
  field: z.string().max(100).optional().describe('Its name in the body. `token`, unless said.'),
  value: text(300).optional().describe('What stands there where it is not a token, e.g. `{account}`, a variable.'),
  client_members: section({ id: text(100), secret: text(100) })
    .optional()
    .describe('What `client_id` and `client_secret` are called here.'),
  token: z
    .enum(['access', 'refresh', 'either'])
    .optional()
    .describe('Which token ends the most. `refresh`, unless said.'),
  scope: z
    .enum(['token', 'client_user'])
    .optional()
    .describe(
      'What it ends: this token, or everything of the client and the person. `client_user`, unless said: then it is ' +
        'called only where nothing else would end.',
    ),
}).describe('The request to `endpoints.revoke`.');

/** Which account at the provider the tokens belong to. */
import { keptVariables, learnVariables } from '../providers/learn.ts';
import type { AccountFacts, AccountPaths, Provider, ResolvedProvider } from '../providers/provider.ts';
import { withValues } from '../providers/resolve.ts';
import { configSecrets } from '../providers/sent-headers.ts';
import type { Secret } from '../vault/secret.ts';
import { askProvider, type AskRequest } from './ask-provider.ts';
import { memberAt } from './member.ts';
import type { TokenSet } from './oauth.ts';
import { plainLabel } from './plain-label.ts';
import { plainWords } from './plain-words.ts';
import type { Body } from './read-body.ts';

export type AccountRequest = AskRequest;

export type AccountOutcome =
  /** `variables`: what the grant keeps, with what this answer added. */
  | { kind: 'ok'; facts: AccountFacts; variables?: Record<string, string> }
  /** Cleaned words. */
  | { kind: 'failed'; error: string };

const nobody: AccountFacts = { key: null, identifier: null, displayName: null };

/**
 * The token answer may say it; else the provider's account endpoint is asked. A provider with neither gives no key, and
 * such a grant is never matched with another. An endpoint that answers without what identifies the account is a failure:
 * to go on would make the same person a stranger each time.
 */
export async function lookUpAccount(request: AccountRequest): Promise<AccountOutcome> {
  const provider = withValues(request.provider, request.tokens.variables);
  const { tokens } = request;
  const kept = keptOf(provider);
  const known = { ...nobody, ...provider.entry.hooks.identity?.(tokens.facts) };
  if (known.key !== null) return { kind: 'ok', facts: known, ...kept };
  if (provider.account) return ask({ ...request, provider }, provider.account);
  const { accountInToken } = provider.entry;
  if (accountInToken) return factsOf(provider, accountInToken, tokens.facts, tokens, []);
  if (tokens.subject === null) return { kind: 'ok', facts: known, ...kept };
  return {
    kind: 'ok',
    ...kept,
    facts: { ...known, key: joined([tokens.subject]), identifier: known.identifier ?? tokens.subject },
  };
}

/** No two lists give the same text: `["a","bc"]` is not `["ab","c"]`. */
export const joined = (values: readonly string[]): string => JSON.stringify(values);

async function ask(request: AccountRequest, account: NonNullable<Provider['account']>): Promise<AccountOutcome> {
  const { provider, tokens } = request;
  const asked = await askProvider(request, account, 'account endpoint');
  if (asked.kind === 'failed') return asked;
  const learnt = learnVariables(provider, 'account', (at) => memberAt(asked.body, at));
  if (learnt.kind === 'refused') return failed(`the account’s ${learnt.at} is not one that this provider may name`);
  return factsOf(learnt.provider, account, asked.body, tokens, [asked.token, ...configSecrets(provider)]);
}

function factsOf(
  provider: ResolvedProvider,
  account: AccountPaths,
  body: Body,
  tokens: TokenSet,
  secrets: readonly Secret[],
): AccountOutcome {
  const at = (path: string) =>
    path.startsWith('{') ? (provider.variables[path.slice(1, -1)] ?? null) : memberAt(body, path);
  const values = account.identity.map(at);
  if (!values.every((value) => value !== null)) {
    const said = ['error', 'message'].map((name) => memberAt(body, name)).find((word) => word !== null);
    return failed(
      plainWords(`the account endpoint did not say ${account.identity.join(', ')}${said ? `: ${said}` : ''}`, secrets),
    );
  }
  // OpenID Connect Core 1.0 §5.3.2: userinfo of somebody else is not used.
  if (tokens.subject !== null && account.identity.includes('sub') && memberAt(body, 'sub') !== tokens.subject) {
    return failed('the account endpoint speaks of somebody else than the ID token');
  }
  const first = (paths: readonly string[]) => paths.map(at).find((one) => one !== null);
  const shown = (text: string | undefined) => (text === undefined ? null : plainLabel(text));
  return {
    kind: 'ok',
    ...keptOf(provider),
    facts: {
      key: joined(values),
      identifier: shown(first(account.label)),
      displayName: shown(first(account.name ?? [])),
    },
  };
}

const keptOf = (provider: ResolvedProvider): { variables?: Record<string, string> } =>
  provider.entry.variables.length === 0 ? {} : { variables: keptVariables(provider) };

const failed = (error: string): AccountOutcome => ({ kind: 'failed', error });

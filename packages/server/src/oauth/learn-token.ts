/** What a token answer says beside the tokens, judged by the entry: an org's own host, a site. */
import { keptVariables, learnVariables } from '../providers/learn.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { words } from './callback.ts';
import { memberAt } from './member.ts';
import type { Body } from './read-body.ts';

type Known = { kind: 'ok'; kept: { variables?: Record<string, string> } } | { kind: 'refused'; words: string };

export function learnToken(provider: ResolvedProvider, body: Body): Known {
  const learnt = learnVariables(provider, 'token', (at) => memberAt(body, at));
  if (learnt.kind === 'refused')
    return { kind: 'refused', words: `the token answer’s ${learnt.at} is ${words[learnt.reason]}` };
  const { variables } = provider.entry;
  return { kind: 'ok', kept: variables.length === 0 ? {} : { variables: keptVariables(learnt.provider) } };
}

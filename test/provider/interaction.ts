/** Sign-in and consent: what a person sees of the provider. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { consentPage, signInPage } from './pages.ts';

export interface InteractionOptions {
  provider: Provider;
  name: string;
  /** Filled in on the sign-in page. */
  suggestedLogin: string;
}

/** Pages below `/interaction/`. */
export async function serveInteraction(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, name, suggestedLogin }: InteractionOptions,
): Promise<void> {
  const details = await provider.interactionDetails(request, response);
  if (request.method === 'POST') return answer(request, response, provider, details);
  const clientId = details.params['client_id'] ?? '';
  const client = await provider.Client.find(clientId);
  const facts = { provider: name, client: client?.clientName ?? clientId, uid: details.uid };
  const scopes = (details.params['scope'] ?? '').split(' ').filter(Boolean);
  const login = details.session?.accountId ?? '';
  const html =
    details.prompt.name === 'consent' ? consentPage(facts, login, scopes) : signInPage(facts, suggestedLogin);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  provider: Provider,
  details: Details,
): Promise<void> {
  const form = await formOf(request);
  const result = await resultOf(provider, details, form);
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: !('error' in result) });
}

async function resultOf(provider: Provider, details: Details, form: URLSearchParams) {
  if (form.get('action') === 'deny') {
    return { error: 'access_denied', error_description: 'The person said no' };
  }
  if (details.prompt.name !== 'consent') {
    // One form answers both: which account it is, and that it is them.
    return { login: { accountId: form.get('login') ?? 'somebody' }, select_account: {} };
  }
  const clientId = details.params['client_id'] ?? '';
  const grant = new provider.Grant({ accountId: details.session?.accountId ?? '', clientId });
  grant.addOIDCScope(details.params['scope'] ?? '');
  return { consent: { grantId: await grant.save() } };
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString('utf8');
  return new URLSearchParams(text);
}

import { createHmac } from 'node:crypto';
import type { ResolvedProvider } from '../providers/provider.ts';
import type { Secret } from '../vault/secret.ts';

/** A copy with what shows the vendor that the token comes from its own client; the same URL where the entry wants none. */
export function withProof(url: URL, { entry, config }: ResolvedProvider, token: Secret): URL {
  const { proof } = entry.api.inject;
  if (proof === undefined || config.clientSecret === null) return url;
  const proved = new URL(url);
  proved.searchParams.set(
    proof,
    createHmac('sha256', config.clientSecret.reveal()).update(token.reveal()).digest('hex'),
  );
  return proved;
}

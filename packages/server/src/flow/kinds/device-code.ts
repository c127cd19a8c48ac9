/** The person enters a code at the provider, on any device; the server asks until they have. @see RFC 8628 */
import { beginDevice, type DeviceAuthorization } from '../../oauth/device.ts';
import { Secret } from '../../vault/secret.ts';
import { beginRefusal } from '../flow-end.ts';
import { kept, type PersonKind } from './kind.ts';

export const deviceCode: PersonKind = {
  async begin({ state: _state, redirectUri: _redirectUri, ...request }) {
    const outcome = await beginDevice(request);
    if (outcome.kind === 'refused') return beginRefusal(outcome);
    const { authorization } = outcome;
    return { kind: 'begun', secrets: toSecrets(authorization), nonce: null, expiresAt: authorization.expiresAt };
  },
  leave: null,
  answer: null,
};

function toSecrets(authorization: DeviceAuthorization): Record<string, Secret> {
  const { deviceCode: device_code, userCode, verificationUri, verificationUriComplete, intervalMs } = authorization;
  return {
    device_code,
    user_code: new Secret(userCode),
    verification_uri: new Secret(verificationUri),
    ...(verificationUriComplete === null ? {} : { verification_uri_complete: new Secret(verificationUriComplete) }),
    interval_ms: new Secret(String(intervalMs)),
  };
}

export const deviceSecrets = (secrets: Readonly<Record<string, Secret>>) => ({
  deviceCode: kept(secrets, 'device_code'),
  userCode: kept(secrets, 'user_code').reveal(),
  verificationUri: kept(secrets, 'verification_uri').reveal(),
  verificationUriComplete: secrets['verification_uri_complete']?.reveal() ?? null,
  intervalMs: Number(kept(secrets, 'interval_ms').reveal()),
});

/** The device authorization grant. RFC 8628 */
import { randomInt, randomUUID } from 'node:crypto';
import { refusedWith, type Call } from './call.ts';
import { clientMistake } from './client-check.ts';
import type { Reply } from './wire.ts';

/** RFC 8628 §3.1. */
export function deviceAuthorization(call: Call): Reply {
  const { tenant, behaviour, asked, entry } = call;
  const { client, device, authorize, endpoints } = behaviour;
  entry.client = asked.members.get(client.idName) ?? null;
  // §3.1: a client authenticates here as it does at the token endpoint; many vendors ask for its id alone.
  const mistake = clientMistake(asked, behaviour) && clientMistake(asked, behaviour, 'none');
  if (mistake !== null) return refusedWith(call, 'bad_client', 'invalid_client', mistake);
  const scopes = (asked.members.get('scope') ?? '').split(authorize.scopeSeparator).filter(Boolean);
  const deviceCode = `device-${tenant.id}-${randomUUID()}`;
  const userCode = newUserCode();
  tenant.devices.set(deviceCode, {
    userCode,
    scopes,
    decision: 'pending',
    until: Date.now() + device.lifeSeconds * 1000,
    lastPoll: 0,
    intervalSeconds: device.intervalSeconds,
  });
  entry.outcome = 'granted';
  const verification = endpoints.verification ?? '';
  return {
    status: 200,
    body: {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: verification,
      verification_uri_complete: `${verification}?user_code=${userCode}`,
      expires_in: device.lifeSeconds,
      interval: device.intervalSeconds,
    },
  };
}

/** §6.1: twenty consonants, so that no word comes of it. */
function newUserCode(): string {
  const letters = 'BCDFGHJKLMNPQRSTVWXZ';
  const four = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${four()}-${four()}`;
}

/** Where the person types the code: `?user_code=…`, and `&deny=1` to say no. §3.3 */
export function verification(call: Call): Reply {
  const { asked, tenant, entry } = call;
  const typed = asked.query.get('user_code') ?? '';
  const found = [...tenant.devices.values()].find(({ userCode }) => userCode === typed);
  if (!found || found.until <= Date.now()) {
    Object.assign(entry, { outcome: 'refused', why: 'no such user code' });
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'That code is not known.' };
  }
  found.decision = asked.query.has('deny') ? 'denied' : 'agreed';
  entry.outcome = found.decision;
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'You can go back to your device.' };
}

/** §3.5. */
export function redeemDevice(call: Call, grant: (scopes: readonly string[]) => Reply): Reply {
  const { tenant, entry } = call;
  const code = entry.token ?? '';
  const request = tenant.devices.get(code);
  if (!request) return refusedWith(call, 'unknown_token', 'invalid_grant', 'the device code is not known, or was used');
  const now = Date.now();
  const early = now - request.lastPoll < request.intervalSeconds * 1000;
  request.lastPoll = now;
  if (request.until <= now) return refusedWith(call, 'ended', 'expired_token', 'the device code has expired');
  if (early) {
    // §3.5: the interval is longer by 5 seconds for this and all further polls.
    request.intervalSeconds += 5;
    return refusedWith(call, 'refused', 'slow_down', 'polled before the interval was over');
  }
  if (request.decision === 'pending') {
    return refusedWith(call, 'pending', 'authorization_pending', 'the person has not answered yet');
  }
  tenant.devices.delete(code);
  if (request.decision === 'denied') return refusedWith(call, 'denied', 'access_denied', 'the person said no');
  return grant(request.scopes);
}

/** Codes in a person's words. Only codes of our own tables are looked up: a code can come from the address. */
import { en, type Speech } from './locales/en.ts';
import type { IconName } from './parts/marks.ts';

type KeyOf<Kind extends string> = Extract<keyof typeof en, `${Kind}.${string}`>;
const isKey = <Kind extends string>(key: string, kind: Kind): key is KeyOf<Kind> =>
  key.startsWith(`${kind}.`) && Object.hasOwn(en, key);

/** Codes of the error table that say to a person what another one says. */
const same: Readonly<Record<string, string>> = {
  session_final: 'state_consumed',
  store_unavailable: 'service_unavailable',
  audit_unavailable: 'service_unavailable',
  rate_limit_exceeded: 'service_unavailable',
  upstream_timeout: 'service_unavailable',
};

const icons: Readonly<Record<string, IconName>> = {
  session_expired: 'clock',
  flow_expired: 'clock',
  code_expired: 'clock',
  other_browser: 'screen',
};

export function reasonOf(code: string, say: Speech): string {
  const key = `fail.${same[code] ?? code}`;
  return say(isKey(key, 'fail') ? key : 'fail.other');
}

export function problemWords(code: string, say: Speech): { icon: IconName; title: string; text: string } {
  const key = `title.${same[code] ?? code}`;
  const title = say(isKey(key, 'title') ? key : 'failedTitle');
  // A used sign-in may well have connected something: only the others can promise that nothing was.
  const promise = key === 'title.state_consumed' ? '' : ` ${say('nothingConnected')}`;
  return { icon: icons[code] ?? 'caution', title, text: reasonOf(code, say) + promise };
}

import type { WalletGrant } from '@alter/protocol';
import type { Key, Names, WalletSay } from '../words.ts';
import { sayAny } from '../words.ts';

/** What a person can do; the views call these and decide nothing. */
export interface Actions {
  open: (grantId: string) => void;
  back: () => void;
  filter: (text: string) => void;
  more: () => void;
  retryList: () => void;
  retryConnection: () => void;
  activity: () => void;
  renewals: () => void;
  ask: () => void;
  revoke: () => void;
  closeDialog: () => void;
  dialogClosed: () => void;
  reload: () => void;
}

/** What every view needs to speak. */
export interface Scene {
  say: WalletSay;
  /** Moves once a minute. */
  now: Date;
  /** The app's name. */
  app: string;
  /** Whether a new session can be had without the person. */
  renewable: boolean;
  act: Actions;
}

/** Says a sentence about a connection. */
export const about = (scene: Scene, grant: WalletGrant, key: Key, more: Partial<Names> = {}): string =>
  sayAny(scene.say, key, { app: scene.app, provider: grant.provider.name, ...more });

/** Whose account it is: the name people know first, then the identifier. */
export const accountOf = (grant: WalletGrant): string => grant.account_identifier ?? grant.account_display_name ?? '';

/** A provider's words begin small, for the middle of a sentence; alone they begin like one. */
export const sentence = (text: string, lang: string): string =>
  text.slice(0, 1).toLocaleUpperCase(lang) + text.slice(1);

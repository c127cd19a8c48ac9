/** What the element says. English is inside; the other files are loaded when somebody reads them. */
import type { WordsLike } from '@alter/ui/locale';

export const en = {
  connect: 'Connect an account',
  connectProvider: 'Connect {provider}',
  menu: 'What to connect',
  opening: 'Opening…',
  finish: 'Finish in the popup',
  showAgain: 'Show it again',
  startAgain: 'Start again',
  connected: 'Connected',
  accounts: { one: '{count} account connected', other: '{count} accounts connected' },
  manage: 'Manage',
  blocked: 'Popup blocked',
  continueHere: 'Continue on this page',
  denied: 'You said no',
  expired: 'The link has expired',
  notStarted: 'This could not be started',
  failed: 'That did not work',
  nothing: '{reason}. Nothing was connected.',
  tryAgain: 'Try again',
} as const;

export type Words = WordsLike<typeof en>;

import type { Words } from './en.ts';

export default {
  connect: 'Konto verbinden',
  connectProvider: '{provider} verbinden',
  menu: 'Was verbunden wird',
  opening: 'Wird geöffnet …',
  finish: 'Im Fenster abschließen',
  showAgain: 'Wieder zeigen',
  startAgain: 'Neu beginnen',
  connected: 'Verbunden',
  accounts: { one: '{count} Konto verbunden', other: '{count} Konten verbunden' },
  manage: 'Verwalten',
  blocked: 'Fenster blockiert',
  continueHere: 'Auf dieser Seite weiter',
  denied: 'Sie haben abgelehnt',
  expired: 'Der Link ist abgelaufen',
  notStarted: 'Das ließ sich nicht beginnen',
  failed: 'Das hat nicht geklappt',
  nothing: '{reason}. Es wurde nichts verbunden.',
  tryAgain: 'Nochmals versuchen',
} satisfies Words;

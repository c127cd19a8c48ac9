import type { SharedWords } from './en.ts';

export const shared: SharedWords = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  done: 'Fertig',
  tryAgain: 'Erneut versuchen',
  details: 'Einzelheiten',
  connected: 'Verbunden',
  connectProvider: '{provider} verbinden',
  reference: 'Kennung für den Support: {id}',
  riskHigh: 'Weitreichender Zugriff',
};

import type { SharedWords } from './en.ts';

export const shared: SharedWords = {
  cancel: 'Annuler',
  close: 'Fermer',
  done: 'Terminé',
  tryAgain: 'Réessayer',
  details: 'Détails',
  connected: 'Connecté',
  connectProvider: 'Connecter {provider}',
  reference: 'Référence pour l’assistance : {id}',
  riskHigh: 'Accès étendu',
};

import type { Words } from './en.ts';

export default {
  connect: 'Connecter un compte',
  connectProvider: 'Connecter {provider}',
  menu: 'Que connecter',
  opening: 'Ouverture…',
  finish: 'Terminez dans la fenêtre',
  showAgain: 'L’afficher à nouveau',
  startAgain: 'Recommencer',
  connected: 'Connecté',
  accounts: { one: '{count} compte connecté', other: '{count} comptes connectés' },
  manage: 'Gérer',
  blocked: 'Fenêtre bloquée',
  continueHere: 'Continuer sur cette page',
  denied: 'Vous avez refusé',
  expired: 'Le lien a expiré',
  notStarted: 'Impossible de commencer',
  failed: 'Cela n’a pas fonctionné',
  nothing: '{reason}. Rien n’a été connecté.',
  tryAgain: 'Réessayer',
} satisfies Words;

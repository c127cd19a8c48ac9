import type { Words } from './en.ts';

export default {
  connect: 'Conectar una cuenta',
  connectProvider: 'Conectar {provider}',
  menu: 'Qué conectar',
  opening: 'Abriendo…',
  finish: 'Termina en la ventana',
  showAgain: 'Mostrarla de nuevo',
  startAgain: 'Empezar de nuevo',
  connected: 'Conectado',
  accounts: { one: '{count} cuenta conectada', other: '{count} cuentas conectadas' },
  manage: 'Gestionar',
  blocked: 'Ventana bloqueada',
  continueHere: 'Continuar en esta página',
  denied: 'Has dicho que no',
  expired: 'El enlace ha caducado',
  notStarted: 'No se pudo empezar',
  failed: 'No ha funcionado',
  nothing: '{reason}. No se ha conectado nada.',
  tryAgain: 'Intentar de nuevo',
} satisfies Words;

import type { SharedWords } from './en.ts';

export const shared: SharedWords = {
  cancel: 'Cancelar',
  close: 'Cerrar',
  done: 'Listo',
  tryAgain: 'Intentar de nuevo',
  details: 'Detalles',
  connected: 'Conectado',
  connectProvider: 'Conectar {provider}',
  reference: 'Referencia para soporte: {id}',
  riskHigh: 'Acceso amplio',
};

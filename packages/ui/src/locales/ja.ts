import type { SharedWords } from './en.ts';

export const shared: SharedWords = {
  cancel: 'キャンセル',
  close: '閉じる',
  done: '完了',
  tryAgain: 'もう一度試す',
  details: '詳細',
  connected: '接続済み',
  connectProvider: '{provider} を接続',
  reference: 'サポート用の照会番号: {id}',
  riskHigh: '広い権限',
};

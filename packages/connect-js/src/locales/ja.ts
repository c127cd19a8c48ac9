import type { Words } from './en.ts';

export default {
  connect: 'アカウントを接続',
  connectProvider: '{provider} を接続',
  menu: '接続するサービス',
  opening: '開いています…',
  finish: '別のウィンドウで続けてください',
  showAgain: 'もう一度表示',
  startAgain: '最初からやり直す',
  connected: '接続済み',
  accounts: { other: '{count} 件のアカウントを接続済み' },
  manage: '管理',
  blocked: 'ウィンドウがブロックされました',
  continueHere: 'このページで続ける',
  denied: '許可されませんでした',
  expired: 'リンクの有効期限が切れました',
  notStarted: '開始できませんでした',
  failed: 'うまくいきませんでした',
  nothing: '{reason}。何も接続されていません。',
  tryAgain: 'やり直す',
} satisfies Words;

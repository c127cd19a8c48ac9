/** The classic script: as `define.ts`, where there is no `import.meta`. */
import { define } from '@alter/ui';
import { AlterWalletElement } from './alter-wallet.ts';

const script = document.currentScript;
if (script instanceof HTMLScriptElement) AlterWalletElement.scriptOrigin = new URL(script.src, document.baseURI).origin;
define('alter-wallet', AlterWalletElement);

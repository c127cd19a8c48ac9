/** The script tag's module: defines `<alter-wallet>` for the service that the script came from. */
import { define } from '@alter/ui';
import { AlterWalletElement } from './alter-wallet.ts';

AlterWalletElement.scriptOrigin = new URL(import.meta.url).origin;
define('alter-wallet', AlterWalletElement);

export { AlterWalletElement };

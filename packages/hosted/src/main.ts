/** Entry of the connect page. */
import { define, tokenSheet } from '@alter/ui';
import { ConnectPage } from './connect-page.ts';
import { documentSheet } from './document-sheet.ts';
import { chosenLanguage } from './language.ts';

document.documentElement.lang = chosenLanguage();
for (const { styleSheet } of [tokenSheet, documentSheet]) if (styleSheet) document.adoptedStyleSheets.push(styleSheet);
define('alter-connect-page', ConnectPage);

/** What a script tag of type module loads: the element, defined. The client is the file beside it. */
import './define.ts';

export { AlterConnectElement } from './alter-connect.ts';

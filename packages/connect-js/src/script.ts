/** For a plain script tag: defines the element, and the global `AlterConnect` is the headless client. */
import './define.ts';
import { AlterConnect } from './headless.ts';

export default AlterConnect;

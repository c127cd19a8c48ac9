import { define } from '@alter/ui/define';
import { AlterConnectElement } from './alter-connect.ts';

define('alter-connect', AlterConnectElement);

/** The second view, a file of its own: fetched while the first one is read, so that the tag stays small. */
export { connectionStyles } from './connection.styles.ts';
export { Connection } from './state/connection.ts';
export { connectionView } from './views/connection.ts';

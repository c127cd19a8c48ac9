/** One entry of the menu. */
export interface MenuProvider {
  /** The vault's id, e.g. `google`. */
  id: string;
  name: string;
  /** Two letters; default: the name's. */
  monogram?: string;
  /** Degrees; default: by the id. */
  hue?: number;
}

const titled = (id: string) => id.replace(/[-_]+/g, ' ').replace(/(^| )\w/g, (letter) => letter.toUpperCase());

/** Reads `google:Google Calendar, slack`: ids, each with a name of the page's own if it wants one. */
export function readProviders(list: string): MenuProvider[] {
  return list
    .split(',')
    .map((entry) => entry.split(':').map((part) => part.trim()))
    .filter(([id]) => id)
    .map(([id = '', name]) => ({ id, name: name || titled(id) }));
}

/** The letters of the tile: of the first two words, else the first two of the name. */
export const monogramOf = ({ name, monogram }: MenuProvider): string =>
  monogram ?? (/^(\S)\S* (\S)/.exec(name)?.slice(1).join('') || name.slice(0, 2));

/** The same id has the same hue on every page. */
export const hueOf = ({ id, hue }: MenuProvider): number =>
  hue ?? Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);

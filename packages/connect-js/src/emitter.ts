type Listener<Arguments extends unknown[]> = (...args: Arguments) => void;
type Listeners<Events> = {
  [Name in keyof Events]?: Events[Name] extends unknown[] ? Set<Listener<Events[Name]>> : never;
};

/** Listeners by event name. What was kept for want of a listener goes to the first one that comes. */
export class Emitter<Events extends { [Name in keyof Events]: unknown[] }> {
  readonly #debug: boolean;
  #listeners: Listeners<Events> = {};
  #kept: Partial<Events> = {};

  constructor(debug = false) {
    this.#debug = debug;
  }

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const set = (this.#listeners[name] ??= new Set() as never) as Set<Listener<Events[Name]>>;
    set.add(listener);
    const kept = this.#kept[name];
    delete this.#kept[name];
    // Later, so that the caller has finished setting up, as with any other event.
    if (kept) queueMicrotask(() => listener(...(kept as Events[Name])));
    return () => set.delete(listener);
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.#listeners[name]?.delete(listener);
  }

  /** A listener that throws stops no other. @param keep replay to the first listener if there is none yet */
  emit<Name extends keyof Events>(name: Name, args: Events[Name], keep = false): void {
    if (this.#debug) console.debug('[Alter Connect]', name, ...args);
    const set = this.#listeners[name] as Set<Listener<Events[Name]>> | undefined;
    if (keep && !set?.size) this.#kept[name] = args;
    set?.forEach((listener) => safely(() => listener(...args)));
  }

  clear(): void {
    this.#listeners = {};
    this.#kept = {};
  }
}

/** Runs a caller's function; what it throws goes to the console. */
export function safely(run: () => void): void {
  try {
    run();
  } catch (error) {
    console.error('[Alter Connect]', error);
  }
}

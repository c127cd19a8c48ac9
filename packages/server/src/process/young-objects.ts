import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from making objects old at their birth ("pretenuring"). It decides so for one place in the code, for good, when
 * most of what that place had just made outlived a collection. While a server warms up under load that is chance; each call's
 * objects are then freed by collections of everything only, and hold other young objects until then. Half of the processes of
 * one build met it, and spent a tenth more on each call (`docs/decisions/0013-young-objects.md`). Call it before the work begins.
 */
export const keepObjectsYoung = (): void => setFlagsFromString('--no-allocation-site-pretenuring');

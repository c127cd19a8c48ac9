/** `npm run build`: everything that is built, as far as its sources changed. */
import { build } from '../build/build.ts';

await build();

/** Values for a vendor's variables: some that the entry's pattern takes, and not the default where there is a choice. */
import type { Variable } from '../../../packages/server/src/providers/provider.ts';

/** @throws when no value can be found: then the entry's pattern needs one in this list */
export function sampleOf(variable: Variable): string {
  const { pattern, default: preset, suffix = '' } = variable;
  const words = pattern.source.split('|').map(plainWord);
  const suffixes = [...pattern.source.matchAll(/((?:\\?\.|\b)(?:[a-z0-9-]+\\\.)+[a-z]+)/g)].map(([, one = '']) =>
    plainWord(one),
  );
  const candidates = [
    ...words,
    ...suffixes.flatMap((end) => [`eu1${end}`, `eu1.${end}`, end]),
    ...guesses,
    ...guesses.map((guess) => guess + suffix),
    ...(preset === undefined ? [] : [preset]),
  ];
  const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  const fits = candidates.filter((candidate) => whole.test(candidate));
  const sample = fits.find((candidate) => candidate !== preset) ?? fits[0];
  if (sample === undefined) throw new Error(`no sample for variable ${variable.name}: ${pattern.source}`);
  return sample;
}

const plainWord = (source: string): string => source.replace(/^\(\?:|[()^$]/g, '').replace(/\\(.)/g, '$1');

const guesses = [
  'example',
  'eu1',
  'us1',
  'sample-1',
  '4711',
  'ab12cd',
  'abc12345.eu-central-1',
  'xy12345.eu-central-1.aws',
  'sample.example',
  'example.com',
  'eu.example.com',
  '123-456-7890',
  '1234567890',
  'A1B2C3D4E5F6G7',
  'eu-central-1',
  '0a0b0c0d-0000-4000-8000-000000000001',
  'https://eu1.example.com',
];

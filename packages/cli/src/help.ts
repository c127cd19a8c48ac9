import type { Command } from './command.ts';
import { facts } from './table.ts';

const exitCodes = 'Exit codes: 0 done, 1 could not be done, 2 not understood.';

export const helpOfAll = (commands: readonly Command[]): string[] => [
  'alter: keys, providers and the store of an Alter server, on its machine.',
  '',
  ...summaries(commands),
  '',
  'It reads the settings and the alter.config file that the server reads, and works while the server runs.',
  'alter <command> --help says more. ' + exitCodes,
];

export const helpOfGroup = (name: string, commands: readonly Command[]): string[] => [
  `alter ${name}:`,
  '',
  ...summaries(commands),
  '',
  `alter ${name} <command> --help says more.`,
];

export function helpOfCommand(command: Command): string[] {
  const options = Object.entries(command.options).map(([name, option]): [string, string] => [
    `  --${name}${option.value === undefined ? '' : ` <${option.value}>`}`,
    `${option.words}${option.many ? ' May repeat.' : ''}${option.required ? ' Required.' : ''}`,
  ]);
  return [
    usage(command),
    '',
    command.summary,
    ...(command.details === undefined ? [] : ['', command.details]),
    ...(options.length === 0 ? [] : ['', 'Options:', ...facts(options)]),
    '',
    exitCodes,
  ];
}

export function usage(command: Command): string {
  const positional = (command.arguments ?? []).map((name) => (name.startsWith('[') ? name : `<${name}>`));
  const required = Object.entries(command.options)
    .filter(([, option]) => option.required)
    .map(([name, option]) => `--${name} <${option.value ?? ''}>`);
  return ['Usage: alter', ...command.path, ...positional, ...required, '[options]'].join(' ');
}

const summaries = (commands: readonly Command[]): string[] =>
  facts(commands.map(({ path, summary }) => [`  alter ${path.join(' ')}`, summary]));

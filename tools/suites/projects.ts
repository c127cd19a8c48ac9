import { filesMatching, type Suite } from './suites.ts';

/** A suite as Vitest knows it; one that runs on two stores is two of them. */
export interface Project {
  name: string;
  suite: Suite;
  files: readonly string[];
  /** Which store a line of the tests is started on. */
  store: 'embedded' | 'mongodb';
  needsMongod: boolean;
  /** One MongoDB for all its lines; else a file starts those that it needs. */
  sharesMongod: boolean;
}

export function projectsOf(suite: Suite): Project[] {
  if (suite.runner !== 'vitest') return [];
  const { name, files, needsMongod } = suite;
  const first: Project = {
    name,
    suite,
    files,
    store: needsMongod ? 'mongodb' : 'embedded',
    needsMongod,
    sharesMongod: false,
  };
  if (suite.onMongodb.length === 0) return [first];
  const again = { needsMongod: true, sharesMongod: true, store: 'mongodb' } as const;
  return [first, { name: `${name}-mongodb`, suite, files: suite.onMongodb, ...again }];
}

/** @param filters parts of file names; what begins with a dash is for the runner, and chooses nothing */
export function filesOfProject(project: Project, filters: readonly string[]): string[] {
  const parts = filters.filter((filter) => !filter.startsWith('-'));
  return filesMatching(project.files).filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
}

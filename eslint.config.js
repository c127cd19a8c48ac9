// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const here = import.meta.dirname;

/** Folders with a tsconfig: the rules that need types run there. */
const typed = [
  ...readdirSync(join(here, 'packages')).map((name) => `packages/${name}`),
  'test',
  'bench',
  'tools',
  'demo',
].filter((folder) => existsSync(join(here, folder, 'tsconfig.json')));

/** Loose scripts and configuration files, which no tsconfig includes. */
const untyped = ['packages/*/*.ts', '*.{js,ts}', '**/*.{js,mjs,cjs}'];

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/node_modules/',
    '**/generated/',
    '**/*.generated.*',
    'artifacts/',
    'coverage/',
    '**/fixtures/',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
  },
  {
    files: typed.map((folder) => `${folder}/**/*.ts`),
    ignores: untyped,
    extends: [tseslint.configs.strictTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: here } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `return refuse()` in a void function is a guard clause.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Vitest's and Koa's handlers may or may not return a promise.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false, variables: false } },
      ],
      // What a disk or a peer gives may be wrong in spite of its type.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A narrow interface is asynchronous for all of its members.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Indexing gives `T | undefined`; where the index is known to be there, `!` says so.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // TypeScript knows.
      'no-undef': 'off',
      'no-console': 'error',
      '@typescript-eslint/no-dynamic-delete': 'off',
      // `== null` means absent in either way.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // An answer read as JSON is `any`; a wrong member fails the test all the same.
    files: ['**/test/**/*.ts', '{test,bench,demo}/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      'no-console': 'off',
    },
  },
  {
    // The page's author looks for our words in the console.
    files: ['packages/{connect-js,wallet}/src/**'],
    rules: { 'no-console': ['error', { allow: ['warn', 'error', 'debug'] }] },
  },
  {
    files: ['{tools,demo,bench}/**', 'packages/cli/**', 'test/**', '**/*.config.ts', '**/shots/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['demo/page/**/*.js'],
    languageOptions: {
      globals: { document: 'readonly', window: 'readonly', location: 'readonly', fetch: 'readonly' },
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly' } },
  },
);

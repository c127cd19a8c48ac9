#!/usr/bin/env node
import { processIo } from './io.ts';
import { run } from './run.ts';

// `alter keys list | head`: who reads no further is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), processIo);

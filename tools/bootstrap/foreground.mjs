import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program in our place: same terminal, its signals and its exit code.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} exit code; 128 + n when it ended by signal n
 */
export function foreground(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options });
    const stop = forwardSignals(child);
    child.once('error', (error) => {
      stop();
      reject(error);
    });
    child.once('close', (code, signal) => {
      stop();
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}

/**
 * Hands SIGINT and SIGTERM on instead of dying of them. At a terminal Ctrl-C reaches the whole group by itself; sent again,
 * it would look like a second, impatient one.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => NodeJS.Signals | null} ends the forwarding and tells which signal came last
 */
export function forwardSignals(child) {
  /** @type {NodeJS.Signals | null} */
  let last = null;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    last = signal;
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  return () => {
    process.off('SIGINT', forward);
    process.off('SIGTERM', forward);
    return last;
  };
}

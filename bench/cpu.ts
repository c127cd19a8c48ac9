/** What processes used, by the kernel's count. */
import { readFileSync } from 'node:fs';

/** Milliseconds per tick of `/proc/<pid>/stat` (USER_HZ is 100 on every Linux that Node runs on). */
const tickMs = 10;

/** Milliseconds, in user and kernel mode, of all threads since each started. */
export const cpuMs = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + ofProcess(pid), 0);

function ofProcess(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Kilobytes that a process had to wait for the disk for: what the memory of the machine held is not among them. */
export function diskKb(pid: number): number {
  const [, bytes] = /^read_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8')) ?? [];
  return Number(bytes) / 1024;
}

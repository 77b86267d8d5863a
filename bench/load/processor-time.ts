import { readFileSync } from 'node:fs';

/** Milliseconds of a tick, of which Linux has a hundred in a second on every platform that Node supports. */
const TICK_MS = 10;

/** Milliseconds of processor that a process has used in all its threads; undefined where the system does not tell (/proc). */
export const processorTime = (pid: number): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  // The name of the command, in parentheses, may hold anything: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const [user = Number.NaN, system = Number.NaN] = fields.slice(11, 13).map(Number);
  return (user + system) * TICK_MS;
};

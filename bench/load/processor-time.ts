import { readFileSync } from 'node:fs';

/** Milliseconds per clock tick: Linux has a hundred per second on every platform that Node supports. */
const TICK_MS = 10;

/**
 * Returns the processor time in milliseconds that a process has used in all its threads; undefined if the system does
 * not report it (/proc).
 */
export const processorTime = (pid: number): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  // The command name, in parentheses, may contain anything: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const [user = Number.NaN, system = Number.NaN] = fields.slice(11, 13).map(Number);
  return (user + system) * TICK_MS;
};

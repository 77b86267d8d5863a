import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotMeasure } from '../bench-area.ts';
import { processorTime } from '../load/processor-time.ts';

const LOOK_MS = 2_000;
/** Looks whose shares differ by less than this, in percent of a core, count as settled. */
const SETTLED_PERCENT = 1;
const MOST_LOOKS = 60;
const KB_PER_MB = 1024;

/**
 * Returns the share of one core, in percent, that a process uses in all its threads during the given time in
 * milliseconds.
 */
export const processorShare = async (pid: number, ms: number): Promise<number> => {
  const began = performance.now();
  const before = usedBy(pid);
  await pause(ms);
  return ((usedBy(pid) - before) / (performance.now() - began)) * 100;
};

/** Waits until the share of a core that a process uses no longer changes, at most two minutes. */
export const untilSettled = async (pid: number): Promise<void> => {
  let last = Number.POSITIVE_INFINITY;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const share = await processorShare(pid, LOOK_MS);
    if (Math.abs(share - last) < SETTLED_PERCENT) return;
    last = share;
  }
};

/** Returns the resident memory of a process in MB. */
export const residentMemory = (pid: number): number => {
  // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / KB_PER_MB;
};

/** Returns the processor time in milliseconds that a process has used in all its threads. */
export const usedBy = (pid: number): number => {
  const used = processorTime(pid);
  if (used === undefined) throw new CannotMeasure('Only Linux tells how much a process uses (/proc).');
  return used;
};

import { randomUUID } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import { z } from 'zod';
import { type Duty, duties } from './roles.ts';

/** One running process of an installation, as the others see it. */
export const processRecordSchema = z.strictObject({
  id: z.string(),
  installation: z.string(),
  duties: z.array(z.enum(duties)),
  /** Identifies the system in which `pid` is valid. */
  place: z.string(),
  pid: z.int(),
  /** Distinguishes a process from a former one with the same `pid`. */
  born: z.string(),
  /** Counts up while the process is alive. */
  beat: z.int(),
});
export type ProcessRecord = z.infer<typeof processRecordSchema>;

const born = randomUUID();

/** The record of a process that begins. */
export const newProcessRecord = async (installation: string, own: readonly Duty[]): Promise<ProcessRecord> => ({
  id: randomUUID(),
  installation,
  duties: [...own],
  place: await readPlace(),
  pid: process.pid,
  born,
  beat: 0,
});

/** The host name alone is not enough, because containers may share it, and process ids may begin again after a restart. */
const readPlace = async (): Promise<string> => {
  const [boot, namespace] = await Promise.all([
    orNothing(readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
    orNothing(readlink('/proc/self/ns/pid')),
  ]);
  return [hostname(), boot.trim(), namespace].join(' ');
};

/** Other systems than Linux do not have these files. */
const orNothing = async (reading: Promise<string>): Promise<string> => {
  try {
    return await reading;
  } catch {
    return '';
  }
};

/** Whether the process has certainly ended: it ran in the place of `mine`, where no such process exists now. */
export const hasEnded = (record: ProcessRecord, mine: ProcessRecord): boolean => {
  if (record.place !== mine.place) return false;
  if (record.pid === mine.pid) return record.born !== mine.born;
  try {
    process.kill(record.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
};

/** The last beat of a process, and when it was first seen by this process's own clock. */
type Seen = { readonly beat: number; readonly at: number };

/**
 * Tells which processes are alive: those whose beat has changed within `silenceMs`. Only the own clock counts, so clocks of different
 * machines may differ.
 */
export const watchBeats = (silenceMs: number, monotonic: MonotonicClock) => {
  let seen: ReadonlyMap<string, Seen> = new Map();
  const silenceOf = (id: string): number => monotonic() - (seen.get(id)?.at ?? monotonic());
  return {
    note: (records: readonly ProcessRecord[]): void => {
      const now = monotonic();
      const next = ({ id, beat }: ProcessRecord): [string, Seen] => {
        const known = seen.get(id);
        return [id, known?.beat === beat ? known : { beat, at: now }];
      };
      seen = new Map(records.map(next));
    },
    isAlive: (record: ProcessRecord, mine: ProcessRecord): boolean =>
      record.id === mine.id || (silenceOf(record.id) < silenceMs && !hasEnded(record, mine)),
    silenceOf,
  };
};

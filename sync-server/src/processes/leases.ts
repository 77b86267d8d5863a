import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { eachPage } from '@inbetwin/shared/ports/each-page.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { z } from 'zod';
import { newProcessRecord, type ProcessRecord, processRecordSchema, watchBeats } from './process-records.ts';
import type { Duty } from './roles.ts';
import { afterTaking, afterYielding, heldBy, type Leases, noLeases, PARTITIONS, toYield } from './shares.ts';

/** Milliseconds. */
export type LeaseTiming = {
  /** How often a process says that it is alive. */
  readonly beatMs: number;
  /** After this time without a beat, others take over what a process holds. */
  readonly silenceMs: number;
  /** After this time without a stored beat, a process does nothing any more; well below `silenceMs`, because others may take over then. */
  readonly validMs: number;
};
export const leaseTiming: LeaseTiming = { beatMs: 2000, silenceMs: 6000, validMs: 4500 };

/** After this time, the record of a process that ended without a word is removed. Milliseconds. */
const FORGET_MS = 60_000;
const PAGE = 100;
const INSTALLATION_INDEX = ['installation'] as const;

const leasesSchema = z.strictObject({
  id: z.string(),
  leases: z
    .array(z.strictObject({ holder: z.string().nullable(), wantedBy: z.string().optional() }))
    .length(PARTITIONS),
});

/** Works for the teams of partitions. */
export type DutyListener = {
  /** From now on, this process works for the teams of these partitions. */
  gain(partitions: readonly number[]): void;
  /** Resolves once this process no longer does anything for them. */
  lose(partitions: readonly number[]): Promise<void>;
};

type LeaseOptions = {
  readonly store: DocumentStore;
  /** Only processes of one installation share the work. */
  readonly installation: string;
  readonly listeners: Readonly<Partial<Record<Duty, DutyListener>>>;
  readonly monotonic: MonotonicClock;
  readonly log: Logger;
  readonly timing?: LeaseTiming;
};

/** The share of the installation's work that this process holds. */
export type HeldLeases = {
  /** Resolves once this process has said that it is there, and holds what nobody else does. */
  begin(): Promise<void>;
  /** Whether nobody else can have taken over what this process holds. Check it before what others can see. */
  isCurrent(): boolean;
  /** Hands everything over; resolves when the listeners have stopped working. */
  stop(): Promise<void>;
};

/**
 * Shares the teams of an installation among its processes: each team is worked for by one process for each duty. A process that ends
 * hands its share over; one that is killed or hangs loses it after `silenceMs`.
 */
export const openLeases = (options: LeaseOptions): HeldLeases => {
  const { store, installation, listeners, monotonic, log, timing = leaseTiming } = options;
  const processes = openCollection(
    store.collection('server/processes', { indexes: [INSTALLATION_INDEX] }),
    processRecordSchema,
  );
  const tables = openCollection(store.collection('server/leases'), leasesSchema);
  const beats = watchBeats(timing.silenceMs, monotonic);
  const own = Object.keys(listeners) as Duty[];
  const held = new Map<Duty, ReadonlySet<number>>();
  /** Partitions that are being handed over. */
  const leaving = new Map<Duty, Promise<void>>();
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let mine: ProcessRecord | undefined;
  let beatenAt = Number.NEGATIVE_INFINITY;

  const isCurrent = (): boolean => monotonic() - beatenAt < timing.validMs;

  const beat = async (): Promise<ProcessRecord> => {
    const from = monotonic();
    mine ??= await newProcessRecord(installation, own);
    mine = { ...mine, beat: mine.beat + 1 };
    await processes.put(mine);
    beatenAt = from;
    return mine;
  };

  const readLive = async (me: ProcessRecord): Promise<readonly ProcessRecord[]> => {
    const records: ProcessRecord[] = [];
    const query = { index: INSTALLATION_INDEX, equals: [installation], limit: PAGE };
    for await (const page of eachPage(processes, query)) records.push(...page);
    beats.note(records);
    const forgotten = records.filter(({ id }) => beats.silenceOf(id) > FORGET_MS);
    if (forgotten.length > 0) await processes.delete(forgotten.map(({ id }) => id));
    return records.filter((record) => beats.isAlive(record, me));
  };

  const tableIdOf = (duty: Duty): string => `${installation}:${duty}`;

  /** Changes the leases of a duty; resolves to what is stored then. */
  const change = async (duty: Duty, next: (leases: Leases) => Leases): Promise<Leases> => {
    const id = tableIdOf(duty);
    const stored = await tables.upsert(id, (current) => {
      const before = current?.leases ?? noLeases;
      const after = next(before);
      return current && isSame(before, after) ? current : { id, leases: [...after] };
    });
    return stored.leases;
  };

  /** Compares what this process works for with what is stored. */
  const follow = (duty: Duty, me: string, leases: Leases): void => {
    const listener = listeners[duty];
    const before = held.get(duty) ?? new Set();
    const now = new Set(heldBy(leases, me));
    held.set(duty, now);
    const lost = [...before].filter((partition) => !now.has(partition));
    const gained = [...now].filter((partition) => !before.has(partition));
    if (lost.length > 0) {
      log.warn({ duty, partitions: lost.length }, 'Another process has taken over a part of the work');
      void listener?.lose(lost);
    }
    if (gained.length > 0) listener?.gain(gained);
  };

  /** Stops working for what others ask for, and hands it over when that has ended. */
  const yieldSome = async (
    duty: Duty,
    members: { me: string; live: ReadonlySet<string> },
    partitions: readonly number[],
  ) => {
    await listeners[duty]?.lose(partitions);
    held.set(duty, new Set([...(held.get(duty) ?? [])].filter((partition) => !partitions.includes(partition))));
    await change(duty, (leases) => afterYielding(leases, partitions, members));
  };

  const step = async (duty: Duty, me: string, live: ReadonlySet<string>): Promise<void> => {
    if (leaving.has(duty)) return;
    const members = { me, live };
    const leases = await change(duty, (current) => afterTaking(current, members));
    follow(duty, me, leases);
    const partitions = toYield(leases, members);
    if (partitions.length === 0) return;
    const handing = yieldSome(duty, members, partitions)
      .catch((error: unknown) => log.warn({ duty, error: String(error) }, 'Work could not be handed over'))
      .finally(() => leaving.delete(duty));
    leaving.set(duty, handing);
  };

  const tick = async (): Promise<void> => {
    const me = await beat();
    const live = await readLive(me);
    for (const duty of own) {
      const sharing = live.filter((record) => record.duties.includes(duty)).map(({ id }) => id);
      await step(duty, me.id, new Set([...sharing, me.id]));
    }
  };

  const repeat = (): Promise<void> =>
    repeatUntil(
      stopping.signal,
      async () => {
        await pause(timing.beatMs, stopping.signal);
        if (!stopping.signal.aborted) await tick();
      },
      {
        backoff: createBackoff({ firstRetryMs: timing.beatMs / 10, longestRetryMs: timing.beatMs }),
        onFailed: (error) => log.warn({ error: String(error) }, 'This process could not say that it is alive'),
      },
    );

  const handOver = async (duty: Duty, me: string): Promise<void> => {
    await leaving.get(duty);
    const partitions = [...(held.get(duty) ?? [])];
    await listeners[duty]?.lose(partitions);
    await change(duty, (leases) => afterYielding(leases, partitions, { me, live: new Set() }));
  };

  return {
    begin: async () => {
      await tick();
      running = repeat();
    },
    isCurrent,
    stop: async () => {
      stopping.abort();
      await running;
      if (!mine) return;
      const { id } = mine;
      try {
        await Promise.all(own.map((duty) => handOver(duty, id)));
        await processes.delete([id]);
      } catch (error) {
        log.warn({ error: String(error) }, 'The work could not be handed over; others take it over in a moment');
      }
    },
  };
};

const isSame = (one: Leases, other: Leases): boolean =>
  one.every(({ holder, wantedBy }, at) => holder === other[at]?.holder && wantedBy === other[at]?.wantedBy);

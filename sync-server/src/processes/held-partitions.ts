import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { DutyListener } from './leases.ts';
import { afterBeat, isHeld, type Place } from './partition-places.ts';
import type { Duty } from './roles.ts';

/** One of the subscribers of a partition's queue, which gives every beat to one of them. */
export type PartitionQueue = {
  /** Sends a beat to whoever is the active subscriber; rejects if the queue is not reachable. */
  beat(sentAt: number): Promise<void>;
  leave(): Promise<void>;
};

/** Subscribes to a partition's queue; `hear` is called with beats that this process sent, and with the subscription that received them. */
export type JoinQueue = (
  partition: number,
  hear: (beat: { readonly subscription: string; readonly sentAt: number }) => void,
) => PartitionQueue;

/** Milliseconds. */
export type PlaceTiming = {
  readonly beatMs: number;
  /** After this time without an own beat, a process does nothing any more; a new holder begins no earlier. */
  readonly validMs: number;
};
export const placeTiming: PlaceTiming = { beatMs: 800, validMs: 2500 };

type HeldOptions = {
  readonly duty: Duty;
  readonly join: JoinQueue;
  /** Works for the partitions that are held beyond doubt. */
  readonly listener: DutyListener;
  readonly monotonic: MonotonicClock;
  readonly log: Logger;
  readonly timing?: PlaceTiming;
};

export type HeldPartitions = DutyListener & {
  /** Whether nobody else can work for what `listener` works for. */
  isCurrent(): boolean;
};

type Member = { readonly queue: PartitionQueue; place?: Place; isWorking: boolean };

/** Works for the partitions that the leases give to this process only while it is also the active subscriber of their queues. */
export const holdPartitions = (options: HeldOptions): HeldPartitions => {
  const { duty, join, listener, monotonic, log, timing = placeTiming } = options;
  const members = new Map<number, Member>();
  let timer: NodeJS.Timeout | undefined;

  const isProven = ({ place }: Member): boolean => isHeld(place, monotonic(), timing.validMs);

  const review = (partition: number, member: Member): void => {
    const isNow = isProven(member);
    if (isNow === member.isWorking) return;
    member.isWorking = isNow;
    if (isNow) listener.gain([partition]);
    else {
      log.warn({ duty, partition }, 'The broker no longer confirms that this process works for a part of the teams');
      void listener.lose([partition]);
    }
  };

  const tick = (): void => {
    for (const [partition, member] of members) {
      review(partition, member);
      member.queue.beat(monotonic()).catch((error: unknown) => {
        log.debug({ duty, partition, error: String(error) }, 'A beat could not be sent');
      });
    }
  };

  const add = (partition: number): void => {
    const queue = join(partition, ({ subscription, sentAt }) => {
      if (members.get(partition) !== member) return;
      member.place = afterBeat(member.place, { subscription, sentAt, now: monotonic() });
      review(partition, member);
    });
    const member: Member = { queue, isWorking: false };
    members.set(partition, member);
  };

  const remove = async (partition: number): Promise<void> => {
    const member = members.get(partition);
    if (!member) return;
    members.delete(partition);
    await listener.lose([partition]);
    await member.queue.leave();
  };

  return {
    gain: (partitions) => {
      partitions.forEach(add);
      timer ??= setInterval(tick, timing.beatMs);
      tick();
    },
    lose: async (partitions) => {
      await Promise.all(partitions.map(remove));
      if (members.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
    isCurrent: () => [...members.values()].every((member) => !member.isWorking || isProven(member)),
  };
};

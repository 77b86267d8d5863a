import type { Step } from './engine-room.ts';

/** A fresh worker or process with one engine in it. */
export type Room = {
  /** Milliseconds, as the step says. */
  run(step: Step): Promise<readonly number[]>;
  /** Bytes in use after everything unused is gone: objects and array buffers. */
  heap(): Promise<number>;
  close(): Promise<void>;
};
export type OpenRoom = () => Promise<Room>;

/** What a worker or process answers with. */
export type RoomReply = { readonly values: readonly number[] } | { readonly error: string };

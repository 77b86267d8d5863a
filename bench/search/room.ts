import type { Step } from './engine-room.ts';

/** A fresh worker or process that contains one engine. */
export type Room = {
  /** Returns milliseconds, as the step defines. */
  run(step: Step): Promise<readonly number[]>;
  /** Returns the bytes in use after garbage collection: objects and array buffers. */
  heap(): Promise<number>;
  close(): Promise<void>;
};
/** Opens a room. */
export type OpenRoom = () => Promise<Room>;

/** The response of a worker or process. */
export type RoomReply = { readonly values: readonly number[] } | { readonly error: string };

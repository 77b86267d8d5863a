import type { SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';

/** What a device leaves out of a collection of `total` documents: those from before `since` that it does not need. */
export type LeftOut = { readonly since: number; readonly total: number };

/**
 * The part of the state that survives restarts. With a `cursor` in the checkpoint, the first pull (newest first) is in progress.
 * `isRestarted`: the server resends everything because it did not recognize this device's position; what it does not send, it has lost.
 */
export type KeptPosition = {
  readonly checkpoint: SyncCheckpoint;
  readonly isRestarted?: boolean;
  readonly leftOut?: LeftOut;
};

/** The state of a collection's pull. */
export type PullState = {
  /** This device has everything the server had up to here; null if it has nothing. */
  readonly checkpoint: SyncCheckpoint | null;
  readonly isRestarted: boolean;
  /** Undefined if this device receives everything. */
  readonly leftOut: LeftOut | undefined;
  /** Whether the stream can be followed without gaps, which requires a completed pull. */
  readonly isLive: boolean;
  /** The stream reported changes while a pull was in progress. */
  readonly hasMissed: boolean;
};

/** What happens to a pull. */
export type PullEvent =
  | { readonly type: 'opened'; readonly kept: KeptPosition | undefined }
  /** Everything up to the checkpoint is stored. */
  | { readonly type: 'stored'; readonly checkpoint: SyncCheckpoint; readonly restarted?: boolean }
  /** A first pull has begun; it leaves out what is older. */
  | { readonly type: 'begun'; readonly checkpoint: SyncCheckpoint; readonly leftOut: LeftOut | undefined }
  /** Earlier documents were stored as well. */
  | { readonly type: 'refilled'; readonly leftOut: LeftOut | undefined }
  /** What the server had lost was scheduled for sending. */
  | { readonly type: 'losses-restored' }
  | { readonly type: 'round-begun' }
  /** The server has nothing more to send. */
  | { readonly type: 'round-ended' }
  /** The stream reported changes. */
  | { readonly type: 'told' }
  /** The stream has missed changes. */
  | { readonly type: 'gap' };

/** The state before the saved position is loaded. */
export const openingPull: PullState = {
  checkpoint: null,
  isRestarted: false,
  leftOut: undefined,
  isLive: false,
  hasMissed: false,
};

/** The state after an event; a pure function. */
export const pullAfter = (state: PullState, event: PullEvent): PullState => {
  switch (event.type) {
    case 'opened':
      return {
        ...state,
        checkpoint: event.kept?.checkpoint ?? null,
        isRestarted: event.kept?.isRestarted === true,
        leftOut: event.kept?.leftOut,
      };
    case 'begun':
      return { ...state, checkpoint: event.checkpoint, leftOut: event.leftOut };
    case 'refilled':
      return { ...state, leftOut: event.leftOut };
    case 'stored':
      return {
        ...state,
        checkpoint: event.checkpoint,
        isRestarted: state.isRestarted || event.restarted === true,
      };
    case 'losses-restored':
      return { ...state, isRestarted: false };
    case 'round-begun':
      return { ...state, hasMissed: false };
    case 'round-ended':
      return { ...state, isLive: !state.hasMissed };
    case 'told':
      return state.isLive ? state : { ...state, hasMissed: true };
    case 'gap':
      return { ...state, isLive: false, hasMissed: true };
  }
};

/** Whether the first pull is in progress. */
export const isFilling = ({ checkpoint }: PullState): boolean => checkpoint === null || checkpoint.cursor !== undefined;

/**
 * What happens to changes from the stream. `follow`: they are stored and the checkpoint advances; `store`: they are stored early during a
 * first pull, which will bring them again; `leave`: they are ignored because the current pull brings them.
 */
export const fateOfChanges = (state: PullState): 'follow' | 'store' | 'leave' => {
  if (state.isLive) return 'follow';
  return state.checkpoint?.cursor === undefined ? 'leave' : 'store';
};

/** The part of the state to save; undefined before the first checkpoint. */
export const keptOf = ({ checkpoint, isRestarted, leftOut }: PullState): KeptPosition | undefined =>
  checkpoint === null ? undefined : { checkpoint, ...(isRestarted && { isRestarted }), ...(leftOut && { leftOut }) };

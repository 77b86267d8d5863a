import type { SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';

/**
 * What outlives the process. With a `cursor` in the checkpoint the first pull is under way, newest first. `isRestarted`: the server
 * tells everything again, since it does not know where this device was; what it does not tell of, it has lost.
 */
export type KeptPosition = { readonly checkpoint: SyncCheckpoint; readonly isRestarted?: boolean };

export type PullState = {
  /** Up to where this device holds what the server has; null when it holds nothing. */
  readonly checkpoint: SyncCheckpoint | null;
  readonly isRestarted: boolean;
  /** The stream follows without a gap only behind a pull that came to its end. */
  readonly isLive: boolean;
  /** Something passed on the stream while a pull was under way. */
  readonly hasMissed: boolean;
};

export type PullEvent =
  | { readonly type: 'opened'; readonly kept: KeptPosition | undefined }
  /** Everything up to the checkpoint is stored. */
  | { readonly type: 'stored'; readonly checkpoint: SyncCheckpoint; readonly restarted?: boolean }
  /** What the server lost is given back. */
  | { readonly type: 'given-back' }
  | { readonly type: 'round-begun' }
  /** The server has no more to give. */
  | { readonly type: 'round-ended' }
  /** The stream brought changes. */
  | { readonly type: 'told' }
  /** The stream missed something. */
  | { readonly type: 'gap' };

export const openingPull: PullState = { checkpoint: null, isRestarted: false, isLive: false, hasMissed: false };

export const pullAfter = (state: PullState, event: PullEvent): PullState => {
  switch (event.type) {
    case 'opened':
      return {
        ...state,
        checkpoint: event.kept?.checkpoint ?? null,
        isRestarted: event.kept?.isRestarted === true,
      };
    case 'stored':
      return {
        ...state,
        checkpoint: event.checkpoint,
        isRestarted: state.isRestarted || event.restarted === true,
      };
    case 'given-back':
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

/** Whether the first pull is under way. */
export const isFilling = ({ checkpoint }: PullState): boolean => checkpoint === null || checkpoint.cursor !== undefined;

/**
 * What becomes of changes from the stream. `follow`: they are stored and the checkpoint moves behind them; `store`: they are shown
 * early, during a first pull, which will bring them again; `leave`: the pull that is under way brings them in their place.
 */
export const fateOfChanges = (state: PullState): 'follow' | 'store' | 'leave' => {
  if (state.isLive) return 'follow';
  return state.checkpoint?.cursor === undefined ? 'leave' : 'store';
};

export const keptOf = ({ checkpoint, isRestarted }: PullState): KeptPosition | undefined =>
  checkpoint === null ? undefined : { checkpoint, ...(isRestarted && { isRestarted }) };

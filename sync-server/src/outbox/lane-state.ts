/** `retry`: after this many milliseconds, or sooner when woken; `park`: only when woken. A `fixed` wait is not shortened. */
export type Outcome =
  | 'done'
  | { readonly kind: 'retry'; readonly ms: number; readonly fixed?: boolean }
  | { readonly kind: 'park' };

/** `ready`: queued for a slot; `waiting`: for its time, or until it is woken. */
export type LaneState =
  | { readonly is: 'ready' }
  | { readonly is: 'running'; readonly isWoken: boolean }
  | { readonly is: 'waiting'; readonly isFixed: boolean };

export type LaneEvent =
  | { readonly type: 'placed' }
  | { readonly type: 'ended'; readonly outcome: Outcome }
  | { readonly type: 'woken' }
  | { readonly type: 'due' };

const ready: LaneState = { is: 'ready' };

/** The state after an event of a lane that still has tasks. A wake-up during a running task is not lost. */
export const nextLaneState = (state: LaneState, event: LaneEvent): LaneState => {
  switch (event.type) {
    case 'placed':
      return { is: 'running', isWoken: false };
    case 'ended':
      return afterTurn(event.outcome, state.is === 'running' && state.isWoken);
    case 'woken':
      if (state.is === 'running') return { ...state, isWoken: true };
      return state.is === 'waiting' && !state.isFixed ? ready : state;
    case 'due':
      return ready;
  }
};

const afterTurn = (outcome: Outcome, isWoken: boolean): LaneState => {
  if (outcome === 'done') return ready;
  const isFixed = outcome.kind === 'retry' && outcome.fixed === true;
  return isWoken && !isFixed ? ready : { is: 'waiting', isFixed };
};

import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';

/** How far the polling of one bot has come. */
export type PollState = {
  /** Telegram discards updates below it with the next poll. */
  readonly offset: number;
  /** Number of consecutive failures. */
  readonly failures: number;
  /** Telegram refuses polling while a webhook is set. */
  readonly hasWebhook: boolean;
  /** Whether the next poll may wait for updates; the first one, and the first after a failure, returns at once to tell that all is well. */
  readonly isPatient: boolean;
};

export type PollEvent =
  | { readonly type: 'webhook-removed' }
  /** The update's message is stored. */
  | { readonly type: 'handled'; readonly update: number }
  /** All updates of a poll are handled. */
  | { readonly type: 'caught-up' }
  | { readonly type: 'failed'; readonly code: ErrorCode };

/** Before the first poll. */
export const notPolled: PollState = { offset: 0, failures: 0, hasWebhook: true, isPatient: false };

/** The state after the event. The offset never goes back, so no handled update is asked for again. */
export const nextPollState = (state: PollState, event: PollEvent): PollState => {
  switch (event.type) {
    case 'webhook-removed':
      return { ...state, hasWebhook: false };
    case 'handled':
      return { ...state, offset: Math.max(state.offset, event.update + 1) };
    case 'caught-up':
      return { ...state, failures: 0, isPatient: true };
    case 'failed': {
      // Telegram names another poller and a webhook with the same code.
      const hasWebhook = state.hasWebhook || event.code === 'channel.conflict';
      return { ...state, failures: state.failures + 1, isPatient: false, hasWebhook };
    }
  }
};

import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';

/** The progress of polling one bot. */
export type PollState = {
  /** With the next poll, Telegram discards all updates below it. */
  readonly offset: number;
  /** Number of consecutive failures. */
  readonly failures: number;
  /** Telegram refuses polling while a webhook is set. */
  readonly hasWebhook: boolean;
  /**
   * Whether the next poll may wait for updates; the first one, and the first after a failure, returns immediately to show that the
   * connection works.
   */
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

/** The state after the event. The offset never decreases, so no handled update is requested again. */
export const nextPollState = (state: PollState, event: PollEvent): PollState => {
  switch (event.type) {
    case 'webhook-removed':
      return { ...state, hasWebhook: false };
    case 'handled':
      return { ...state, offset: Math.max(state.offset, event.update + 1) };
    case 'caught-up':
      return { ...state, failures: 0, isPatient: true };
    case 'failed': {
      // Telegram uses the same code for another poller and for a webhook.
      const hasWebhook = state.hasWebhook || event.code === 'channel.conflict';
      return { ...state, failures: state.failures + 1, isPatient: false, hasWebhook };
    }
  }
};

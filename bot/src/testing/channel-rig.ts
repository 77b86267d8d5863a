import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';
import type { ChannelConnection, ChannelContext, ChannelMemory, ConnectedChannel } from '../channels/channel.ts';
import { defaultTiming } from '../channels/timing.ts';
import type { SentFile } from './read-form.ts';

/** What the conformance suite needs of a platform: one customer, and ways to make the platform fail. */
export type ChannelRig = {
  readonly channel: ConnectedChannel;
  connect(context: Pick<ChannelContext, 'receive' | 'clock' | 'log' | 'known'>): Promise<ChannelConnection>;
  /** Returns the chat's id. */
  customerWrites(text: string): Promise<string>;
  redeliverLast(): Promise<void>;
  /** Whether the platform still has a message that was not acknowledged. */
  unacknowledged(): Promise<boolean>;
  /** Redelivers, unless the platform does it on its own. */
  senderTriesAgain(): Promise<void>;
  /** The number of parts that reached the customer. */
  arrived(chatId: string): Promise<number>;
  /** The files that reached the customer, in their order. */
  filesArrived(chatId: string): Promise<readonly Pick<SentFile, 'name' | 'bytes'>[]>;
  typingShown(chatId: string): Promise<number>;
  readonly sendingTroubles: readonly {
    readonly make: () => Promise<void>;
    readonly code: ErrorCode;
    readonly retryAfter: number | undefined;
  }[];
  /** The customer stops and begins again to take our messages; undefined on a platform where that cannot be, or that does not tell. */
  readonly reach: { readonly block: () => Promise<void>; readonly unblock: () => Promise<void> } | undefined;
  /** The buttons of the last message, and the customer's press on one of them; undefined for a kind without buttons. */
  readonly choices:
    | { readonly shown: () => Promise<readonly string[]>; readonly press: (choice: string) => Promise<void> }
    | undefined;
  /** The customer deletes the last message; undefined on a platform that does not tell. */
  readonly customerDeletesLast: (() => Promise<void>) | undefined;
  /** The agreement of the administrator of an account that is connected by OAuth; undefined for a kind without. */
  readonly access: Readonly<Record<'expire' | 'revoke' | 'agree', () => void>> | undefined;
  /** Makes the platform send the template no more; undefined for a kind without templates. */
  readonly pauseTemplate: ((name: string) => void) | undefined;
  /** The number of calls that the platform has received; undefined for a kind without webhook and templates. */
  readonly platformCalls: (() => number) | undefined;
  /** What the platform calls the customer, for a connection with `profile`. */
  readonly customerName: string | undefined;
  sendOddInput(): Promise<void>;
  untilListening(): Promise<void>;
  stop(): Promise<void>;
};

/** Remembers nothing. */
export const forgetful: ChannelMemory = { read: async () => undefined, write: async () => undefined };

/** Timeouts short enough for a test. */
export const shortTiming = { ...defaultTiming, requestMs: 1_500, firstRetryMs: 10, longestRetryMs: 40 };

import type { LookupFunction } from 'node:net';
import type { ChatChange } from '@inbetwin/shared/conversations/group-chat.ts';
import type { ReceivedMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { ChannelTiming } from './timing.ts';

/** What a platform allows, as data: nobody asks which channel it is. */
export type ChannelCapabilities = {
  /** UTF-16 units in one message; longer texts are split at sentence ends. */
  readonly maxTextLength: number;
  /**
   * What to do with a send whose outcome a crash left unknown. `resend`: the platform drops duplicates by our id;
   * `resend-once-marked`: it cannot tell, so it is sent once more and marked for a person to see.
   */
  readonly unknownOutcome: 'resend' | 'resend-once-marked';
  /** Shows citations beside a message; elsewhere the text ends with the names of its sources. */
  readonly showsCitations: boolean;
  /** Shows "is typing" to the customer. */
  readonly typing: boolean;
};

/** One message of a customer, in the platform's own ids. */
export type InboundMessage = Omit<ReceivedMessage, 'channel' | 'conversationId'>;

export type OutboundPart = {
  readonly chatId: string;
  readonly text: string;
  /** The same for every attempt at this part: `<messageId>#<part>`. */
  readonly idempotencyKey: string;
  /** The platform's id of the message that it answers, where several people write. */
  readonly replyTo?: string;
};

export type ChannelHealth =
  | { readonly state: 'connected'; readonly name: string }
  | { readonly state: 'connecting' | 'failing'; readonly reason: { readonly code: string; readonly message: string } };

/** A connected account of one platform. */
export type ChannelConnection = {
  /** The platform's id of our own account: part of every conversation's id. */
  readonly account: string;
  readonly name: string;
  health(): ChannelHealth;
  /** Begins to receive; each message is handed over and acknowledged to the platform only once `receive` has resolved. */
  start(): Promise<void>;
  /** Resolves when nothing is received any more. */
  stop(): Promise<void>;
  /**
   * Sends one part and returns the platform's id of it. Throws a `Failure`: `channel.rate_limited` with `retryAfter`,
   * `channel.unreachable` (worth another try) or `channel.rejected` (never worth one).
   */
  send(part: OutboundPart): Promise<{ readonly platformId: string }>;
  showTyping(chatId: string): Promise<void>;
};

type Surroundings = {
  /** Stores the message durably; a repeated one is a no-op. A rejection means: not stored, let the platform resend. */
  readonly receive: (message: InboundMessage) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
};

export type ChannelContext = Surroundings & {
  /** A group was renamed or moved: resolves once that is stored. Repeating it is harmless. */
  readonly chatChanged: (change: ChatChange) => Promise<void>;
  readonly token: string;
  readonly apiRoot?: string;
  /** Resolves host names for every connection to the platform; refuses those that must not be reached. */
  readonly lookup?: LookupFunction;
  /** Told of every change of `health()`. */
  readonly onHealth: (health: ChannelHealth) => void;
  readonly timing: ChannelTiming;
};

type ChannelKind = { readonly kind: string; readonly capabilities: ChannelCapabilities };

/** A kind of channel that is connected with a token. */
export type TokenChannel = ChannelKind & {
  readonly access: 'token';
  /** Asks the platform who we are. Throws `channel.token_refused` or `channel.unreachable`. */
  connect(context: ChannelContext): Promise<ChannelConnection>;
};

/** A kind of channel that every team has without connecting anything. */
export type OpenChannel = ChannelKind & {
  readonly access: 'open';
  readonly account: string;
  open(context: Surroundings & { readonly teamId: string }): ChannelConnection;
};

export type Channel = TokenChannel | OpenChannel;

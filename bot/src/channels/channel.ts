import type { LookupFunction } from 'node:net';
import type { Credentials } from '@inbetwin/shared/channels/credentials.ts';
import type { CredentialsKind, OpenKind } from '@inbetwin/shared/channels/kind.ts';
import type { ChatChange } from '@inbetwin/shared/conversations/group-chat.ts';
import type { ReceivedAttachment, ReceivedMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { z } from 'zod';
import type { ChannelTiming } from './timing.ts';

/** One message of a customer, in the platform's own ids. */
export type InboundMessage = Omit<ReceivedMessage, 'channel' | 'conversationId'>;

/** A file of a customer's message; `reference` is what `download` is asked for. */
export type InboundAttachment = ReceivedAttachment;

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
  /**
   * The bytes of a customer's file as the platform sends them, to be read once, to the end or until the reader leaves. It may be asked for at any
   * time after the message, in another process as well. Throws, and the stream fails with, a `Failure`: `channel.rate_limited` with `retryAfter`,
   * `channel.unreachable` or `channel.token_refused` (worth another try), `file.gone` or `file.too_large` (never worth one).
   */
  download(reference: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
};

/** What a channel tells the server that hosts it. */
export type ChannelSurroundings = {
  /** Stores the message durably; a repeated one is a no-op. A rejection means: not stored, let the platform resend. */
  readonly receive: (message: InboundMessage) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
};

export type ChannelContext = ChannelSurroundings & {
  /** A group was renamed or moved: resolves once that is stored. Repeating it is harmless. */
  readonly chatChanged: (change: ChatChange) => Promise<void>;
  /** Resolves host names for every connection to the platform; refuses those that must not be reached. */
  readonly lookup?: LookupFunction;
  /** Told of every change of `health()`. */
  readonly onHealth: (health: ChannelHealth) => void;
  readonly timing: ChannelTiming;
};

/** A kind of channel that is connected with credentials. */
export type ConnectedChannel = CredentialsKind & {
  /** Asks the platform who we are. Throws `channel.token_refused` or `channel.unreachable`. */
  connect(context: ChannelContext, credentials: Credentials): Promise<ChannelConnection>;
};

/** A kind of channel that every team has without connecting anything. */
export type OpenChannel = OpenKind & {
  open(context: ChannelSurroundings & { readonly teamId: string }): ChannelConnection;
};

export type Channel = ConnectedChannel | OpenChannel;

/** Adds what a kind of channel does to its data; `connect` gets the credentials as the kind's schema parses them. */
export const defineChannel = <Kind extends CredentialsKind>(
  kind: Kind,
  connect: (context: ChannelContext, credentials: z.output<Kind['credentials']>) => Promise<ChannelConnection>,
): ConnectedChannel => ({
  ...kind,
  connect: (context, credentials) =>
    connect(context, kind.credentials.parse(credentials) as z.output<Kind['credentials']>),
});

import type { LookupFunction } from 'node:net';
import type { Credentials } from '@inbetwin/shared/channels/credentials.ts';
import type { CredentialsKind, OpenKind } from '@inbetwin/shared/channels/kind.ts';
import type { ChatChange } from '@inbetwin/shared/conversations/group-chat.ts';
import type { MessageDeletion } from '@inbetwin/shared/conversations/messages/delete-message.ts';
import type { MessageEdit } from '@inbetwin/shared/conversations/messages/edit-message.ts';
import type { Receipt } from '@inbetwin/shared/conversations/messages/note-receipt.ts';
import type { ReachChange } from '@inbetwin/shared/conversations/reach.ts';
import type { ReceivedAttachment, ReceivedMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import type { MessageTemplate, Template } from '@inbetwin/shared/entities/template.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { z } from 'zod';
import type { ChannelTiming } from './timing.ts';

/** A customer's message, identified by the platform's own ids. */
export type InboundMessage = Omit<ReceivedMessage, 'channel' | 'conversationId' | 'choiceOf'> & {
  /**
   * The platform's id of the message whose button the customer pressed; the text is the choice. Only the first press on a message counts,
   * so `messageId` is derived from this id.
   */
  readonly chosenIn?: string;
};

/** A file in a customer's message; `reference` is what `download` takes. */
export type InboundAttachment = ReceivedAttachment;

/** An event that a platform reports. It may be reported more than once, always with the same content. */
export type ChannelEvent =
  | { readonly type: 'message'; readonly message: InboundMessage }
  /** A customer changed the text of a message. */
  | { readonly type: 'edited'; readonly edit: MessageEdit }
  /** A customer deleted a message. */
  | { readonly type: 'deleted'; readonly deletion: MessageDeletion }
  /** A message of ours reached the customer's device, or was read. */
  | { readonly type: 'receipt'; readonly receipt: Receipt }
  /** A group was renamed or moved. */
  | { readonly type: 'chat'; readonly change: ChatChange }
  /** A customer blocked or unblocked us, or a group added, removed, or muted us. */
  | { readonly type: 'reach'; readonly change: ReachChange };

/** An HTTP request from the platform, with its body unread. */
export type WebhookRequest = {
  readonly method: 'GET' | 'POST';
  readonly query: Readonly<Record<string, string>>;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** The answer that the platform expects: a confirmation, a challenge, or `ok`. Plain text unless `type` says otherwise. */
export type WebhookAnswer = { readonly status: number; readonly body?: string; readonly type?: string };

/** A file in a reply. */
export type OutboundFile = Pick<Attachment, 'kind' | 'name' | 'type'> & {
  readonly size: number;
  /**
   * Opens the bytes from the beginning; each attempt opens them again. Throws, or fails the stream with, `file.gone` or
   * `store.unavailable`. The caller of `send` releases what was not read.
   */
  open(): Promise<AsyncIterable<Uint8Array>>;
};

/** A piece of a message's text, or one of its files; the text comes first. */
export type OutboundPart = {
  readonly chatId: string;
  /** Empty for a file. */
  readonly text: string;
  readonly file?: OutboundFile;
  /** Buttons for the last piece of the text, within the limits of the kind's capabilities. */
  readonly choices?: readonly string[];
  /** Set if the text is this template with its placeholders filled in. */
  readonly template?: MessageTemplate;
  /** The same for every attempt to send this part: `<messageId>#<part>`. */
  readonly idempotencyKey: string;
  /** The platform's id of the message that this one answers; set in chats with several people. */
  readonly replyTo?: string;
};

export type Profile = Pick<InboundMessage['sender'], 'name' | 'handle' | 'language'>;

export type ChannelHealth =
  | { readonly state: 'connected'; readonly name: string }
  | { readonly state: 'connecting' | 'failing'; readonly reason: { readonly code: string; readonly message: string } };

/** A connected account on one platform. */
export type ChannelConnection = {
  /** The platform's id of our own account; it is part of every conversation's id. */
  readonly account: string;
  readonly name: string;
  health(): ChannelHealth;
  /** Starts receiving. A message is acknowledged to the platform only once `receive` has resolved. */
  start(): Promise<void>;
  /** Resolves when receiving has stopped. */
  stop(): Promise<void>;
  /**
   * Sends one part and returns the platform's id for it. A file is never larger than the kind's `maxBytesOut`. Throws a `Failure`:
   * `channel.rate_limited` with `retryAfter`, `channel.unreachable` (worth retrying), `channel.token_refused` and `channel.signed_out`
   * (worth retrying once the account is connected again), `channel.blocked` (the chat does not accept our messages),
   * `channel.template_unavailable` (the platform does not know the template or has paused it), `channel.rejected` or `file.too_large` (this
   * part must not be retried), or whatever `open` of the file throws.
   */
  send(part: OutboundPart): Promise<{ readonly platformId: string }>;
  /** Present if the kind has `typingMs`. */
  showTyping?(chatId: string): Promise<void>;
  /** Lists the templates that the platform has approved, for kinds that send templates. Throws the same failures as `send`. */
  templates?(): Promise<readonly Template[]>;
  /**
   * Looks up the customer's profile, for platforms whose messages contain only ids and leave `sender.name` empty. Called when a
   * conversation begins. Undefined for a person whom the platform does not reveal. Throws the same failures as `send`; it may be slow,
   * because callers wait only briefly.
   */
  profile?(userId: string): Promise<Profile | undefined>;
  /**
   * Streams the bytes of a customer's file; the reader may stop early. It may be called at any time after the message arrived, also in
   * another process. Throws, or fails the stream with, a `Failure`: `channel.rate_limited` with `retryAfter`, `channel.unreachable` or
   * `channel.token_refused` (worth retrying), `file.gone` or `file.too_large` (never worth retrying).
   */
  download(reference: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /**
   * Handles a request from the platform, for kinds that receive by webhook. Anyone may call the address, so nothing is stored until the
   * request is proved to come from the platform; it is answered only once its events are stored. If this rejects, the platform repeats the
   * request. It must not depend on `start`, which another process may have called on its own connection.
   */
  webhook?(request: WebhookRequest): Promise<WebhookAnswer>;
};

/** What a channel may ask of the server that hosts it. */
export type ChannelSurroundings = {
  /** Stores the event durably; a repeated one is a no-op. A rejection means that it was not stored and the platform should resend it. */
  readonly receive: (event: ChannelEvent) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * Returns an access token of an account that was connected by OAuth. `refused` is a token that the platform no longer accepts; it is
 * renewed unless that has already happened. Throws `channel.signed_out` if the account must be connected again, and `channel.unreachable`.
 */
export type AccessToken = (refused?: string) => Promise<string>;

export type ChannelContext = ChannelSurroundings & {
  /** Resolves host names for every connection to the platform and refuses addresses that must not be reached. */
  readonly lookup?: LookupFunction;
  /** Called after every change of `health()`. */
  readonly onHealth: (health: ChannelHealth) => void;
  readonly timing: ChannelTiming;
  readonly memory: ChannelMemory;
  /** Present only for kinds that declare `oauth`. */
  readonly accessToken?: AccessToken;
  /** The public address of `webhook`; absent for kinds that only poll, and while credentials are merely being checked. */
  readonly webhookUrl?: string;
  /**
   * The account as it was connected. Present for a connection that is never started and only handles webhook requests or lists templates,
   * while another process may host the account: `connect` must not call the platform then.
   */
  readonly known?: Pick<ChannelConnection, 'account' | 'name'>;
};

/**
 * Durable state of a connection, such as a position in a feed or a token with its expiry. It survives restarts and is erased when the
 * account is disconnected. Processes that have the account open at the same time share it.
 */
export type ChannelMemory = {
  /** Undefined if nothing is stored. A value written by an older version is returned unchanged. */
  read(): Promise<JsonObject | undefined>;
  write(value: JsonObject): Promise<void>;
};

/** A kind of channel that is connected with credentials. */
export type ConnectedChannel = CredentialsKind & {
  /**
   * Asks the platform which account the credentials belong to, unless the context knows it. Throws `channel.token_refused` or
   * `channel.unreachable`.
   */
  connect(context: ChannelContext, credentials: Credentials): Promise<ChannelConnection>;
};

/** A kind of channel that every team has without connecting an account. Its customers write to the server itself, so it only sends. */
export type OpenChannel = OpenKind & { open(): ChannelConnection };

export type Channel = ConnectedChannel | OpenChannel;

type ContextOf<Kind> = Kind extends { readonly oauth: unknown }
  ? ChannelContext & { readonly accessToken: AccessToken }
  : ChannelContext;

/** Combines a kind's data with its behavior; `connect` receives the credentials as parsed by the kind's schema. */
export const defineChannel = <Kind extends CredentialsKind>(
  kind: Kind,
  connect: (context: ContextOf<Kind>, credentials: z.output<Kind['credentials']>) => Promise<ChannelConnection>,
): ConnectedChannel => ({
  ...kind,
  connect: (context, credentials) => {
    if (kind.oauth && !context.accessToken) throw new Error(`A channel of the kind ${kind.kind} needs access tokens.`);
    return connect(context as ContextOf<Kind>, kind.credentials.parse(credentials) as z.output<Kind['credentials']>);
  },
});

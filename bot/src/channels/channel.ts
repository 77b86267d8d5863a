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

/** One message of a customer, in the platform's own ids. */
export type InboundMessage = Omit<ReceivedMessage, 'channel' | 'conversationId' | 'choiceOf'> & {
  /**
   * The customer pressed a button of the message that the platform knows by this id: the text is its choice. Of one message the first press
   * counts, so its `messageId` follows from this.
   */
  readonly chosenIn?: string;
};

/** A file of a customer's message; `reference` is what `download` is asked for. */
export type InboundAttachment = ReceivedAttachment;

/** What a platform tells. The same may come twice and is then the same. */
export type ChannelEvent =
  | { readonly type: 'message'; readonly message: InboundMessage }
  /** A customer changed the text of a message. */
  | { readonly type: 'edited'; readonly edit: MessageEdit }
  /** A customer deleted a message. */
  | { readonly type: 'deleted'; readonly deletion: MessageDeletion }
  /** What we sent has reached the customer's device, or was read. */
  | { readonly type: 'receipt'; readonly receipt: Receipt }
  /** A group was renamed or moved. */
  | { readonly type: 'chat'; readonly change: ChatChange }
  /** A customer blocked or unblocked us, or a group added, removed or silenced us. */
  | { readonly type: 'reach'; readonly change: ReachChange };

/** Takes a call of the platform, whose body nobody has read yet. */
export type WebhookRequest = {
  readonly method: 'GET' | 'POST';
  readonly query: Readonly<Record<string, string>>;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** What the platform wants to be answered: a confirmation, a challenge, `ok`. Plain text unless `type` says otherwise. */
export type WebhookAnswer = { readonly status: number; readonly body?: string; readonly type?: string };

/** A file of a reply. */
export type OutboundFile = Pick<Attachment, 'kind' | 'name' | 'type'> & {
  readonly size: number;
  /**
   * The bytes from their beginning, for one attempt; another attempt asks again. Throws, and the stream fails with, `file.gone` or
   * `store.unavailable`. Whoever called `send` frees what is left unread.
   */
  open(): Promise<AsyncIterable<Uint8Array>>;
};

/** A piece of a message's text, or one of its files; the text goes first. */
export type OutboundPart = {
  readonly chatId: string;
  /** Empty beside a file. */
  readonly text: string;
  readonly file?: OutboundFile;
  /** With the last piece of the text: buttons, as many and as long as the capabilities say. */
  readonly choices?: readonly string[];
  /** The text is this template with its placeholders filled in. */
  readonly template?: MessageTemplate;
  /** The same for every attempt at this part: `<messageId>#<part>`. */
  readonly idempotencyKey: string;
  /** The platform's id of the message that it answers, where several people write. */
  readonly replyTo?: string;
};

export type Profile = Pick<InboundMessage['sender'], 'name' | 'handle' | 'language'>;

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
   * Sends one part and returns the platform's id of it. A file is no larger than the kind's `maxBytesOut`. Throws a `Failure`:
   * `channel.rate_limited` with `retryAfter`, `channel.unreachable` (worth another try), `channel.token_refused` and `channel.signed_out`
   * (worth another try once the account is connected anew), `channel.blocked` (the chat takes no messages of ours),
   * `channel.template_unavailable` (the platform does not know the template, or has paused it), `channel.rejected` or `file.too_large` (this part is never worth another try), and what `open` of the file throws.
   */
  send(part: OutboundPart): Promise<{ readonly platformId: string }>;
  showTyping(chatId: string): Promise<void>;
  /** The templates that the platform has approved, for a kind that sends some. Throws the failures of `send`. */
  templates?(): Promise<readonly Template[]>;
  /**
   * Who the customer is, for a platform whose messages name ids alone; `sender.name` is then empty. It is asked when a conversation begins.
   * Undefined for somebody whom the platform does not show. Throws the failures of `send`, and may take its time: nothing waits for it long.
   */
  profile?(userId: string): Promise<Profile | undefined>;
  /**
   * The bytes of a customer's file as the platform sends them, to be read once, to the end or until the reader leaves. It may be asked for at any
   * time after the message, in another process as well. Throws, and the stream fails with, a `Failure`: `channel.rate_limited` with `retryAfter`,
   * `channel.unreachable` or `channel.token_refused` (worth another try), `file.gone` or `file.too_large` (never worth one).
   */
  download(reference: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /**
   * Takes a call of the platform, of a kind that receives by webhook. Anybody may call: nothing is kept before the call is proved to be
   * the platform's, and it is answered only once what it tells is stored. A rejection makes the platform call again.
   */
  webhook?(request: WebhookRequest): Promise<WebhookAnswer>;
};

/** What a channel tells the server that hosts it. */
export type ChannelSurroundings = {
  /** Stores the event durably; a repeated one is a no-op. A rejection means: not stored, let the platform resend. */
  readonly receive: (event: ChannelEvent) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * An access token of an account that was connected by OAuth. `refused`: one that the platform does not take any more, so that it is renewed
 * unless that has happened already. Throws `channel.signed_out` when the account must be connected again, and `channel.unreachable`.
 */
export type AccessToken = (refused?: string) => Promise<string>;

export type ChannelContext = ChannelSurroundings & {
  /** Resolves host names for every connection to the platform; refuses those that must not be reached. */
  readonly lookup?: LookupFunction;
  /** Told of every change of `health()`. */
  readonly onHealth: (health: ChannelHealth) => void;
  readonly timing: ChannelTiming;
  readonly memory: ChannelMemory;
  /** For kinds that declare `oauth`, and no other. */
  readonly accessToken?: AccessToken;
  /** Where the platform reaches `webhook`; absent for a kind that receives by polling alone, and while it is only asked who we are. */
  readonly webhookUrl?: string;
};

/** What a connection remembers across restarts: a place in a feed, a token with its expiry. Erased when the account is disconnected. */
export type ChannelMemory = {
  /** Undefined when nothing is remembered. What an older version wrote comes as it is. */
  read(): Promise<JsonObject | undefined>;
  write(value: JsonObject): Promise<void>;
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

type ContextOf<Kind> = Kind extends { readonly oauth: unknown }
  ? ChannelContext & { readonly accessToken: AccessToken }
  : ChannelContext;

/** Adds what a kind of channel does to its data; `connect` gets the credentials as the kind's schema parses them. */
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

import { Failure } from '../contracts/errors.ts';
import { type Attachment, MAX_ATTACHMENTS } from '../entities/attachment.ts';
import { type Language, timeSchema } from '../entities/declaring/fields.ts';
import { type Message, messageSchema } from '../entities/message.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { cleanFileName } from '../text/clean-file-name.ts';
import { cutText } from '../text/cut-text.ts';
import { detectLanguage } from '../text/detect-language.ts';
import {
  contactIdOf,
  conversationIdOf,
  groupContactIdOf,
  leadIdOf,
  messageIdOf,
  runIdOf,
  suggestionIdOf,
} from './ids.ts';

const MAX_TEXT = 16_000;
const MAX_ID = 200;

/** A file in a customer's message. */
export type ReceivedAttachment = Pick<Attachment, 'kind' | 'type' | 'size'> & {
  /** The name given by the sender or the platform; it is cleaned before it is stored. */
  readonly name: string;
} & (
    | {
        /** Lets the channel find the bytes later, even after a restart. At most 500 characters. */
        readonly reference: string;
      }
    /** Set if the bytes are stored already; `type` is determined from them. */
    | { readonly digest: string }
  );

type GroupContext = NonNullable<Message['group']>;

/** A customer's message, identified by the platform's own ids. */
export type ReceivedMessage = {
  /** The kind of channel: `telegram`, `web`, … */
  readonly channel: string;
  /** The platform's id of the team's own account. */
  readonly account: string;
  readonly chatId: string;
  /** The existing conversation of the chat, if the chat had another id when the conversation began. */
  readonly conversationId?: string;
  readonly messageId: string;
  readonly sender: {
    readonly externalId: string;
    readonly name: string;
    readonly handle?: string;
    readonly language?: Language;
  };
  /** Present when the message was written in a group chat. */
  readonly group?: GroupContext;
  readonly text: string;
  /** Our message whose choice this is. */
  readonly choiceOf?: string;
  readonly attachments?: readonly ReceivedAttachment[];
  /** Milliseconds since the epoch, by the platform's clock. */
  readonly sentAt: number;
};

/**
 * Stores the message and nothing else; everything that follows from it is derived by the readers of the change feed.
 * Receiving a message again is a no-op. `now` must be strictly increasing, because it orders the conversation. Throws
 * `request.invalid` for a message without text and attachments, or with ids that are too long (resending it does not
 * help), and the errors of the store.
 */
export const receiveMessage = async (
  documents: TeamDocuments,
  input: ReceivedMessage,
  now: number,
): Promise<{ readonly message: Message; readonly repeated: boolean }> => {
  const message = messageOf(input, now);
  const { document, inserted } = await documents.messages.insertOnce(message);
  return { message: document, repeated: !inserted };
};

const messageOf = (input: ReceivedMessage, now: number): Message => {
  const parsed = messageSchema.safeParse({
    id: messageIdOf(input, input.messageId),
    conversationId: input.conversationId ?? conversationIdOf(input),
    direction: 'inbound',
    author: authorOf(input),
    ...(input.group && { group: groupOf(input.group) }),
    text: textOf(input),
    ...(input.attachments && input.attachments.length > 0 && { attachments: attachmentsOf(input.attachments) }),
    citations: [],
    ...(input.choiceOf !== undefined && { choiceOf: input.choiceOf }),
    delivery: { state: 'received', attempts: 0, platformIds: [] },
    sentAt: timeSchema.catch(now).parse(Math.trunc(input.sentAt)),
    createdAt: now,
  } satisfies Message);
  if (parsed.success && idsFit(parsed.data, input)) return parsed.data;
  const where = parsed.error?.issues[0]?.path.join('.') ?? 'id';
  throw new Failure(
    'request.invalid',
    `The message does not fit: ${where}.`,
    'Send text, with ids of at most 120 characters.',
  );
};

const authorOf = ({ sender }: ReceivedMessage): Message['author'] => ({
  kind: 'customer',
  id: sender.externalId.toWellFormed(),
  name: cutText(sender.name.toWellFormed().trim(), 200),
  ...(sender.handle === undefined ? {} : { handle: cutText(sender.handle.toWellFormed(), 120) }),
  ...(sender.language === undefined ? {} : { language: sender.language }),
});

const groupOf = ({ title, topic, ...group }: GroupContext): GroupContext => ({
  ...group,
  title: nameIn(title),
  ...(topic !== undefined && { topic: nameIn(topic) }),
});

const nameIn = (name: string): string => cutText(name.toWellFormed().trim(), 200);

/** More attachments than any supported channel allows in one message. */
const attachmentsOf = (received: readonly ReceivedAttachment[]): Message['attachments'] =>
  received.slice(0, MAX_ATTACHMENTS).map((file) => ({
    kind: file.kind,
    name: cleanFileName(file.name, file.kind),
    ...(file.type !== undefined && { type: cutText(file.type.toWellFormed(), 120, '') }),
    ...(file.size !== undefined && { size: file.size }),
    ...('digest' in file ? { state: 'stored', digest: file.digest } : { state: 'waiting', reference: file.reference }),
  }));

/** Normalizes a customer's text for storage. Throws `request.invalid` if there is neither text nor a file. */
export const textOf = ({ text: raw, attachments = [] }: Pick<ReceivedMessage, 'text' | 'attachments'>): string => {
  const text = raw.toWellFormed().trim();
  if (text === '' && attachments.length > 0) return text;
  if (text === '') throw new Failure('request.invalid', 'The message holds no text.', 'Send a message with text.');
  const marker = detectLanguage(text.slice(0, 1000)) === 'en' ? '… [cut]' : '… [обрезано]';
  return cutText(text, MAX_TEXT, marker);
};

/** All ids derived from the message must fit before it is accepted. */
const idsFit = (message: Message, { channel, account, chatId, sender }: ReceivedMessage): boolean => {
  const derived = [
    suggestionIdOf(runIdOf(message.id)),
    leadIdOf(message.conversationId),
    contactIdOf(channel, account, sender.externalId),
    groupContactIdOf(message.conversationId),
  ];
  const partsFit =
    channel.length <= 40 && account.length <= 80 && chatId.length <= 120 && sender.externalId.length <= 120;
  return partsFit && derived.every((id) => id.length <= MAX_ID);
};

import { z } from 'zod';
import { attachmentSchema, isNewFile, MAX_ATTACHMENTS } from './attachment.ts';
import { conversations } from './conversation.ts';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { citationSchema, idSchema, languageSchema, timeSchema } from './declaring/fields.ts';
import { nobody, sellers } from './declaring/rights.ts';
import { noConversation, refuse, refuseSample, type WriteRule } from './declaring/write-rule.ts';
import { messageTemplateSchema } from './template.ts';

/** `received` is the customer's own; the others tell how far an outgoing message came. Where a channel tells nothing, it ends with `sent`. */
export const deliveryStates = ['received', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed'] as const;

/** Of a message that its author changes again and again, so that a document keeps within its bounds. */
export const MAX_EARLIER_TEXTS = 10;

/** The platform took it, whatever became of it then. */
export const isAccepted = ({ state }: Pick<Message['delivery'], 'state'>): boolean =>
  state === 'sent' || state === 'delivered' || state === 'read';

/** What one message offers at most to choose from, and how long a choice is. */
export const MAX_CHOICES = 10;
export const MAX_CHOICE = 60;

const deliverySchema = z.strictObject({
  state: z.enum(deliveryStates),
  attempts: z.int().min(0).max(1000),
  /** The platform's ids of the parts sent so far; a resumed send goes on behind them. */
  platformIds: z.array(z.string().max(120)).max(50),
  /** A part whose outcome a crash left unknown was sent again, so the customer may have it twice. */
  resent: z.boolean().optional(),
  reason: z.strictObject({ code: z.string().max(60), message: z.string().max(500) }).optional(),
});

const groupSchema = z.strictObject({
  /** What the members call the chat. */
  title: z.string().max(200),
  /** The name of the forum topic, where the channel tells it. */
  topic: z.string().max(200).optional(),
  /** Said to us, rather than to the other members: a mention, a command, an answer to what we said. */
  addressed: z.boolean(),
  /** Where whoever wrote can write to us alone. */
  privateLink: z.string().max(300).optional(),
});

/**
 * A message, inbound or outbound. An inbound id is `channel:account:chat:message`, so a redelivery is a no-op;
 * an agent's reply is `<runId>:reply`, so a repeated run changes nothing.
 */
export const messageSchema = z.strictObject({
  id: idSchema,
  conversationId: idSchema,
  direction: z.enum(['inbound', 'outbound']),
  author: z.strictObject({
    kind: z.enum(['customer', 'agent', 'person']),
    id: z.string().max(160).optional(),
    name: z.string().max(200).optional(),
    /** Of a customer: the @name, and the language their application is set to. */
    handle: z.string().max(120).optional(),
    language: languageSchema.optional(),
  }),
  /** In a chat that others read as well. Absent: the customer and the team alone read it. */
  group: groupSchema.optional(),
  /** Empty only beside attachments, or once it is deleted. */
  text: z.string().max(16_000),
  attachments: z.array(attachmentSchema).max(MAX_ATTACHMENTS).optional(),
  /** The customer changed the text: when last, and what it said before, the original first. */
  edited: z
    .strictObject({ at: timeSchema, earlier: z.array(z.string().max(16_000)).min(1).max(MAX_EARLIER_TEXTS) })
    .optional(),
  /** Its customer deleted it: what it said and its files are gone. RxDB keeps the name `deleted` for itself. */
  removed: z.strictObject({ at: timeSchema }).optional(),
  citations: z.array(citationSchema).max(20),
  /** Answers that the customer may choose with one press. Channels without buttons write them below the text. */
  choices: z.array(z.string().min(1).max(MAX_CHOICE)).min(1).max(MAX_CHOICES).optional(),
  /** The message from whose choices the customer took this text. */
  choiceOf: idSchema.optional(),
  /** It is a template of the platform, and `text` what the customer reads. */
  template: messageTemplateSchema.optional(),
  delivery: deliverySchema,
  /** The message this one answers, and the run that wrote it. */
  inReplyTo: idSchema.optional(),
  runId: idSchema.optional(),
  /** When its author sent it, by the platform's or the device's clock. */
  sentAt: timeSchema,
  /** When the team's system stored it, strictly rising per writer: the order of the conversation. */
  createdAt: timeSchema,
  demo: z.boolean().optional(),
});
export type Message = z.infer<typeof messageSchema>;

const refusals = [
  'message.not_reply',
  'message.not_own',
  'message.id_of_another',
  'message.empty',
  'message.files_of_server',
  'message.of_agent',
  'message.delivery_of_server',
  'message.unknown_conversation',
] as const;

/** Append-only from a device: its own person's replies, not sent yet, in a conversation of the team. */
const rule: WriteRule<Message, (typeof refusals)[number]> = {
  fixed: [
    ...([
      'id',
      'conversationId',
      'direction',
      'author',
      'text',
      'attachments',
      'citations',
      'choices',
      'choiceOf',
      'template',
    ] as const),
    ...(['inReplyTo', 'runId', 'sentAt', 'demo'] as const),
  ],
  reads: ({ conversationId }) => [{ entity: conversations, ids: [conversationId] }],
  create: (message, { caller, exists }) => {
    const { author, delivery } = message;
    if (message.direction !== 'outbound' || author.kind !== 'person') {
      return refuse('message.not_reply', 'A device writes replies of a person only.', 'direction');
    }
    if (author.id !== caller.userId) {
      return refuse('message.not_own', 'A reply must be signed by the person who sends it.', 'author.id');
    }
    // Another form of id is a channel's or an agent's: taking it would hide their message.
    if (!message.id.startsWith(`person:${caller.userId}:`)) {
      return refuse('message.id_of_another', `The id must begin with person:${caller.userId}:`, 'id');
    }
    if (message.runId !== undefined) return refuse('message.of_agent', 'A run belongs to an agent.', 'runId');
    if (message.edited || message.removed) {
      return refuse('message.not_reply', 'Only a customer changes or deletes what a message said.', 'edited');
    }
    const { attachments = [] } = message;
    if (message.text.trim() === '' && attachments.length === 0) {
      return refuse('message.empty', 'A reply needs a text or a file.', 'text');
    }
    if (message.citations.length > 0 || message.choices) {
      return refuse('message.of_agent', 'Citations and choices come from the agent alone.', 'citations');
    }
    if (!attachments.every(isNewFile)) {
      return refuse(
        'message.files_of_server',
        'A file of a new reply waits under the digest of its bytes; the server tells how far it came.',
        'attachments',
      );
    }
    if (delivery.state !== 'queued' || delivery.attempts !== 0 || delivery.platformIds.length > 0) {
      return refuse(
        'message.delivery_of_server',
        'A new reply is queued; the server tells how far it came.',
        'delivery',
      );
    }
    if (!exists(conversations, message.conversationId)) {
      return refuse('message.unknown_conversation', noConversation, 'conversationId');
    }
    return refuseSample(message);
  },
  // The order is the server's own: a device whose clock is wrong would otherwise hide every later message of the customer.
  settle: (next, present, now) => (present ? next : { ...next, createdAt: now }),
};

const at = Date.UTC(2026, 0, 15, 9);
const made: Message = {
  id: 'person:anna:1',
  conversationId: 'telegram:42:7',
  direction: 'outbound',
  author: { kind: 'person', id: 'anna', name: 'Анна' },
  text: 'Добрый день! Зал стоит 120 000 ₽.',
  citations: [],
  delivery: { state: 'queued', attempts: 0, platformIds: [] },
  sentAt: at + 1000,
  createdAt: at + 1000,
};
const samples: Samples<Message> = { stored: { ...made, id: 'person:anna:2' }, made, change: { text: 'Бесплатно!' } };

export const messages = defineEntity({
  name: 'messages',
  version: 7,
  migrations: {
    ...{ 1: unchanged, 2: unchanged, 3: unchanged, 4: unchanged, 5: unchanged, 6: unchanged, 7: unchanged },
  },
  schema: messageSchema,
  indexes: [['conversationId', 'createdAt'], ['createdAt']],
  replicated: true,
  firstPull: 'second',
  newestFirst: { index: ['createdAt'], descending: true },
  rights: { create: sellers, change: nobody, delete: nobody },
  refusals,
  rule,
  retention: { until: 'team-ends' },
  samples,
});

import { z } from 'zod';
import { attachmentSchema, isNewFile, MAX_ATTACHMENTS } from './attachment.ts';
import { conversations } from './conversation.ts';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { citationSchema, idSchema, languageSchema, timeSchema } from './declaring/fields.ts';
import { nobody, sellers } from './declaring/rights.ts';
import { noConversation, refuse, refuseSample, type WriteRule } from './declaring/write-rule.ts';
import { messageTemplateSchema } from './template.ts';

/**
 * Delivery states. `received` is for customers' messages; the others say how far an outgoing message came. Where a channel reports nothing
 * further, `sent` is the last one.
 */
export const deliveryStates = ['received', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed'] as const;

/** How many earlier texts of an edited message are kept, so that the document stays within its limits. */
export const MAX_EARLIER_TEXTS = 10;

/** The platform has accepted it, whatever happened to it afterwards. */
export const isAccepted = ({ state }: Pick<Message['delivery'], 'state'>): boolean =>
  state === 'sent' || state === 'delivered' || state === 'read';

/** The maximum number of choices in a message, and their maximum length. */
export const MAX_CHOICES = 10;
export const MAX_CHOICE = 60;

const deliverySchema = z.strictObject({
  state: z.enum(deliveryStates),
  attempts: z.int().min(0).max(1000),
  /** The platform's ids of the parts sent so far; sending resumes after them. */
  platformIds: z.array(z.string().max(120)).max(50),
  /** A part whose outcome was unknown after a crash was sent again, so the customer may have received it twice. */
  resent: z.boolean().optional(),
  reason: z.strictObject({ code: z.string().max(60), message: z.string().max(500) }).optional(),
});

const groupSchema = z.strictObject({
  /** The chat's title, as its members see it. */
  title: z.string().max(200),
  /** The name of the forum topic, if the channel reports it. */
  topic: z.string().max(200).optional(),
  /** Whether it is addressed to us rather than to other members: a mention, a command, or a reply to us. */
  addressed: z.boolean(),
  /** Where its author can write to us privately. */
  privateLink: z.string().max(300).optional(),
});

/**
 * An inbound or outbound message. An inbound id is `channel:account:chat:message`, so a redelivery is a no-op; an agent's reply is
 * `<runId>:reply`, so a repeated run changes nothing.
 */
export const messageSchema = z.strictObject({
  id: idSchema,
  conversationId: idSchema,
  direction: z.enum(['inbound', 'outbound']),
  author: z.strictObject({
    kind: z.enum(['customer', 'agent', 'person']),
    id: z.string().max(160).optional(),
    name: z.string().max(200).optional(),
    /** For a customer: their @handle and the language of their application. */
    handle: z.string().max(120).optional(),
    language: languageSchema.optional(),
  }),
  /** Set in a chat that other people read as well; otherwise only the customer and the team read it. */
  group: groupSchema.optional(),
  /** May be empty only if there are attachments or the message was deleted. */
  text: z.string().max(16_000),
  attachments: z.array(attachmentSchema).max(MAX_ATTACHMENTS).optional(),
  /** The customer edited the text: the time of the last edit, and the earlier texts, beginning with the original. */
  edited: z
    .strictObject({ at: timeSchema, earlier: z.array(z.string().max(16_000)).min(1).max(MAX_EARLIER_TEXTS) })
    .optional(),
  /** The customer deleted it; its text and files are gone. RxDB reserves the name `deleted`. */
  removed: z.strictObject({ at: timeSchema }).optional(),
  citations: z.array(citationSchema).max(20),
  /** Answers that the customer can choose with one press. Channels without buttons list them below the text. */
  choices: z.array(z.string().min(1).max(MAX_CHOICE)).min(1).max(MAX_CHOICES).optional(),
  /** The message whose choice this text is. */
  choiceOf: idSchema.optional(),
  /** The platform's template that this is; `text` is what the customer reads. */
  template: messageTemplateSchema.optional(),
  delivery: deliverySchema,
  /** The message that this one answers, and the run that wrote it. */
  inReplyTo: idSchema.optional(),
  runId: idSchema.optional(),
  /** When its author sent it, by the clock of the platform or device. */
  sentAt: timeSchema,
  /** When the team's system stored it, strictly increasing per writer: the order of the conversation. */
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

/** Devices may only append: unsent replies of their own person, in a conversation of the team. */
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
    // Ids of another form belong to channels and agents: a device that used one would hide their message.
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
  // The server determines the order; otherwise a device with a wrong clock would hide all later messages of the customer.
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
  newestFirst: 'last-written',
  ofLargeTeams: { wholeUpTo: 20_000, index: ['createdAt'], descending: true },
  references: [],
  rights: { create: sellers, change: nobody, delete: nobody },
  refusals,
  rule,
  retention: { until: 'team-ends' },
  samples,
});

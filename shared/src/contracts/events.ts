import { z } from 'zod';
import { conversationSchema } from '../entities/conversation.ts';
import { idSchema, timeSchema } from '../entities/declaring/fields.ts';
import { leadSchema } from '../entities/lead.ts';
import { messageSchema } from '../entities/message.ts';
import { collectionNames } from '../entities/registry.ts';
import { workSchema } from '../entities/work.ts';

const lead = leadSchema.shape;
const message = messageSchema.shape;
const work = workSchema.shape;
const handover = conversationSchema.shape.handover.unwrap().shape;

const customer = { contactId: idSchema, leadId: idSchema };
const reply = { conversationId: idSchema, author: z.enum(['agent', 'person']), inReplyTo: message.inReplyTo };
const created = {
  ...{ title: work.title, conversationId: work.conversationId, contactId: work.contactId, leadId: work.leadId },
  ...{ assigneeId: work.assigneeId, createdBy: work.createdBy },
  /** Absent if there is no time. */
  dueAt: timeSchema.optional(),
};

/** A field of `data` may be added within a version; whatever else changes is a new version of that type. */
const define = <const V extends number, S extends z.ZodRawShape>(version: V, shape: S) => ({
  version,
  data: z.strictObject(shape),
});

/**
 * What the server tells other systems about a team. Each event follows from one stored document (docs/decisions/0067): it is told at least
 * once, always with the same id, and the events of one document in order. A state that was replaced before it could be told is left out;
 * `from` is always what the event before said.
 */
export const eventTypes = {
  'lead.created': define(1, {
    ...{ contactId: lead.contactId, conversationId: lead.conversationId },
    ...{ title: lead.title, stage: lead.stage, score: lead.score },
  }),
  /** `by` is a user's id, `agent:<name>`, or `server`; absent if the document does not tell. */
  'lead.stage_changed': define(1, {
    contactId: lead.contactId,
    ...{ from: lead.stage, to: lead.stage, by: z.string().max(200).optional() },
  }),
  'lead.scored': define(1, {
    contactId: lead.contactId,
    ...{ from: lead.score, to: lead.score, reasons: lead.scoreReasons },
  }),
  'message.received': define(1, {
    conversationId: idSchema,
    ...{ text: message.text, files: z.int().min(0), sentAt: timeSchema },
    isGroup: z.boolean(),
  }),
  'message.sent': define(1, { ...reply, text: message.text }),
  /** `reason` is a stable code, `unknown` if the document has none. */
  'message.failed': define(1, { ...reply, reason: z.string().max(60) }),
  'handover.requested': define(1, { ...customer, reason: handover.reason, summary: handover.summary }),
  /** Without `to`, nobody is assigned any more. */
  'conversation.assigned': define(1, { ...customer, from: idSchema.optional(), to: idSchema.optional() }),
  'task.created': define(1, created),
  'appointment.created': define(1, created),
  'order.created': define(1, { ...created, order: work.order.unwrap() }),
  /** An agent asks a person to allow what it is about to do. */
  'approval.requested': define(1, created),
} as const;

export type EventType = keyof typeof eventTypes;
export type EventData<T extends EventType> = z.infer<(typeof eventTypes)[T]['data']>;

const envelopeOf = <T extends EventType>(type: T) =>
  z.strictObject({
    /** The same whenever the same event is told again, so that receivers can recognize it. */
    id: z.string().min(1).max(64),
    type: z.literal(type),
    version: z.literal(eventTypes[type].version),
    teamId: z.string().min(1),
    /** When it happened, as far as the document tells. */
    at: timeSchema,
    entity: z.strictObject({ collection: z.enum(collectionNames), id: idSchema }),
    data: eventTypes[type].data,
  });

export type DomainEvent<T extends EventType = EventType> = {
  [N in T]: {
    readonly id: string;
    readonly type: N;
    readonly version: (typeof eventTypes)[N]['version'];
    readonly teamId: string;
    readonly at: number;
    readonly entity: { readonly collection: (typeof collectionNames)[number]; readonly id: string };
    readonly data: EventData<N>;
  };
}[T];

/** Parses an event as receivers get it. */
export const parseEvent = (value: unknown): DomainEvent => {
  const { type } = z.looseObject({ type: z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]]) }).parse(value);
  return envelopeOf(type).parse(value) as DomainEvent;
};

import type { EventData, EventType } from '@inbetwin/shared/contracts/events.ts';
import { conversationSchema } from '@inbetwin/shared/entities/conversation.ts';
import { leadSchema } from '@inbetwin/shared/entities/lead.ts';
import { isAccepted, type Message, messageSchema } from '@inbetwin/shared/entities/message.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import { NEVER, type Work, workSchema } from '@inbetwin/shared/entities/work.ts';
import { editsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { toldAt } from '@inbetwin/shared/merge/stamp-order.ts';
import { z } from 'zod';

/** What an event tells, before it has its envelope. */
export type Fact = {
  [T in EventType]: {
    readonly type: T;
    /** With type and document, distinguishes it from every other event: the stamp of the change, or the document's revision. */
    readonly cause: string;
    readonly at: number;
    readonly data: EventData<T>;
  };
}[EventType];

type Telling<T, M> = {
  readonly document: T;
  /** The document's revision. */
  readonly rev: string;
  /** What was told last; undefined if nothing was. */
  readonly told: M | undefined;
};

/** Derives the events of a document from its present state and from what was told about it before. */
export type Teller<T, M> = {
  readonly schema: z.ZodType<T>;
  readonly memory: z.ZodType<M>;
  tell(telling: Telling<T, M>): readonly Fact[];
  /** The part of the document that later events depend on; undefined if there is nothing to remember yet. */
  remember(document: T, told: M | undefined): M | undefined;
};

const defineTeller = <T, M>(teller: Teller<T, M>): Teller<T, M> => teller;

/** Who last changed a field, and when. */
const stampOf = (document: Parameters<typeof editsOf>[0], field: string) => {
  const edits = editsOf(document);
  return edits[`/${field}`] ?? edits[''];
};

const leads = defineTeller({
  schema: leadSchema,
  memory: z.object({ stage: leadSchema.shape.stage, score: z.number() }),
  tell: ({ document: lead, rev, told }): readonly Fact[] => {
    const { contactId, conversationId, title, stage, score, scoreReasons: reasons, createdAt, updatedAt } = lead;
    if (!told) {
      const data = { contactId, conversationId, title, stage, score };
      return [{ type: 'lead.created', cause: '', at: createdAt, data }];
    }
    const stamp = stampOf(lead, 'stage');
    const moved: Fact = {
      type: 'lead.stage_changed',
      cause: stamp?.at ?? rev,
      at: stamp ? toldAt(stamp) : updatedAt,
      data: { contactId, from: told.stage, to: stage, by: stamp?.by },
    };
    const data = { contactId, from: told.score, to: score, reasons };
    const scored: Fact = { type: 'lead.scored', cause: rev, at: updatedAt, data };
    return [...(told.stage === stage ? [] : [moved]), ...(told.score === score ? [] : [scored])];
  },
  remember: ({ stage, score }) => ({ stage, score }),
});

/** Drafts of a delivery are nobody else's business: a reply exists for others when it was sent or has failed. */
const messageMemory = z.object({ state: z.enum(['received', 'pending', 'sent', 'failed']) });

const outcomeOf = (message: Message): z.infer<typeof messageMemory>['state'] => {
  if (message.direction === 'inbound') return 'received';
  if (isAccepted(message.delivery)) return 'sent';
  return message.delivery.state === 'failed' ? 'failed' : 'pending';
};

const messages = defineTeller({
  schema: messageSchema,
  memory: messageMemory,
  tell: ({ document: message, rev, told }): readonly Fact[] => {
    const state = outcomeOf(message);
    if (told?.state === state) return [];
    const { conversationId, text, createdAt: at, sentAt, attachments = [], group, inReplyTo, delivery } = message;
    if (state === 'received') {
      const data = { conversationId, text, files: attachments.length, sentAt, isGroup: group !== undefined };
      return [{ type: 'message.received', cause: '', at, data }];
    }
    const reply = { conversationId, author: authorOf(message), inReplyTo };
    if (state === 'sent') return [{ type: 'message.sent', cause: '', at, data: { ...reply, text } }];
    if (state === 'pending') return [];
    const reason = delivery.reason?.code ?? 'unknown';
    return [{ type: 'message.failed', cause: rev, at, data: { ...reply, reason } }];
  },
  // A reply that is tried again after it has failed may fail again; one that was never told needs no memory.
  remember: (message, told) => {
    const state = outcomeOf(message);
    return state === 'pending' && !told ? undefined : { state };
  },
});

const authorOf = ({ author }: Message): 'agent' | 'person' => (author.kind === 'agent' ? 'agent' : 'person');

const conversations = defineTeller({
  schema: conversationSchema,
  memory: z.object({ handoverAt: z.number().optional(), assigneeId: z.string().optional() }),
  tell: ({ document: conversation, rev, told }): readonly Fact[] => {
    const { contactId, leadId, handover, assigneeId, updatedAt } = conversation;
    const facts: Fact[] = [];
    if (handover && handover.at !== told?.handoverAt) {
      const data = { contactId, leadId, reason: handover.reason, summary: handover.summary };
      facts.push({ type: 'handover.requested', cause: String(handover.at), at: handover.at, data });
    }
    if (assigneeId !== told?.assigneeId) {
      const stamp = stampOf(conversation, 'assigneeId');
      const at = stamp ? toldAt(stamp) : updatedAt;
      const data = { contactId, leadId, from: told?.assigneeId, to: assigneeId };
      facts.push({ type: 'conversation.assigned', cause: stamp?.at ?? rev, at, data });
    }
    return facts;
  },
  // A hand-over that a person removes and restores is the same one.
  remember: ({ handover, assigneeId }, told) => {
    const handoverAt = handover?.at ?? told?.handoverAt;
    if (handoverAt === undefined && assigneeId === undefined && !told) return undefined;
    return { ...(handoverAt !== undefined && { handoverAt }), ...(assigneeId !== undefined && { assigneeId }) };
  },
});

/** Kinds of work that others are told of. Suggestions and follow-ups are how agents work. */
const factOf = ({ kind, order, dueAt, ...work }: Work): Fact | undefined => {
  const { title, conversationId, contactId, leadId, assigneeId, createdBy, createdAt: at } = work;
  const ids = { conversationId, contactId, leadId, assigneeId, createdBy };
  const data = { title, ...ids, dueAt: dueAt === NEVER ? undefined : dueAt };
  switch (kind) {
    case 'task':
      return { type: 'task.created', cause: '', at, data };
    case 'appointment':
      return { type: 'appointment.created', cause: '', at, data };
    case 'approval':
      return { type: 'approval.requested', cause: '', at, data };
    case 'order':
      return order && { type: 'order.created', cause: '', at, data: { ...data, order } };
    case 'suggestion':
    case 'follow-up':
      return undefined;
  }
};

const work = defineTeller({
  schema: workSchema,
  memory: z.object({}),
  tell: ({ document, told }): readonly Fact[] => {
    const fact = told ? undefined : factOf(document);
    return fact ? [fact] : [];
  },
  remember: (document) => (factOf(document) ? {} : undefined),
});

const tellers = { leads, messages, conversations, work } satisfies Partial<Record<CollectionName, unknown>>;

/** The collections whose documents others are told of. */
export type ToldCollection = keyof typeof tellers;

export const isTold = (collection: string): collection is ToldCollection => Object.hasOwn(tellers, collection);

// A teller is chosen at run time, and its documents and memories were parsed by its own schemas.
export const tellerOf = (collection: ToldCollection): Teller<{ readonly demo?: boolean }, object> =>
  tellers[collection] as unknown as Teller<{ readonly demo?: boolean }, object>;

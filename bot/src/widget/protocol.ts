import { z } from 'zod/mini';

/** Between the chat page and the server's `/chat/<team>` routes; both sides parse with these schemas. */

/** UTF-16 units of one message. */
export const MAX_TEXT = 4000;

/** Messages in one receipt. */
export const MAX_RECEIPTS = 100;

/** 128 random bits that the visitor's browser keeps: whoever knows them reads and writes the visitor's chat. */
export const VISITOR_HEADER = 'X-Visitor';
export const visitorSchema = z.string().check(z.regex(/^[0-9a-f]{32}$/));

export const newMessageSchema = z.strictObject({
  /** Made by the page; the same id again is the same message. */
  id: z.string().check(z.regex(/^[\w-]{8,64}$/)),
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_TEXT)),
  name: z.optional(z.string().check(z.trim(), z.maxLength(100))),
});
export type NewMessage = z.infer<typeof newMessageSchema>;

export const chatMessageSchema = z.object({
  /** Of a visitor's own message: the id that the page made. */
  id: z.string(),
  from: z.enum(['visitor', 'agent', 'person']),
  name: z.optional(z.string()),
  text: z.string(),
  /** Milliseconds since the epoch. */
  sentAt: z.number(),
  /** Of the team's message: how far it came. */
  delivery: z.optional(z.enum(['sending', 'sent', 'delivered', 'read'])),
  sources: z.array(z.object({ title: z.string(), quote: z.string() })),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** What the page has of the team's messages, and what the visitor has before their eyes. */
export const receiptSchema = z.strictObject({
  state: z.enum(['delivered', 'read']),
  ids: z.array(z.string().check(z.maxLength(200))).check(z.minLength(1), z.maxLength(MAX_RECEIPTS)),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const historySchema = z.object({
  /** Oldest first. */
  messages: z.array(chatMessageSchema),
  /** Cursor of the messages before these, when there are any. */
  earlier: z.optional(z.string()),
  /** Who will answer: an agent at once, or a person in their time. */
  answering: z.enum(['agent', 'person']),
});
export type History = z.infer<typeof historySchema>;

/** Events of the live stream: `ready` and `message` both mean "read the history". */
export const streamEvents = ['ready', 'message', 'typing'] as const;
export type StreamEventName = (typeof streamEvents)[number];

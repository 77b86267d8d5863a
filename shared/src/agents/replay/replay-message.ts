import type { Conversation } from '../../entities/conversation.ts';
import { type Language, newestFirst } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import { play, type ReplayDependencies } from './replay-run.ts';

/** Replaces every id, since there is no such conversation. */
const NOBODY = 'test';

/** A message that somebody typed to try the agents. */
export type TypedMessage = { readonly text: string; readonly language: Language };

/**
 * Returns how the agents would answer an unknown customer who begins a conversation with this message. Nothing has an
 * effect.
 */
export const replayMessage = (
  typed: TypedMessage,
  dependencies: ReplayDependencies,
  signal: AbortSignal,
): Promise<Run> => {
  const now = dependencies.clock();
  const scene = { message: messageOf(typed, now), conversation: conversationOf(typed, now), until: now };
  return play({ scene, recorded: [], later: [] }, dependencies, signal);
};

const messageOf = ({ text }: TypedMessage, now: number): Message => ({
  id: NOBODY,
  conversationId: NOBODY,
  direction: 'inbound',
  author: { kind: 'customer' },
  text,
  citations: [],
  delivery: { state: 'received', attempts: 0, platformIds: [] },
  sentAt: now,
  createdAt: now,
});

const conversationOf = ({ text, language }: TypedMessage, now: number): Conversation => ({
  id: NOBODY,
  channel: NOBODY,
  account: NOBODY,
  chatId: NOBODY,
  contactId: NOBODY,
  leadId: NOBODY,
  language,
  mode: 'agent',
  status: 'open',
  lastMessage: { id: NOBODY, text: text.slice(0, 300), direction: 'inbound', at: now },
  recency: newestFirst(now),
  createdAt: now,
  updatedAt: now,
});

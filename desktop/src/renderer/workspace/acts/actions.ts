import { applyMessage } from '@inbetwin/shared/conversations/apply-message.ts';
import { handBack } from '@inbetwin/shared/conversations/hand-back.ts';
import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { RxCollection } from 'rxdb';
import { reportFailure } from '../../base/report-failure.ts';
import { renewScoresHere } from '../../database/lead-documents.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { type Edits, editDocument, isConflict, removeDocument } from './edit-document.ts';

/** Every action works offline: it changes the local database, and replication carries it on. */
type Reply = {
  readonly conversation: Conversation;
  readonly text: string;
  readonly author: { readonly id: string; readonly name: string };
  /** Names what the reply comes from, such as a draft. Repeating a call with the same cause sends nothing again. */
  readonly cause?: string;
};

/**
 * Queues a person's reply and shows it at once. The id is made here, of what it was sent for, so it reaches the customer once,
 * however often this is asked for. Resolves with the message as it is stored.
 */
export const sendReply = async (workspace: Workspace, reply: Reply): Promise<Message> => {
  const { conversation, text, author, cause = crypto.randomUUID() } = reply;
  const { messages, conversations } = workspace.collections;
  const sentAt = Date.now();
  const message: Message = {
    id: personReplyIdOf(author.id, cause),
    conversationId: conversation.id,
    direction: 'outbound',
    author: { kind: 'person', id: author.id, name: author.name },
    text: text.trim().toWellFormed(),
    citations: [],
    delivery: { state: 'queued', attempts: 0, platformIds: [] },
    sentAt,
    // Behind what it answers, even when this device's clock is late.
    createdAt: Math.max(sentAt, conversation.lastMessage.at + 1),
  };
  try {
    await messages.insert(message);
  } catch (error) {
    const stored = isConflict(error) ? await messages.findOne(message.id).exec() : null;
    if (!stored) throw error;
    if (stored.text === message.text) return stored.toMutableJSON();
    // Another text is another reply, whatever it was made of.
    return sendReply(workspace, { conversation, text, author });
  }
  try {
    await change(conversations, conversation.id, (current) => {
      const isTaken = current.mode === 'human' && current.assigneeId !== undefined;
      return applyMessage(isTaken ? current : { ...current, assigneeId: author.id }, message);
    });
  } catch (error) {
    // The reply is on its way, and the server applies it too: sending it again would reach the customer twice.
    reportFailure(error);
  }
  return message;
};

/** The agent falls silent: this person answers from now on. */
export const takeOver = (workspace: Workspace, shown: Conversation, userId: string): Promise<Conversation> =>
  editDocument(workspace, 'conversations', {
    shown,
    next: ({ handedBack: _, ...conversation }) => ({ ...conversation, mode: 'human', assigneeId: userId }),
  });

/** The agents answer again, or prepare every reply for a person to send; what nobody has answered is theirs to answer. */
export const handBackTo = (workspace: Workspace, shown: Conversation, to: 'agent' | 'draft'): Promise<Conversation> => {
  const at = Date.now();
  return editDocument(workspace, 'conversations', { shown, next: (conversation) => handBack(conversation, to, at) });
};

export const setStatus = (
  workspace: Workspace,
  shown: Conversation,
  status: Conversation['status'],
): Promise<Conversation> =>
  editDocument(workspace, 'conversations', { shown, next: (conversation) => ({ ...conversation, status }) });

export const setLeadStage = (workspace: Workspace, shown: Lead, stage: Lead['stage']): Promise<Lead> =>
  editDocument(workspace, 'leads', { shown, next: (lead) => ({ ...lead, stage }) });

/** Edits of a lead, which is scored anew. */
export const editLead = async (workspace: Workspace, ...edits: Edits<Lead>): Promise<Lead> => {
  const lead = await editDocument(workspace, 'leads', ...edits);
  await renewScoresHere(workspace, lead.contactId);
  return lead;
};

/** Edits of a twin, whose contact's leads are scored anew. */
export const editTwin = async (workspace: Workspace, ...edits: Edits<Twin>): Promise<Twin> => {
  const twin = await editDocument(workspace, 'twins', ...edits);
  await renewScoresHere(workspace, twin.id);
  return twin;
};

/** A person's word weighs more than what was inferred. */
export const withCorrectedFact = (twin: Twin, fact: { readonly id: string; readonly value: string }): Twin =>
  withFact(twin, fact.id, (current) => ({ ...current, value: fact.value.trim(), confidence: 1, state: 'corrected' }));

/** The agents neither use a forbidden fact nor learn it again. */
export const forbidFact = (workspace: Workspace, shown: Twin, factId: string): Promise<Twin> =>
  editTwin(workspace, {
    shown,
    next: (twin) => withFact(twin, factId, (current) => ({ ...current, state: 'forbidden' })),
  });

/** The fact is again what it was. */
export const putFactBack = (workspace: Workspace, shown: Twin, before: Fact): Promise<Twin> =>
  editTwin(workspace, { shown, next: (twin) => withFact(twin, before.id, () => ({ ...before })) });

const withFact = (twin: Twin, id: string, next: (fact: Fact) => Fact): Twin => ({
  ...twin,
  facts: twin.facts.map((fact) => (fact.id === id ? next(fact) : fact)),
});

/**
 * Passages first, so that a crash in between leaves a source that can be deleted again. One that was changed since it was
 * shown stays with its passages, and says that it was to be deleted.
 */
export const deleteSource = async (workspace: Workspace, shown: Source): Promise<void> => {
  const { passages, sources } = workspace.collections;
  const stored = (await sources.findOne(shown.id).exec())?.toMutableJSON();
  if (isSameValue(stored?.seen, shown.seen)) {
    const found = await passages.find({ selector: { sourceId: shown.id } }).exec();
    await passages.bulkRemove(found.map(({ id }) => id));
  }
  await removeDocument(workspace, 'sources', shown);
};

/** Applies what follows from a message to the newest state; a document that is gone stays gone. */
const change = async <T extends { id: string }>(
  collection: RxCollection<T>,
  id: string,
  next: (current: T) => T,
): Promise<void> => {
  const document = await collection.findOne(id).exec();
  await document?.incrementalModify(next);
};

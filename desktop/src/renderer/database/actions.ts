import { applyMessage } from '@inbetwin/shared/conversations/apply-message.ts';
import { handBack } from '@inbetwin/shared/conversations/hand-back.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import type { RxCollection } from 'rxdb';
import { reportFailure } from '../app/report-failure.ts';
import { changeAndScore, renewScoresHere } from './lead-documents.ts';
import type { Workspace } from './workspace-database.ts';

/** Every action works offline: it changes the local database, and replication carries it on. */
type Reply = {
  readonly conversation: Conversation;
  readonly text: string;
  readonly author: { readonly id: string; readonly name: string };
};

/** Queues a person's reply and shows it at once. The id is made here, so it reaches the customer once. */
export const sendReply = async (workspace: Workspace, { conversation, text, author }: Reply): Promise<Message> => {
  const { messages, conversations } = workspace.collections;
  const sentAt = Date.now();
  const message: Message = {
    id: `person:${author.id}:${crypto.randomUUID()}`,
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
  await messages.insert(message);
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
export const takeOver = (workspace: Workspace, conversationId: string, userId: string): Promise<void> =>
  change(workspace.collections.conversations, conversationId, ({ handedBack: _, ...current }) =>
    touched({ ...current, mode: 'human', assigneeId: userId }),
  );

/** The agents answer again, or prepare every reply for a person to send; what nobody has answered is theirs to answer. */
export const handBackTo = (workspace: Workspace, conversationId: string, to: 'agent' | 'draft'): Promise<void> => {
  const at = Date.now();
  return change(workspace.collections.conversations, conversationId, (current) => touched(handBack(current, to, at)));
};

export const setStatus = (
  workspace: Workspace,
  conversationId: string,
  status: Conversation['status'],
): Promise<void> =>
  change(workspace.collections.conversations, conversationId, (current) => touched({ ...current, status }));

export const setLeadStage = (workspace: Workspace, leadId: string, stage: Lead['stage']): Promise<void> =>
  change(workspace.collections.leads, leadId, (current) => touched({ ...current, stage }));

/** `next` must be pure: it is tried again on what somebody wrote in between. What it answers unchanged is not written. */
export const setLeadFields = (workspace: Workspace, leadId: string, next: (current: Lead) => Lead): Promise<void> =>
  changeAndScore(workspace, leadId, (current) => {
    const changed = next(current);
    return changed === current ? current : touched(changed);
  });

/** A person's word weighs more than what was inferred. */
export const correctFact = (
  workspace: Workspace,
  contactId: string,
  fact: { readonly id: string; readonly value: string },
): Promise<void> =>
  changeFact(workspace, contactId, fact.id, (current) => ({
    ...current,
    value: fact.value.trim(),
    confidence: 1,
    state: 'corrected',
  }));

/** The agents neither use a forbidden fact nor learn it again. */
export const forbidFact = (workspace: Workspace, contactId: string, factId: string): Promise<void> =>
  changeFact(workspace, contactId, factId, (current) => ({ ...current, state: 'forbidden' }));

/** Passages first, so that a crash in between leaves a source that can be deleted again. */
export const deleteSource = async ({ collections }: Workspace, sourceId: string): Promise<void> => {
  const passages = await collections.passages.find({ selector: { sourceId } }).exec();
  await collections.passages.bulkRemove(passages.map(({ id }) => id));
  await collections.sources.bulkRemove([sourceId]);
};

/** The fact as it was before somebody corrected or forbade it. */
export const putFactBack = (workspace: Workspace, contactId: string, fact: Fact): Promise<void> =>
  changeFact(workspace, contactId, fact.id, () => ({ ...fact }));

const changeFact = async (
  workspace: Workspace,
  contactId: string,
  factId: string,
  next: (fact: Fact) => Fact,
): Promise<void> => {
  await change(
    workspace.collections.twins,
    contactId,
    (twin): Twin => touched({ ...twin, facts: twin.facts.map((fact) => (fact.id === factId ? next(fact) : fact)) }),
  );
  await renewScoresHere(workspace, contactId);
};

const touched = <T extends { readonly updatedAt: number }>(document: T): T => ({
  ...document,
  updatedAt: Math.max(document.updatedAt + 1, Date.now()),
});

/** Applies `next` to the newest state; a document that is gone stays gone. */
const change = async <T extends { id: string }>(
  collection: RxCollection<T>,
  id: string,
  next: (current: T) => T,
): Promise<void> => {
  const document = await collection.findOne(id).exec();
  await document?.incrementalModify(next);
};

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { handBack } from '@inbetwin/shared/conversations/hand-back.ts';
import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { sendReply as queueReply, type Reply } from '@inbetwin/shared/conversations/send-reply.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { Edits } from '@inbetwin/shared/ports/collection.ts';
import { editDocument, removeDocument } from '../../database/documents/edit-document.ts';
import { renewScoresHere } from '../../database/lead-documents.ts';
import type { Workspace } from '../../database/workspace-database.ts';

/** A reply to send. Like every action it works offline: it changes the local database, and replication sends the change. */
type CausedReply = Omit<Reply, 'id'> & {
  /** Identifies what the reply was made from, such as a draft. Repeating a call with the same cause does not send anything again. */
  readonly cause?: string;
};

/**
 * Queues a person's reply and shows it immediately. Its id is derived from its cause, so that it reaches the customer only once, however
 * often this is called. A different text is a different reply, even if it has the same cause. Resolves to the stored message.
 */
export const sendReply = async (
  workspace: Workspace,
  { cause = crypto.randomUUID(), ...reply }: CausedReply,
): Promise<Message> => {
  try {
    return await queueReply(workspace, { ...reply, id: personReplyIdOf(reply.author.id, cause) });
  } catch (error) {
    if (error instanceof Failure && error.code === 'document.conflict') return sendReply(workspace, reply);
    throw error;
  }
};

/** Takes the conversation over: the agent stops answering, and this person is responsible. */
export const takeOver = (workspace: Workspace, shown: Conversation, userId: string): Promise<Conversation> =>
  editDocument(workspace, 'conversations', {
    shown,
    next: ({ handedBack: _, ...conversation }) => ({ ...conversation, mode: 'human', assigneeId: userId }),
  });

/**
 * Hands the conversation back: the agents answer again or draft replies for a person to send, starting with messages that are unanswered.
 */
export const handBackTo = (workspace: Workspace, shown: Conversation, to: 'agent' | 'draft'): Promise<Conversation> => {
  const at = Date.now();
  return editDocument(workspace, 'conversations', { shown, next: (conversation) => handBack(conversation, to, at) });
};

/** Sets the status of a conversation, such as open or closed. */
export const setStatus = (
  workspace: Workspace,
  shown: Conversation,
  status: Conversation['status'],
): Promise<Conversation> =>
  editDocument(workspace, 'conversations', { shown, next: (conversation) => ({ ...conversation, status }) });

/** Moves a lead to a stage. */
export const setLeadStage = (workspace: Workspace, shown: Lead, stage: Lead['stage']): Promise<Lead> =>
  editDocument(workspace, 'leads', { shown, next: (lead) => ({ ...lead, stage }) });

/** Edits a lead and recalculates its score. */
export const editLead = async (workspace: Workspace, ...edits: Edits<Lead>): Promise<Lead> => {
  const lead = await editDocument(workspace, 'leads', ...edits);
  await renewScoresHere(workspace, lead.contactId);
  return lead;
};

/** Edits a twin and recalculates the scores of the contact's leads. */
export const editTwin = async (workspace: Workspace, ...edits: Edits<Twin>): Promise<Twin> => {
  const twin = await editDocument(workspace, 'twins', ...edits);
  await renewScoresHere(workspace, twin.id);
  return twin;
};

/** Corrects a fact; a person's correction counts with full confidence. */
export const withCorrectedFact = (twin: Twin, fact: { readonly id: string; readonly value: string }): Twin =>
  withFact(twin, fact.id, (current) => ({ ...current, value: fact.value.trim(), confidence: 1, state: 'corrected' }));

/** Forbids a fact: the agents neither use it nor learn it again. */
export const forbidFact = (workspace: Workspace, shown: Twin, factId: string): Promise<Twin> =>
  editTwin(workspace, {
    shown,
    next: (twin) => withFact(twin, factId, (current) => ({ ...current, state: 'forbidden' })),
  });

/** Restores a fact to its previous state. */
export const putFactBack = (workspace: Workspace, shown: Twin, before: Fact): Promise<Twin> =>
  editTwin(workspace, { shown, next: (twin) => withFact(twin, before.id, () => ({ ...before })) });

const withFact = (twin: Twin, id: string, next: (fact: Fact) => Fact): Twin => ({
  ...twin,
  facts: twin.facts.map((fact) => (fact.id === id ? next(fact) : fact)),
});

/**
 * Deletes a source. Its passages go first, so that after a crash the source still exists and can be deleted again. A source that was
 * changed since it was shown stays, with its passages and a note that it was to be deleted.
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

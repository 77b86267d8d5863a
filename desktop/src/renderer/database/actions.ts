import { applyMessage } from '@inbetwin/shared/conversations/apply-message.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { inBatches, type PrepareElsewhere } from '@inbetwin/shared/knowledge/packed-import.ts';
import { digestOf } from '@inbetwin/shared/knowledge/prepare-import.ts';
import type { RxCollection } from 'rxdb';
import { reportFailure } from '../app/report-failure.ts';
import type { Workspace } from './workspace-database.ts';

const PASSAGES_AT_ONCE = 100;

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
  change(workspace.collections.conversations, conversationId, (current) =>
    touched({ ...current, mode: 'human', assigneeId: userId }),
  );

/** The agent answers again, and nothing waits for a person any more. */
export const handBack = (workspace: Workspace, conversationId: string): Promise<void> =>
  change(workspace.collections.conversations, conversationId, ({ handover: _, assigneeId: __, ...current }) =>
    touched({ ...current, mode: 'agent' }),
  );

/** The agent prepares every reply, and a person sends it. */
export const askForDrafts = (workspace: Workspace, conversationId: string): Promise<void> =>
  change(workspace.collections.conversations, conversationId, (current) => touched({ ...current, mode: 'draft' }));

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
  change(workspace.collections.leads, leadId, (current) => {
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

type ImportSteps = {
  /** Reads the file; not in the page's thread, which would stand still. */
  readonly prepare: PrepareElsewhere;
  /** Told the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Gets the file before anything of it is stored, the same again too: who imports it has it. */
  readonly keepOriginal?: (digest: string, bytes: Blob) => Promise<void>;
};

/**
 * Reads a file on this device and stores it with its passages; works offline. The same file again changes nothing, and
 * completes an import that was cut. Throws a `Failure` with a `knowledge.*` code for a file that cannot be read.
 */
export const importFile = async (
  { collections }: Workspace,
  file: File,
  { prepare, onProgress, keepOriginal }: ImportSteps,
): Promise<Source> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = await digestOf(bytes);
  const input = { bytes, fileName: file.name, mediaType: file.type || undefined, digest, now: Date.now() };
  const { source, passages } = await prepare(input);
  await keepOriginal?.(digest, file);
  const stored = (await collections.sources.findOne(source.id).exec())?.toMutableJSON();
  if (stored?.state === 'ready') return stored;

  const kept: Source = { ...source, createdAt: stored?.createdAt ?? source.createdAt };
  await collections.sources.upsert({ ...kept, state: 'indexing' });
  let written = 0;
  for (const batch of inBatches(passages, PASSAGES_AT_ONCE)) {
    const { error } = await collections.passages.bulkUpsert([...batch]);
    if (error[0]) throw new Error(`Passage ${error[0].documentId} could not be stored (${error[0].status}).`);
    written += batch.length;
    onProgress?.(written / source.passageCount);
  }
  await collections.sources.upsert(kept);
  return kept;
};

/** Passages first, so that a crash in between leaves a source that can be deleted again. */
export const deleteSource = async ({ collections }: Workspace, sourceId: string): Promise<void> => {
  const passages = await collections.passages.find({ selector: { sourceId } }).exec();
  await collections.passages.bulkRemove(passages.map(({ id }) => id));
  await collections.sources.bulkRemove([sourceId]);
};

const changeFact = (
  workspace: Workspace,
  contactId: string,
  factId: string,
  next: (fact: Fact) => Fact,
): Promise<void> =>
  change(
    workspace.collections.twins,
    contactId,
    (twin): Twin => touched({ ...twin, facts: twin.facts.map((fact) => (fact.id === factId ? next(fact) : fact)) }),
  );

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

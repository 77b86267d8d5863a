import type { CollectionName, DocumentOf } from '@inbetwin/shared/entities/registry.ts';
import type { RxConflictHandler, WithDeleted } from 'rxdb';
import { isSameState, type Mergeable, type MergePolicy, mergeDocuments } from './merge.ts';

/** A device never changes a message that exists, so the server's is right. */
const messagePolicy: MergePolicy = Object.fromEntries(
  ['conversationId', 'direction', 'author', 'text', 'citations', 'delivery', 'sentAt', 'createdAt'].map((field) => [
    field,
    'remote',
  ]),
);

const policies: { readonly [N in CollectionName]?: MergePolicy } = {
  messages: messagePolicy,
  // The server applies every message itself.
  conversations: { updatedAt: 'max', recency: 'remote', lastMessage: 'remote', handover: 'last-writer' },
  contacts: { updatedAt: 'max' },
  leads: { updatedAt: 'max', score: 'remote', scoreReasons: 'remote' },
  twins: { updatedAt: 'max' },
  sources: { updatedAt: 'max', warnings: 'last-writer' },
  passages: { updatedAt: 'max' },
  judgements: { updatedAt: 'max', query: 'remote', language: 'remote' },
};

/** Merges what a device changed with what the server holds, against what both knew last. */
export const conflictHandlerOf = <N extends CollectionName>(name: N): RxConflictHandler<DocumentOf<N>> => ({
  isEqual: (a, b) => isSameState(asMergeable(a), asMergeable(b)),
  resolve: async ({ assumedMasterState, newDocumentState, realMasterState }) =>
    mergeDocuments(
      {
        base: assumedMasterState && asMergeable(assumedMasterState),
        local: asMergeable(newDocumentState),
        remote: asMergeable(realMasterState),
      },
      policies[name],
    ) as unknown as WithDeleted<DocumentOf<N>>,
});

const asMergeable = <T>(document: WithDeleted<T>): Mergeable => document as unknown as Mergeable;

import { waitsForReply } from '@inbetwin/shared/conversations/answering.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { newestFirst, timeSchema } from '@inbetwin/shared/entities/fields.ts';
import type { DocumentOf, ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import { z } from 'zod';

/**
 * What documents carry on this device beside their own fields, under the reserved name `local`: values made from the document
 * alone, so that an index finds what its fields cannot be asked for. Every write makes them anew, and they never leave the device.
 */
type LocalKeys = {
  readonly schema: z.ZodObject;
  /** A deleted document may have no fields. */
  of(document: Raw): Raw;
};

type Raw = Readonly<Record<string, unknown>>;

const conversationKeysSchema = z.strictObject({
  /** 1: it waits for a reply. */
  needs: z.int().min(0).max(1).multipleOf(1),
  /** Who answers, of open conversations that a person answers; else empty. */
  owner: z.string().max(200),
});
type ConversationKeys = z.infer<typeof conversationKeysSchema>;

const conversationKeysOf = (conversation: Partial<Conversation>): ConversationKeys => {
  const { status, mode, assigneeId = '' } = conversation;
  return {
    // A deleted one has no fields and waits for nobody.
    needs: status !== undefined && waitsForReply(conversation as Conversation) ? 1 : 0,
    owner: status === 'open' && mode === 'human' ? assigneeId : '',
  };
};

const workKeysSchema = z.strictObject({
  /** When an approval was asked for that waits for a decision; of anything else `NOT_ASKED`. */
  asked: timeSchema,
  /** Of an approval that is decided or withdrawn, the latest first; of anything else `UNDECIDED`. */
  decided: timeSchema,
  /** The conversation of what an agent laid before a person there, and nobody has decided; else empty. */
  waitsIn: z.string().max(200),
});
type WorkKeys = z.infer<typeof workKeysSchema>;

/** Behind everything that is decided. */
export const UNDECIDED = newestFirst(0);
/** Behind everything that waits for a decision. */
export const NOT_ASKED = newestFirst(0);

const workKeysOf = (work: Partial<Work>): WorkKeys => {
  const { kind, state, approval, conversationId = '', createdAt = 0, updatedAt = 0 } = work;
  const isOpen = state === 'open';
  const isDecided = kind === 'approval' && !isOpen;
  return {
    asked: kind === 'approval' && isOpen ? createdAt : NOT_ASKED,
    decided: isDecided ? newestFirst(approval?.decidedAt ?? updatedAt) : UNDECIDED,
    waitsIn: isOpen && kind !== undefined && workKinds[kind].waitsInConversation ? conversationId : '',
  };
};

const localKeys: { readonly [N in ReplicatedCollection]?: LocalKeys } = {
  conversations: { schema: conversationKeysSchema, of: conversationKeysOf },
  work: { schema: workKeysSchema, of: workKeysOf },
};

/** What this device indexes beside what the entity says, which the server indexes as well. Each index makes every write slower. */
const localIndexes: { readonly [N in ReplicatedCollection]?: readonly (readonly string[])[] } = {
  conversations: [
    ['status', 'recency'],
    ['status', 'mode', 'recency'],
    ['local.needs', 'recency'],
    ['local.owner', 'recency'],
  ],
  leads: [
    ['stage', 'updatedAt'],
    ['score', 'updatedAt'],
  ],
  work: [['local.asked'], ['local.decided'], ['local.waitsIn', 'kind']],
};

/** A document as this device's database holds it. */
export type LocalDocument<N extends ReplicatedCollection> = DocumentOf<N> &
  (N extends keyof LocalKeysOf ? { readonly local?: LocalKeysOf[N] } : unknown);

type LocalKeysOf = { readonly conversations: ConversationKeys; readonly work: WorkKeys };

/** Both are part of the collection's schema: with a change here the entity's version rises. */
export const localSchemaOf = (name: string) => ({
  keys: known(localKeys, name)?.schema,
  indexes: known(localIndexes, name) ?? [],
});

/** Into the document itself, in place of any that it has. */
export const putLocalKeys = (name: ReplicatedCollection, document: object): void => {
  const keys = localKeys[name];
  if (keys) Object.assign(document, { local: keys.of(document as Raw) });
};

const known = <T>(all: { readonly [N in ReplicatedCollection]?: T }, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name as ReplicatedCollection] : undefined;

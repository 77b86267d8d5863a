import { waitsForReply } from '@inbetwin/shared/conversations/answering.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { newestFirst, timeSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { DocumentOf, ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import { z } from 'zod';

/**
 * Derived values that documents carry on this device under the reserved name `local`, so that an index can answer what the document's own
 * fields cannot. They are computed from the document alone on every write, and never leave the device.
 */
type LocalKeys = {
  readonly schema: z.ZodObject;
  /** A deleted document may have no fields. */
  of(document: Raw): Raw;
};

type Raw = Readonly<Record<string, unknown>>;

const conversationKeysSchema = z.strictObject({
  /** 1 if the conversation waits for a reply, otherwise 0. */
  needs: z.int().min(0).max(1).multipleOf(1),
  /** The assignee of an open conversation that a person answers; otherwise empty. */
  owner: z.string().max(200),
});
type ConversationKeys = z.infer<typeof conversationKeysSchema>;

const conversationKeysOf = (conversation: Partial<Conversation>): ConversationKeys => {
  const { status, mode, assigneeId = '' } = conversation;
  return {
    // A deleted conversation has no fields and does not wait for a reply.
    needs: status !== undefined && waitsForReply(conversation as Conversation) ? 1 : 0,
    owner: status === 'open' && mode === 'human' ? assigneeId : '',
  };
};

const workKeysSchema = z.strictObject({
  /** When a pending approval was requested; `NOT_ASKED` for everything else. */
  asked: timeSchema,
  /** When an approval was decided or withdrawn, in descending order; `UNDECIDED` for everything else. */
  decided: timeSchema,
  /** The conversation in which an undecided request of an agent is shown; otherwise empty. */
  waitsIn: z.string().max(200),
});
type WorkKeys = z.infer<typeof workKeysSchema>;

/** Sorts after everything that is decided. */
export const UNDECIDED = newestFirst(0);
/** Sorts after everything that waits for a decision. */
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

const settingKeysSchema = z.strictObject({
  /** The kind; empty for a deleted setting that does not tell it. */
  kind: z.string().max(40),
});
type SettingKeys = z.infer<typeof settingKeysSchema>;

const settingKeysOf = ({ value }: Partial<Setting>): SettingKeys => ({ kind: value?.kind ?? '' });

const localKeys: { readonly [N in ReplicatedCollection]?: LocalKeys } = {
  conversations: { schema: conversationKeysSchema, of: conversationKeysOf },
  work: { schema: workKeysSchema, of: workKeysOf },
  settings: { schema: settingKeysSchema, of: settingKeysOf },
};

/** Indexes on this device in addition to those of the entity, which the server has too. Each index slows down every write. */
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
  settings: [['local.kind', 'updatedAt']],
};

/** A document as stored in this device's database. */
export type LocalDocument<N extends ReplicatedCollection> = DocumentOf<N> &
  (N extends keyof LocalKeysOf ? { readonly local?: LocalKeysOf[N] } : unknown);

type LocalKeysOf = {
  readonly conversations: ConversationKeys;
  readonly work: WorkKeys;
  readonly settings: SettingKeys;
};

/** The local keys and indexes of a collection. They are part of its schema, so a change here requires a new version of the entity. */
export const localSchemaOf = (name: string) => ({
  keys: known(localKeys, name)?.schema,
  indexes: known(localIndexes, name) ?? [],
});

/** Adds the local keys to the document in place, replacing existing ones. */
export const putLocalKeys = (name: ReplicatedCollection, document: object): void => {
  const keys = localKeys[name];
  if (keys) Object.assign(document, { local: keys.of(document as Raw) });
};

const known = <T>(all: { readonly [N in ReplicatedCollection]?: T }, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name as ReplicatedCollection] : undefined;

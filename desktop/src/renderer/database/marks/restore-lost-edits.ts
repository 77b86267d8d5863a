import { rightsTo } from '@inbetwin/shared/contracts/rights.ts';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { Seen } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import { editsOf, elementsOf, isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { covers } from '@inbetwin/shared/merge/version-vector.ts';

/** The role of the person signed in on this device. */
export type Sender = { readonly role: Role };

type States = {
  /** The state that the server once had. */
  readonly local: SyncDocument;
  /** The server's current state; undefined if it does not have the document. */
  readonly told: SyncDocument | undefined;
};

/** Whether a state with `seen` lacks an edit that a state with `other` includes. Successive states of one store never lack anything. */
export const lacks = (seen: Seen, other: Seen): boolean => Object.values(other).some((at) => !covers(seen, at));

/**
 * The state to send to a server that was restored from an older backup and lost edits that this device has. Undefined if this device may
 * not send it.
 */
export const stateToRestore = (name: ReplicatedCollection, { local, told }: States, { role }: Sender) => {
  const rights = rightsTo(name, local);
  if (!told) return rights.create.includes(role) && isMadeByPerson(name, local) ? asNew(name, local) : undefined;
  const merged = mergeDocuments(name, { local, remote: told });
  const operation = merged._deleted ? 'delete' : told._deleted ? 'create' : 'change';
  // The server also deletes documents on its own; it will do so again if necessary.
  const isOfPerson = !merged._deleted || isPersons(editsOf(merged)['']?.by);
  if (!rights[operation].includes(role) || !isOfPerson) return undefined;
  return merged._deleted || told._deleted ? merged : withServersOwn(name, merged, told);
};

/**
 * Whether a person created the document. Channels and agents recreate theirs, and sources are useless without their passages, which carry
 * no edits.
 */
const isMadeByPerson = (name: ReplicatedCollection, { _deleted, edits }: SyncDocument): boolean =>
  !_deleted && name !== 'sources' && isPersons(editsOf({ edits })['']?.by);

const isPersons = (by: string | undefined): boolean => by !== undefined && by !== 'server' && !by.startsWith('agent:');

/** Scores are calculated by the server. */
const asNew = (name: ReplicatedCollection, local: SyncDocument): SyncDocument =>
  name === 'leads' ? { ...local, score: 0, scoreReasons: [] } : local;

/**
 * Restores the server's values of fields that only channels and agents may write; otherwise the gateway would refuse the whole document.
 */
const withServersOwn = (
  name: ReplicatedCollection,
  merged: SyncDocument,
  told: SyncDocument,
): SyncDocument | undefined => {
  if (name === 'contacts') return { ...merged, identities: told.identities };
  if (name === 'conversations' && isFields(merged.handover)) return { ...merged, handover: told.handover };
  return name === 'twins' && !hasSameElements(merged.facts, told.facts) ? undefined : merged;
};

const hasSameElements = (a: unknown, b: unknown): boolean => {
  const ids = new Set(elementsOf(b).map(({ id }) => id));
  return elementsOf(a).length === ids.size && elementsOf(a).every(({ id }) => ids.has(id));
};

import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Role } from '@inbetwin/shared/entities/rights.ts';
import type { Seen } from '@inbetwin/shared/entities/sync-fields.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import { editsOf, elementsOf, isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { covers } from '@inbetwin/shared/merge/version-vector.ts';

/** Whose device it is. */
export type Giver = { readonly role: Role };

type States = {
  /** As the server once had it. */
  readonly local: SyncDocument;
  /** As it has it now; undefined: it knows nothing of it. */
  readonly told: SyncDocument | undefined;
};

/** Whether a state with `seen` is without an edit that one with `other` includes: of a store's states in their order none is. */
export const lacks = (seen: Seen, other: Seen): boolean => Object.values(other).some((at) => !covers(seen, at));

/**
 * What to send to a server that was put back to an older backup and lost edits that this device holds. Undefined: it is not
 * for this device to send.
 */
export const stateToGiveBack = (name: ReplicatedCollection, { local, told }: States, { role }: Giver) => {
  if (!told) return may(role, name, 'create') && isMadeByPerson(name, local) ? asNew(name, local) : undefined;
  const merged = mergeDocuments(name, { local, remote: told });
  const operation = merged._deleted ? 'delete' : told._deleted ? 'create' : 'change';
  // The server deletes on its own account, too: it does so again or not.
  const isOfPerson = !merged._deleted || isPersons(editsOf(merged)['']?.by);
  if (!may(role, name, operation) || !isOfPerson) return undefined;
  return merged._deleted || told._deleted ? merged : withServersOwn(name, merged, told);
};

/**
 * What a channel or an agent made it makes again, and sources are nothing without their passages, which have no edits to know
 * them by.
 */
const isMadeByPerson = (name: ReplicatedCollection, { _deleted, edits }: SyncDocument): boolean =>
  !_deleted && name !== 'sources' && isPersons(editsOf({ edits })['']?.by);

const isPersons = (by: string | undefined): boolean => by !== undefined && by !== 'server' && !by.startsWith('agent:');

/** The server scores leads. */
const asNew = (name: ReplicatedCollection, local: SyncDocument): SyncDocument =>
  name === 'leads' ? { ...local, score: 0, scoreReasons: [] } : local;

/** No device may write what channels and agents alone do; the gateway would refuse all of it. */
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

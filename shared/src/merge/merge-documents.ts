import type { Entity } from '../entities/declaring/define-entity.ts';
import type { Policies } from '../entities/declaring/merge-policy.ts';
import type { Conflict, Seen, Stamp } from '../entities/declaring/sync-fields.ts';
import { type CollectionName, entities } from '../entities/registry.ts';
import { isGone } from './existence.ts';
import { isPartOf, mergeConflicts, withoutSettled } from './merge-conflicts.ts';
import { mergeFields } from './merge-fields.ts';
import { mergeStamps } from './merge-unit.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf, withBookkeeping } from './mergeable.ts';
import { type Merging, recordDeletion, recordStamp, type Sides, startMerging, timesWithin } from './merging.ts';
import { isSameState } from './same-state.ts';
import { coversStamp, joinSeen } from './version-vector.ts';

/**
 * Merges two states of one document without losing anything that a person entered: if one side knew the other's edit,
 * its own value wins, and concurrent edits follow the entity's policies. The result does not depend on who merges
 * (except for the order within lists, and for `server` and `immutable` fields, which are taken from the remote side),
 * and merging it with either side again gives the same result.
 */
export const mergeDocuments = (name: CollectionName, sides: Sides): Mergeable => {
  const { merge, schema }: Entity = entities[name];
  if (!merge) return mergeWhole(sides);
  const { local, remote } = sides;
  if (local._deleted && remote._deleted) return mergeTombstones(local, remote);
  if (local._deleted !== remote._deleted) return mergeDeletion(sides);
  const merged = mergeLiving(merge, sides, true);
  const { _deleted, ...fields } = merged;
  // Two texts that each fit the schema may be too long when merged into one.
  return schema.safeParse(fields).success ? merged : mergeLiving(merge, sides, false);
};

const mergeLiving = (policies: Policies, { base, local, remote }: Sides, mayCombine: boolean): Mergeable => {
  const merging = startMerging({ base, local, remote }, mayCombine);
  const stamp = mergeStamps(editsOf(local)[''], editsOf(remote)[''], merging.seen);
  recordStamp(merging, '', { value: remote, stamp });
  const fields = mergeFields(merging, { path: '', base: base?._deleted ? undefined : base, local, remote }, policies);
  return finish(merging, { ...fields, id: remote.id, _deleted: false });
};

const finish = (merging: Merging, merged: Mergeable): Mergeable =>
  withBookkeeping(merged, {
    edits: merging.edits,
    seen: joinSeen(merging.seen.local, merging.seen.remote),
    conflicts: mergeConflicts(merging, merged),
  });

const mergeDeletion = ({ base, local, remote }: Sides): Mergeable => {
  const [alive, gone] = local._deleted ? [remote, local] : [local, remote];
  const deletion = { stamp: editsOf(gone)[''], seen: seenOf(gone) };
  const seen = joinSeen(seenOf(alive), deletion.seen);
  const known = { stamp: editsOf(alive)[''], times: timesWithin(alive, '') };
  const wasThere = base?._deleted === false;
  if (isGone({ alive: known, gone: deletion, wasThere })) return tombstone(alive.id, { stamp: deletion.stamp, seen });
  const merging = startMerging({ local, remote }, true);
  recordDeletion(merging, '', { deletion: deletion.stamp, seen: seenOf(alive) });
  // The deletion replaces an earlier one that it knew of, unless the earlier one is a part of it.
  const isReplaced = (conflict: Conflict): boolean =>
    conflict.path === '' && coversStamp(deletion.seen, conflict) && !isPartOf(conflict, deletion.stamp);
  const waiting = conflictsOf(alive).filter((conflict) => merging.lost.length === 0 || !isReplaced(conflict));
  const edits = editsOf(alive);
  const conflicts = withoutSettled([...waiting, ...merging.lost], { document: alive, edits });
  return withBookkeeping(alive, { edits, seen, conflicts });
};

const mergeTombstones = (local: Mergeable, remote: Mergeable): Mergeable => {
  const seen = { local: seenOf(local), remote: seenOf(remote) };
  const stamp = mergeStamps(editsOf(local)[''], editsOf(remote)[''], seen);
  return tombstone(remote.id, { stamp, seen: joinSeen(seen.local, seen.remote) });
};

const tombstone = (
  id: string,
  { stamp, seen }: { readonly stamp: Stamp | undefined; readonly seen: Seen },
): Mergeable => withBookkeeping({ id, _deleted: true }, { edits: stamp ? { '': stamp } : {}, seen, conflicts: [] });

/**
 * For documents that nobody edits: takes the state of the side that changed it; if both did, a deletion, otherwise the
 * server's state.
 */
const mergeWhole = ({ base, local, remote }: Sides): Mergeable => {
  if (isSameState(local, remote)) return remote;
  // Without a base the local side created the document, possibly over one that was deleted elsewhere.
  if (!base) return remote._deleted ? local : remote;
  if (isSameState(base, remote)) return local;
  return local._deleted && !isSameState(base, local) ? local : remote;
};

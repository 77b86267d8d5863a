import type { Entity } from '../entities/define-entity.ts';
import type { Policies } from '../entities/merge-policy.ts';
import { type CollectionName, entities } from '../entities/registry.ts';
import type { Conflict } from '../entities/sync-fields.ts';
import { isGone } from './existence.ts';
import { isPartOf, mergeConflicts, withoutSettled } from './merge-conflicts.ts';
import { mergeFields } from './merge-fields.ts';
import { mergeStamps } from './merge-unit.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf, withBookkeeping } from './mergeable.ts';
import { type Merging, recordDeletion, recordStamp, type Sides, startMerging, timesWithin } from './merging.ts';
import { isSameState } from './same-state.ts';
import { coversStamp, joinSeen } from './version-vector.ts';

/**
 * Two states of one document become one that loses nothing a person entered: where one side knew the other's edit its own
 * stands, and what is concurrent follows the entity's policies. The same whoever merges (but for the order within lists, and
 * for `server` and `immutable` fields, which are the remote side's); merging the result with either side again gives the result.
 */
export const mergeDocuments = (name: CollectionName, sides: Sides): Mergeable => {
  const { merge, schema }: Entity = entities[name];
  if (!merge) return mergeWhole(sides);
  const { local, remote } = sides;
  if (local._deleted && remote._deleted) return mergeTombstones(local, remote);
  if (local._deleted !== remote._deleted) return mergeDeletion(sides);
  const merged = mergeLiving(merge, sides, true);
  const { _deleted, ...fields } = merged;
  // Two texts that fit may be too long as one.
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
  const merging = startMerging({ local, remote }, true);
  const deletion = editsOf(gone)[''];
  const known = { stamp: editsOf(alive)[''], times: timesWithin(alive, '') };
  const wasThere = base?._deleted === false;
  if (isGone({ alive: known, gone: { stamp: deletion, seen: seenOf(gone) }, wasThere }))
    return toTombstone(gone, merging);
  recordDeletion(merging, '', { deletion, seen: seenOf(alive) });
  const edits = editsOf(alive);
  // An earlier deletion that this one knew of is this one now, unless it is one of those that this one is made of.
  const isReplaced = (conflict: Conflict): boolean =>
    conflict.path === '' && coversStamp(seenOf(gone), conflict) && !isPartOf(conflict, deletion);
  const waiting = conflictsOf(alive).filter((conflict) => merging.lost.length === 0 || !isReplaced(conflict));
  const conflicts = withoutSettled([...waiting, ...merging.lost], { document: alive, edits });
  return withBookkeeping(alive, { edits, seen: joinSeen(seenOf(local), seenOf(remote)), conflicts });
};

const mergeTombstones = (local: Mergeable, remote: Mergeable): Mergeable => {
  const merging = startMerging({ local, remote }, true);
  const stamp = mergeStamps(editsOf(local)[''], editsOf(remote)[''], merging.seen);
  return toTombstone({ ...remote, edits: stamp && { '': stamp } }, merging);
};

const toTombstone = (gone: Mergeable, { seen }: Merging): Mergeable => {
  const stamp = editsOf(gone)[''];
  return withBookkeeping(
    { id: gone.id, _deleted: true },
    { edits: stamp ? { '': stamp } : {}, seen: joinSeen(seen.local, seen.remote), conflicts: [] },
  );
};

/** Of documents that nobody edits: what one side alone changed, a deletion, or else what the server has. */
const mergeWhole = ({ base, local, remote }: Sides): Mergeable => {
  if (isSameState(local, remote)) return remote;
  // Made here, over what was deleted elsewhere.
  if (!base) return remote._deleted ? local : remote;
  if (isSameState(base, remote)) return local;
  return local._deleted && !isSameState(base, local) ? local : remote;
};

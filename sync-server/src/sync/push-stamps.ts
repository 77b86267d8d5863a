import { type CollectionName, entities } from '@inbetwin/shared/entities/registry.ts';
import type { Seen, Stamp } from '@inbetwin/shared/entities/sync-fields.ts';
import { clampStamps } from '@inbetwin/shared/merge/clamp-stamps.ts';
import { createHybridClock, nodeOf } from '@inbetwin/shared/merge/hybrid-clock.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf, withBookkeeping } from '@inbetwin/shared/merge/mergeable.ts';
import { stampAt } from '@inbetwin/shared/merge/merging.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { coversStamp, joinSeen, timesOf } from '@inbetwin/shared/merge/version-vector.ts';
import type { Caller } from '../accounts/access-token.ts';

/** How far a device's clock may be ahead of ours before its times are taken for ours. */
export const MAX_AHEAD_MS = 60_000;

export type RowStates = {
  /** What the device says that the server held when it made its change. */
  readonly assumed: Mergeable | undefined;
  readonly next: Mergeable;
  readonly present: Mergeable;
};
type Admission = { readonly caller: Pick<Caller, 'userId' | 'sessionId'>; readonly now: number };

/**
 * The device's document with stamps that can be believed: what an older client left unstamped is stamped, no time lies in the
 * future, whatever is new was done by the caller, and what the caller knew and left as it was keeps the stamp it had.
 */
export const admitStamps = (
  name: CollectionName,
  { assumed, next, present }: RowStates,
  { caller, now }: Admission,
): Mergeable => {
  if (!entities[name].merge) return next;
  const clock = createHybridClock({ now: () => now, node: `session-${caller.sessionId}`.slice(0, 60) });
  for (const at of [...timesIn(present), ...timesIn(next)]) clock.witness(at);
  const stamp = { at: clock.next(), by: caller.userId };
  const stamped = stampChanges(name, { before: assumed, after: next }, stamp);
  const timely = clampStamps(seeingItself(stamped), { now, maxAheadMs: MAX_AHEAD_MS, next: clock.next, base: present });
  return signedBy(caller.userId, timely, present);
};

const timesIn = (document: Mergeable): readonly string[] => [
  ...Object.values(seenOf(document)),
  ...Object.values(editsOf(document)).flatMap(timesOf),
];

const signedBy = (by: string, document: Mergeable, present: Mergeable): Mergeable => {
  const authors = authorsIn(present);
  const sign = <T extends Change>(change: T): T => ({ ...change, by: authors.get(change.at) ?? by });
  const signAll = <T extends Stamp>(stamp: T): T => ({
    ...sign(stamp),
    ...(stamp.also && { also: stamp.also.map(sign) }),
  });
  const own = Object.fromEntries(
    Object.entries(editsOf(document)).flatMap(([path, stamp]): readonly (readonly [string, Stamp])[] => {
      if (!isGroundless(path, stamp, { document, present })) return [[path, signAll(stamp)]];
      const was = editsOf(present)[path];
      return was ? [[path, was]] : [];
    }),
  );
  return withBookkeeping(document, {
    edits: own,
    seen: seenOf(document),
    conflicts: conflictsOf(document).map(signAll),
  });
};

type Change = Pick<Stamp, 'at' | 'by'>;

/** Whose the changes are that the server knows of: a time belongs to one write of one person. */
const authorsIn = (document: Mergeable): ReadonlyMap<string, string> => {
  const stamps: readonly Stamp[] = [...Object.values(editsOf(document)), ...conflictsOf(document)];
  return new Map(stamps.flatMap(({ at, by, also = [] }) => [{ at, by }, ...also]).map(({ at, by }) => [at, by]));
};

/** A new stamp on what the device knew and left as it is. */
const isGroundless = (
  path: string,
  stamp: Stamp,
  { document, present }: { readonly document: Mergeable; readonly present: Mergeable },
): boolean => {
  if (document._deleted || present._deleted) return false;
  const was = stampAt(editsOf(present), path, valueAt(present, path));
  if (isSameValue(was, stamp) || !coversStamp(seenOf(document), was)) return false;
  return path === '' || isSameValue(valueAt(document, path), valueAt(present, path));
};

/** With a version vector that fits: a time stands under the name of its own node, and what the document shows it has seen. */
const seeingItself = (document: Mergeable): Mergeable => {
  const edits = editsOf(document);
  const told = Object.entries(seenOf(document)).filter(([node, at]) => nodeOf(at) === node);
  const shown = Object.values(edits).flatMap(timesOf);
  const seen = shown.reduce<Seen>((all, at) => joinSeen(all, { [nodeOf(at)]: at }), Object.fromEntries(told));
  return withBookkeeping(document, { edits, seen, conflicts: conflictsOf(document) });
};

import type { Conflict, Edits, Seen, Stamp } from '../entities/declaring/sync-fields.ts';
import type { SeenBySides, Version } from './merge-unit.ts';
import { conflictsOf, editsOf, type Fields, type Mergeable, seenOf } from './mergeable.ts';
import { parentOf, pointerTo, valueAt } from './pointer.ts';
import { isSameValue } from './same-state.ts';
import { timesOf, unknownOf } from './version-vector.ts';

/**
 * Returns the stamp of a value: its own, or the nearest one above, with which it was written. An absent value inherits
 * none.
 */
export const stampAt = (edits: Edits, path: string, value: unknown): Stamp | undefined =>
  value === undefined ? edits[path] : nearestStamp(edits, path);

/** Returns the stamp of a place, or the nearest one above it. */
export const nearestStamp = (edits: Edits, path: string): Stamp | undefined =>
  edits[path] ?? inheritedStamp(edits, path);

const inheritedStamp = (edits: Edits, path: string): Stamp | undefined => {
  if (path === '') return undefined;
  return nearestStamp(edits, parentOf(path));
};

/** Returns the times of all known edits of `path` and of everything within it, including waiting values. */
export const timesWithin = (document: Fields, path: string): readonly string[] => {
  const edits = editsOf(document);
  const within = (other: string): boolean => other === path || other.startsWith(pointerTo(path, ''));
  const own = Object.keys(edits).filter(within);
  const waiting = conflictsOf(document).filter((conflict) => !conflict.deleted && within(conflict.path));
  const stamps = [nearestStamp(edits, path), ...own.map((each) => edits[each])];
  return [...stamps, ...waiting].flatMap(timesOf);
};

/** The values of one place: on both sides, and in the state from which both started. */
export type Place = {
  readonly path: string;
  readonly base: unknown;
  readonly local: unknown;
  readonly remote: unknown;
};

/**
 * The state of one merge: both sides, and the bookkeeping of the result, which is filled from the document down to its
 * fields.
 */
export type Merging = {
  readonly local: Fields;
  readonly remote: Fields;
  readonly seen: SeenBySides;
  /** Whether `text` and `set-union` may combine two values. */
  readonly mayCombine: boolean;
  /**
   * Whether both sides and their base are the same creation of the document, rather than one re-created after a
   * deletion.
   */
  readonly isOneLife: boolean;
  readonly edits: { [path: string]: Stamp };
  readonly lost: Conflict[];
};

/** Begins a merge with empty bookkeeping. */
export const startMerging = ({ base, local, remote }: Sides, mayCombine: boolean): Merging => {
  const births = [base ?? remote, local, remote].map((side) => editsOf(side)['']);
  return {
    local,
    remote,
    seen: { local: seenOf(local), remote: seenOf(remote) },
    mayCombine,
    isOneLife: births.every((birth) => birth?.at === births[0]?.at),
    edits: {},
    lost: [],
  };
};

/** `remote` is the server's state. `base`, if known, is the server's state that `local` was made from. */
export type Sides = {
  readonly base?: Mergeable | undefined;
  readonly local: Mergeable;
  readonly remote: Mergeable;
};

/** Returns a document's value at a place with its stamp. */
export const versionAt = (document: Fields, path: string): Version => {
  const value = valueAt(document, path);
  return { value, stamp: stampAt(editsOf(document), path, value) };
};

/** Records the stamp of the result's value, unless the value inherits the same one from a place above. */
export const recordStamp = ({ edits }: Merging, path: string, { value, stamp }: Version): void => {
  const follows = value !== undefined && isSameValue(stamp, inheritedStamp(edits, path));
  if (stamp && !follows) edits[path] = stamp;
};

/** Copies one side's stamps of everything within `path`. */
export const copyStampsWithin = ({ edits }: Merging, from: Fields, path: string): void => {
  for (const [each, stamp] of Object.entries(editsOf(from))) {
    if (each.startsWith(pointerTo(path, ''))) edits[each] = stamp;
  }
};

/** Records a value that lost, so that it waits for a person's choice. An unstamped value is not recorded. */
export const recordLost = ({ lost }: Merging, path: string, { value, stamp }: Version): void => {
  // The value was read from a document, so it is JSON.
  const kept = value === undefined ? {} : { value: value as Conflict['value'] };
  if (stamp) lost.push({ id: `${path}@${stamp.at}`, path, ...kept, ...stamp });
};

/**
 * Records a deletion that gave way to an edit, so that a person can choose: only the part of it that `seen` does not
 * include yet.
 */
export const recordDeletion = ({ lost }: Merging, path: string, { deletion, seen }: Deletion): void => {
  const news = unknownOf(seen, deletion);
  if (news) lost.push({ id: `${path}@${news.at}`, path, deleted: true, ...news });
};
type Deletion = { readonly deletion: Stamp | undefined; readonly seen: Seen };

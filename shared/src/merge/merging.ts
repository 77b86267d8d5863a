import type { Conflict, Edits, Seen, Stamp } from '../entities/sync-fields.ts';
import type { SeenBySides, Version } from './merge-unit.ts';
import { conflictsOf, editsOf, type Fields, type Mergeable, seenOf } from './mergeable.ts';
import { parentOf, pointerTo, valueAt } from './pointer.ts';
import { isSameValue } from './same-state.ts';
import { timesOf, unknownOf } from './version-vector.ts';

/** Who set what is at a place: its own stamp, or that of what it came with. What is absent came with nothing. */
export const stampAt = (edits: Edits, path: string, value: unknown): Stamp | undefined =>
  value === undefined ? edits[path] : nearestStamp(edits, path);

export const nearestStamp = (edits: Edits, path: string): Stamp | undefined =>
  edits[path] ?? inheritedStamp(edits, path);

const inheritedStamp = (edits: Edits, path: string): Stamp | undefined => {
  if (path === '') return undefined;
  return nearestStamp(edits, parentOf(path));
};

/** Every edit that is known of what `path` names and of all within it. */
export const timesWithin = (document: Fields, path: string): readonly string[] => {
  const edits = editsOf(document);
  const within = (other: string): boolean => other === path || other.startsWith(pointerTo(path, ''));
  const own = Object.keys(edits).filter(within);
  const waiting = conflictsOf(document).filter((conflict) => !conflict.deleted && within(conflict.path));
  const stamps = [stampAt(edits, path, document), ...own.map((each) => edits[each])];
  return [...stamps, ...waiting].flatMap(timesOf);
};

/** What both sides, and what they started from, have at a place. */
export type Place = {
  readonly path: string;
  readonly base: unknown;
  readonly local: unknown;
  readonly remote: unknown;
};

/** One merge under way: both sides' bookkeeping, and the result's as it comes to be, from the document down to its fields. */
export type Merging = {
  readonly local: Fields;
  readonly remote: Fields;
  readonly seen: SeenBySides;
  /** Whether `text` and `set-union` may make one value of two. */
  readonly mayCombine: boolean;
  /** Whether both sides and what they started from are one and the same document, not one made anew after a deletion. */
  readonly isOneLife: boolean;
  readonly edits: { [path: string]: Stamp };
  readonly lost: Conflict[];
};

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

/** `remote` is the server's. `base`, where it is known, is the server's state that `local` was made from. */
export type Sides = {
  readonly base?: Mergeable | undefined;
  readonly local: Mergeable;
  readonly remote: Mergeable;
};

export const versionAt = (document: Fields, path: string): Version => {
  const value = valueAt(document, path);
  return { value, stamp: stampAt(editsOf(document), path, value) };
};

/** Notes the stamp of the result's value, unless it follows from what the value came with. */
export const recordStamp = ({ edits }: Merging, path: string, { value, stamp }: Version): void => {
  const follows = value !== undefined && isSameValue(stamp, inheritedStamp(edits, path));
  if (stamp && !follows) edits[path] = stamp;
};

/** Takes over one side's stamps of everything within `path`. */
export const copyStampsWithin = ({ edits }: Merging, from: Fields, path: string): void => {
  for (const [each, stamp] of Object.entries(editsOf(from))) {
    if (each.startsWith(pointerTo(path, ''))) edits[each] = stamp;
  }
};

export const recordLost = ({ lost }: Merging, path: string, { value, stamp }: Version): void => {
  // What is stored came as JSON.
  const kept = value === undefined ? {} : { value: value as Conflict['value'] };
  if (stamp) lost.push({ id: `${path}@${stamp.at}`, path, ...kept, ...stamp });
};

/** Tells of a deletion that had not known of an edit, which was kept: as far as a state with `seen` does not know it. */
export const recordDeletion = ({ lost }: Merging, path: string, { deletion, seen }: Deletion): void => {
  const news = unknownOf(seen, deletion);
  if (news) lost.push({ id: `${path}@${news.at}`, path, deleted: true, ...news });
};
type Deletion = { readonly deletion: Stamp | undefined; readonly seen: Seen };

import type { Change, Seen, Stamp } from '../entities/declaring/sync-fields.ts';
import { nodeOf } from './hybrid-clock.ts';

/** Whether a state that has seen `seen` includes the edit made at `at` (a version vector: Parker et al. 1983). */
export const covers = (seen: Seen, at: string): boolean => {
  const newest = seen[nodeOf(at)];
  return newest !== undefined && newest >= at;
};

/**
 * Returns the times of all edits that a stamp stands for. A place without a stamp is as old as the document, so every
 * state includes it.
 */
export const timesOf = (stamp: Stamp | undefined): readonly string[] => changesOf(stamp).map(({ at }) => at);

const changesOf = (stamp: Stamp | undefined): readonly Change[] =>
  stamp ? [withoutOthers(stamp), ...(stamp.also ?? [])] : [];

const withoutOthers = ({ at, by, receivedAt }: Change): Change => ({
  at,
  by,
  ...(receivedAt !== undefined && { receivedAt }),
});

/** Whether a state that has seen `seen` includes all edits of the stamp. */
export const coversStamp = (seen: Seen, stamp: Stamp | undefined): boolean =>
  timesOf(stamp).every((at) => covers(seen, at));

/** Returns the part of a stamp that a state with `seen` does not include. */
export const unknownOf = (seen: Seen, stamp: Stamp | undefined): Stamp | undefined =>
  partOf(stamp, (at) => !covers(seen, at));

/** Returns the part of a stamp whose edits `isKept` accepts; undefined when it accepts none. */
export const partOf = (stamp: Stamp | undefined, isKept: (at: string) => boolean): Stamp | undefined =>
  stampOf(changesOf(stamp).filter(({ at }) => isKept(at)));

/** Whether a state with `seen` includes everything that a state with `other` does. */
export const includesSeen = (seen: Seen, other: Seen): boolean =>
  Object.entries(other).every(([node, at]) => (seen[node] ?? '') >= at);

/** Whether a state with `newer` includes everything that one with `older` does, and more. */
export const isBefore = (older: Seen, newer: Seen): boolean =>
  includesSeen(newer, older) && !includesSeen(older, newer);

/** Returns what the merge of two states has seen. */
export const joinSeen = (a: Seen, b: Seen): Seen => {
  const joined: { [node: string]: string } = { ...a };
  for (const [node, at] of Object.entries(b)) {
    const known = joined[node];
    if (known === undefined || at > known) joined[node] = at;
  }
  return joined;
};

/** Returns the stamp of a value that came from two concurrent edits: a state includes it only if it includes both. */
export const joinStamps = (a: Stamp, b: Stamp): Stamp => {
  const newestOfNode = new Map([...changesOf(a), ...changesOf(b)].sort(byTime).map((each) => [nodeOf(each.at), each]));
  return stampOf([...newestOfNode.values()]) ?? a;
};

const stampOf = (changes: readonly Change[]): Stamp | undefined => {
  const [newest, ...also] = changes.toSorted((a, b) => byTime(b, a));
  return newest && { ...newest, ...(also.length > 0 && { also }) };
};

/** Orders by `at`, not by the time of receipt: a joined stamp is the same before and after its parts are received. */
const byTime = (a: Change, b: Change): number => {
  if (a.at === b.at) return Number(a.receivedAt !== undefined) - Number(b.receivedAt !== undefined);
  return a.at < b.at ? -1 : 1;
};

import type { Change, Seen, Stamp } from '../entities/sync-fields.ts';
import { nodeOf } from './hybrid-clock.ts';

/** Whether a state that has seen this much includes the edit made at `at` (a version vector: Parker et al. 1983). */
export const covers = (seen: Seen, at: string): boolean => {
  const newest = seen[nodeOf(at)];
  return newest !== undefined && newest >= at;
};

/** Every edit that a stamp stands for. What is not stamped is as old as the document, so everybody knows it. */
export const timesOf = (stamp: Stamp | undefined): readonly string[] => changesOf(stamp).map(({ at }) => at);

const changesOf = (stamp: Stamp | undefined): readonly Change[] =>
  stamp ? [withoutOthers(stamp), ...(stamp.also ?? [])] : [];

const withoutOthers = ({ at, by, receivedAt }: Change): Change => ({
  at,
  by,
  ...(receivedAt !== undefined && { receivedAt }),
});

export const coversStamp = (seen: Seen, stamp: Stamp | undefined): boolean =>
  timesOf(stamp).every((at) => covers(seen, at));

/** What of a stamp a state that has seen this much does not include. */
export const unknownOf = (seen: Seen, stamp: Stamp | undefined): Stamp | undefined =>
  partOf(stamp, (at) => !covers(seen, at));

/** A stamp for those of the edits that `isKept` names; undefined when there are none. */
export const partOf = (stamp: Stamp | undefined, isKept: (at: string) => boolean): Stamp | undefined =>
  stampOf(changesOf(stamp).filter(({ at }) => isKept(at)));

/** Whether a state that has seen this much includes all that another one has seen. */
export const includesSeen = (seen: Seen, other: Seen): boolean =>
  Object.entries(other).every(([node, at]) => (seen[node] ?? '') >= at);

/** Whether a state with `older` came before one with `newer`, of states that follow one another. */
export const isBefore = (older: Seen, newer: Seen): boolean =>
  includesSeen(newer, older) && !includesSeen(older, newer);

/** What either has seen. */
export const joinSeen = (a: Seen, b: Seen): Seen => {
  const joined: { [node: string]: string } = { ...a };
  for (const [node, at] of Object.entries(b)) {
    const known = joined[node];
    if (known === undefined || at > known) joined[node] = at;
  }
  return joined;
};

/** Two concurrent edits that became one value: known only to those who know both. */
export const joinStamps = (a: Stamp, b: Stamp): Stamp => {
  const newestOfNode = new Map([...changesOf(a), ...changesOf(b)].sort(byTime).map((each) => [nodeOf(each.at), each]));
  return stampOf([...newestOfNode.values()]) ?? a;
};

const stampOf = (changes: readonly Change[]): Stamp | undefined => {
  const [newest, ...also] = changes.toSorted((a, b) => byTime(b, a));
  return newest && { ...newest, ...(also.length > 0 && { also }) };
};

/** By name, not by the order of time: a joined stamp has the same name whether or not its parts were received yet. */
const byTime = (a: Change, b: Change): number => {
  if (a.at === b.at) return Number(a.receivedAt !== undefined) - Number(b.receivedAt !== undefined);
  return a.at < b.at ? -1 : 1;
};

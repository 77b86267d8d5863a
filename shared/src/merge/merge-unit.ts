import type { Policy } from '../entities/declaring/merge-policy.ts';
import type { Seen, Stamp } from '../entities/declaring/sync-fields.ts';
import { mergeText } from './merge-text.ts';
import { isSameValue } from './same-state.ts';
import { isLater } from './stamp-order.ts';
import { coversStamp, joinStamps, unknownOf } from './version-vector.ts';

/**
 * The value of one side at a place. An undefined value is absent; an undefined stamp means that it was never changed.
 */
export type Version = { readonly value: unknown; readonly stamp: Stamp | undefined };

/** The smallest unit of merging: a field's value on both sides. */
export type Unit = {
  readonly policy: Exclude<Policy, object>;
  /** The value from which both sides started, if known. */
  readonly base: unknown;
  readonly local: Version;
  readonly remote: Version;
};
/** What each side has seen. */
export type SeenBySides = { readonly local: Seen; readonly remote: Seen };

/** `lost` waits for a person's choice; its stamp contains what the winning side does not know. */
type MergedUnit = Version & { readonly lost?: Version };

/** Merges one value by its policy. The value of a concurrent edit that was not combined is returned as `lost`. */
export const mergeUnit = (unit: Unit, seen: SeenBySides): MergedUnit => {
  const { policy, local, remote } = unit;
  if (policy === 'server') return { value: remote.value, stamp: undefined };
  if (policy === 'immutable') return { value: remote.value ?? local.value, stamp: undefined };
  if (policy === 'max') return { value: greater(local.value, remote.value), stamp: undefined };
  if (isSameValue(local.value, remote.value)) {
    return { value: remote.value, stamp: mergeStamps(local.stamp, remote.stamp, seen) };
  }
  const remoteIsKnown = coversStamp(seen.local, remote.stamp);
  const localIsKnown = coversStamp(seen.remote, local.stamp);
  if (remoteIsKnown && localIsKnown) return settleKnown(unit);
  if (remoteIsKnown) return local;
  return localIsKnown ? remote : mergeConcurrent(unit, seen);
};

/**
 * Returns the stamp of a value that both sides have: that of the later edit, or of both edits when neither side knew
 * the other's.
 */
export const mergeStamps = (
  local: Stamp | undefined,
  remote: Stamp | undefined,
  seen: SeenBySides,
): Stamp | undefined => {
  if (!local || !remote) return local ?? remote;
  const remoteIsKnown = coversStamp(seen.local, remote);
  const localIsKnown = coversStamp(seen.remote, local);
  if (remoteIsKnown === localIsKnown) return remoteIsKnown ? newer(local, remote) : joinStamps(local, remote);
  return remoteIsKnown ? local : remote;
};

const newer = (a: Stamp, b: Stamp): Stamp => {
  if (a.at === b.at) return joinStamps(a, b);
  return isLater(a, b) ? a : b;
};

/** Returns the greater number, or the only value if one is absent. */
const greater = (local: unknown, remote: unknown): unknown => {
  if (typeof local !== 'number' || typeof remote !== 'number') return remote ?? local;
  return Math.max(local, remote);
};

/**
 * Both sides know both edits and still differ. If one is not stamped, it was written over the other; if neither is, as
 * by an older program, the base shows which side changed it.
 */
const settleKnown = ({ base, local, remote }: Unit): Version => {
  if (local.stamp && remote.stamp) return isLater(local.stamp, remote.stamp) ? local : remote;
  if (local.stamp) return remote;
  if (remote.stamp) return local;
  if (isSameValue(base, remote.value)) return local;
  if (isSameValue(base, local.value)) return remote;
  return remote.value === undefined ? local : remote;
};

const mergeConcurrent = (unit: Unit, seen: SeenBySides): MergedUnit => {
  const { policy, local, remote } = unit;
  if (!local.stamp || !remote.stamp) return local.stamp ? local : remote;
  const both = combine(unit);
  if (both !== undefined) return { value: both, stamp: joinStamps(local.stamp, remote.stamp) };
  const localWins = isLater(local.stamp, remote.stamp);
  const [won, lost] = localWins ? [local, remote] : [remote, local];
  if (policy === 'last-writer') return won;
  return { ...won, lost: { value: lost.value, stamp: unknownOf(localWins ? seen.local : seen.remote, lost.stamp) } };
};

/** Returns one value with both changes, or undefined if the policy or the values do not allow it. */
const combine = ({ policy, base, local, remote }: Unit): unknown => {
  const [a, b] = [local.value, remote.value];
  if (policy === 'set-union' && Array.isArray(a) && Array.isArray(b))
    return unite(Array.isArray(base) ? base : [], a, b);
  const areTexts = typeof base === 'string' && typeof a === 'string' && typeof b === 'string';
  return policy === 'text' && areTexts ? mergeText(base, a, b) : undefined;
};

/** Returns the members that both lists have and those that either added to `base`, in the order of `b`, then of `a`. */
const unite = (base: readonly unknown[], a: readonly unknown[], b: readonly unknown[]): readonly unknown[] => {
  const has = (list: readonly unknown[], value: unknown): boolean => list.some((other) => isSameValue(other, value));
  const kept = (value: unknown, other: readonly unknown[]): boolean => has(other, value) || !has(base, value);
  const fromB = b.filter((value) => kept(value, a));
  return [...fromB, ...a.filter((value) => kept(value, b) && !has(fromB, value))];
};

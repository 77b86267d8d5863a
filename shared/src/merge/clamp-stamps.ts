import type { Stamp } from '../entities/sync-fields.ts';
import { msOf, nodeOf, ofNode } from './hybrid-clock.ts';
import { conflictsOf, editsOf, isFields, type Mergeable, seenOf, withBookkeeping } from './mergeable.ts';
import { valueAt } from './pointer.ts';
import { isSameValue } from './same-state.ts';
import { timesOf } from './version-vector.ts';

type Clamping = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly maxAheadMs: number;
  /** The server's clock, which has witnessed everything that the present document has seen. */
  readonly next: () => string;
  /** What the server holds: an edit in it that was clamped before keeps its time. */
  readonly base?: Mergeable | undefined;
};

/**
 * The document with the server's time in place of every time that lies further ahead, in the same order and still of the
 * same node: a device with a wrong clock does not win for ever, and its edits remain its own.
 */
export const clampStamps = (document: Mergeable, { now, maxAheadMs, next, base }: Clamping): Mergeable => {
  const isAhead = (at: string): boolean => msOf(at) > now + maxAheadMs;
  if (!timesIn(document).some(isAhead)) return document;
  const edits = Object.entries(editsOf(document)).map(
    ([path, stamp]) => [path, isAhead(stamp.at) ? (clampedBefore(document, base, path) ?? stamp) : stamp] as const,
  );
  const conflicts = conflictsOf(document);
  const made = [...edits.flatMap(([, stamp]) => timesOf(stamp)), ...conflicts.flatMap(timesOf)];
  const withNews = new Set(made.filter(isAhead).map(nodeOf));
  // Where all edits were clamped before, so was the word that they are included.
  const seenBefore = (node: string, at: string): string =>
    isAhead(at) && !withNews.has(node) ? ((base && seenOf(base)[node]) ?? at) : at;
  const seen = Object.entries(seenOf(document)).map(([node, at]) => [node, seenBefore(node, at)] as const);
  const times = [...made, ...seen.map(([, at]) => at)];
  const ahead = [...new Set(times.filter(isAhead))].sort();
  const clamped = new Map(ahead.map((at) => [at, ofNode(next(), nodeOf(at))]));
  const clamp = (at: string): string => clamped.get(at) ?? at;
  return withBookkeeping(document, {
    edits: Object.fromEntries(edits.map(([path, stamp]) => [path, clampStamp(stamp, clamp)])),
    seen: Object.fromEntries(seen.map(([node, at]) => [node, clamp(at)])),
    conflicts: conflicts.map((each) => ({
      ...each,
      ...clampStamp(each, clamp),
      id: `${each.path}@${clamp(each.at)}`,
    })),
  });
};

const timesIn = (document: Mergeable): readonly string[] => [
  ...Object.values(seenOf(document)),
  ...[...Object.values(editsOf(document)), ...conflictsOf(document)].flatMap(timesOf),
];

/** Sent again by a device that has not heard of it: an old edit must not look like a new one. */
const clampedBefore = (document: Mergeable, base: Mergeable | undefined, path: string): Stamp | undefined => {
  if (!base || base._deleted !== document._deleted) return undefined;
  const [was, is] = [editsOf(base)[path], editsOf(document)[path]];
  if (!was || !is || !isSameThing(valueAt(base, path), valueAt(document, path))) return undefined;
  // The stamp there may stand for others' edits as well, of which this device knows nothing.
  const at = timesOf(was).find((time) => nodeOf(time) === nodeOf(is.at));
  return at === undefined ? undefined : { ...is, at };
};

/** Of an element it is its being there that is stamped. */
const isSameThing = (a: unknown, b: unknown): boolean =>
  isSameValue(a, b) || (isFields(a) && isFields(b) && a.id !== undefined && a.id === b.id);

const clampStamp = ({ at, by, also }: Stamp, clamp: (at: string) => string): Stamp => ({
  at: clamp(at),
  by,
  ...(also && { also: also.map((other) => ({ ...other, at: clamp(other.at) })) }),
});

import type { Policies } from '@inbetwin/shared/entities/declaring/merge-policy.ts';
import type { Seen, Stamp } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { changedPlaces } from '@inbetwin/shared/merge/changed-places.ts';
import { createHybridClock, MAX_AHEAD_MS, msOf, nodeOf } from '@inbetwin/shared/merge/hybrid-clock.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf, withBookkeeping } from '@inbetwin/shared/merge/mergeable.ts';
import { nearestStamp } from '@inbetwin/shared/merge/merging.ts';
import { receiveChanges } from '@inbetwin/shared/merge/receive-changes.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { coversStamp, joinSeen, timesOf } from '@inbetwin/shared/merge/version-vector.ts';
import type { Caller } from '../accounts/access-token.ts';

/** The three states of a document that a pushed row involves. */
export type RowStates = {
  /** What the device assumed the server held when it made its change. */
  readonly assumed: Mergeable | undefined;
  readonly next: Mergeable;
  readonly present: Mergeable;
};
type Admission = { readonly caller: Pick<Caller, 'userId' | 'sessionId'>; readonly now: number };

/**
 * Returns the device's document with trustworthy stamps: changes that an older client left unstamped are stamped, no change lies in the
 * future, and every new change is attributed to the caller.
 */
export const admitStamps = (
  name: ReplicatedCollection,
  { assumed, next, present }: RowStates,
  { caller, now }: Admission,
): Mergeable => {
  const { merge } = entities[name];
  if (!merge) return next;
  const clock = createHybridClock({ now: () => now, node: `session-${caller.sessionId}`.slice(0, 60) });
  for (const at of [...timesIn(present), ...timesIn(next)]) clock.witness(at);
  const stamped = stampChanges(name, { before: assumed, after: next }, { at: clock.next(), by: caller.userId });
  const received = receiveChanges(stamped, { now, caller: caller.userId, present });
  return treatRebirthAsChanges(merge, withConsistentVector(received, { present, now }), present);
};

const timesIn = (document: Mergeable): readonly string[] => [
  ...Object.values(seenOf(document)),
  ...Object.values(editsOf(document)).flatMap(timesOf),
];

type Against = { readonly present: Mergeable; readonly now: number };

/**
 * Corrects the version vector: a time must appear under its own node, the vector must cover what the document itself contains, and nobody
 * can have seen the future.
 */
const withConsistentVector = (document: Mergeable, { present, now }: Against): Mergeable => {
  const edits = editsOf(document);
  const shown = [...Object.values(edits), ...conflictsOf(document)].flatMap(timesOf);
  const possible = new Set([...shown, ...Object.values(seenOf(present))]);
  const told = Object.entries(seenOf(document)).filter(
    ([node, at]) => nodeOf(at) === node && (msOf(at) <= now + MAX_AHEAD_MS || possible.has(at)),
  );
  const own = Object.values(edits).flatMap(timesOf);
  const seen = own.reduce<Seen>((all, at) => joinSeen(all, { [nodeOf(at)]: at }), Object.fromEntries(told));
  return withBookkeeping(document, { edits, seen, conflicts: conflictsOf(document) });
};

/**
 * A document deleted and recreated before the server learned of it was never gone, so the recreation is treated as changes of its fields.
 */
const treatRebirthAsChanges = (policies: Policies, document: Mergeable, present: Mergeable): Mergeable => {
  const edits = editsOf(document);
  const birth = edits[''];
  if (document._deleted || present._deleted || !birth || !isNews(birth, { document, present })) return document;
  const changed = changedPlaces(policies, { before: present, after: document });
  const inherited = changed.filter((place) => nearestStamp(edits, place) === birth);
  const { '': _, ...others } = edits;
  const was = editsOf(present)[''];
  return withBookkeeping(document, {
    edits: { ...others, ...(was && { '': was }), ...Object.fromEntries(inherited.map((place) => [place, birth])) },
    seen: seenOf(document),
    conflicts: conflictsOf(document),
  });
};

type Met = { readonly document: Mergeable; readonly present: Mergeable };

/** Whether this is a different creation stamp than the server's, made with knowledge of the server's and not by merging the two. */
const isNews = (birth: Stamp, { document, present }: Met): boolean => {
  const was = editsOf(present)[''];
  const includes = was !== undefined && timesOf(was).every((at) => timesOf(birth).includes(at));
  return !includes && coversStamp(seenOf(document), was);
};

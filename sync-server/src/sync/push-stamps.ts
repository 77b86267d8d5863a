import type { Policies } from '@inbetwin/shared/entities/merge-policy.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Seen, Stamp } from '@inbetwin/shared/entities/sync-fields.ts';
import { changedPlaces } from '@inbetwin/shared/merge/changed-places.ts';
import { createHybridClock, MAX_AHEAD_MS, msOf, nodeOf } from '@inbetwin/shared/merge/hybrid-clock.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf, withBookkeeping } from '@inbetwin/shared/merge/mergeable.ts';
import { nearestStamp } from '@inbetwin/shared/merge/merging.ts';
import { receiveChanges } from '@inbetwin/shared/merge/receive-changes.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { coversStamp, joinSeen, timesOf } from '@inbetwin/shared/merge/version-vector.ts';
import type { Caller } from '../accounts/access-token.ts';

export type RowStates = {
  /** What the device says that the server held when it made its change. */
  readonly assumed: Mergeable | undefined;
  readonly next: Mergeable;
  readonly present: Mergeable;
};
type Admission = { readonly caller: Pick<Caller, 'userId' | 'sessionId'>; readonly now: number };

/**
 * The device's document with stamps that can be believed: what an older client left unstamped is stamped, no change lies in
 * the future, and whatever is new was done by the caller.
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
  return withoutRebirth(merge, seeingItself(received, { present, now }), present);
};

const timesIn = (document: Mergeable): readonly string[] => [
  ...Object.values(seenOf(document)),
  ...Object.values(editsOf(document)).flatMap(timesOf),
];

type Against = { readonly present: Mergeable; readonly now: number };

/**
 * With a version vector that fits: a time stands under the name of its own node, what the document shows it has seen, and
 * nobody has seen what is still to come.
 */
const seeingItself = (document: Mergeable, { present, now }: Against): Mergeable => {
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

/** Deleted and made again before the server heard of it, a document was never gone: what its maker changed is changed. */
const withoutRebirth = (policies: Policies, document: Mergeable, present: Mergeable): Mergeable => {
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

/** Another birth than the server's, by somebody who knew that one, and not because the two were joined. */
const isNews = (birth: Stamp, { document, present }: Met): boolean => {
  const was = editsOf(present)[''];
  const includes = was !== undefined && timesOf(was).every((at) => timesOf(birth).includes(at));
  return !includes && coversStamp(seenOf(document), was);
};

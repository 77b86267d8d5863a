import type { PushRequest, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { createHybridClock } from '@inbetwin/shared/merge/hybrid-clock.ts';
import { seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';

type Row = PushRequest['rows'][number];
type Fields = { readonly id: string; readonly [field: string]: unknown };

/** The row of a change that a person makes on a device: of what the server held to what shall be, or undefined for a deletion. */
export type Device = (base: SyncDocument | null, next: Fields | undefined) => Row;

/** A device with its own clock, which signs what is changed on it as the workspace does. */
export const createDevice = (
  collection: ReplicatedCollection,
  {
    userId,
    now,
    node = `device-of-${userId}`,
  }: { readonly userId: string; readonly now: Clock; readonly node?: string },
): Device => {
  const clock = createHybridClock({ now, node });
  return (base, next) => {
    const before = base ?? undefined;
    for (const at of Object.values(before ? seenOf(before) : {})) clock.witness(at);
    const after = next ? { ...next, _deleted: false } : { id: base?.id ?? '', _deleted: true };
    const stamped = stampChanges(collection, { before, after }, { at: clock.next(), by: userId });
    return { assumedMasterState: base, newDocumentState: { ...stamped } };
  };
};

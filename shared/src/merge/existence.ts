import type { Seen, Stamp } from '../entities/sync-fields.ts';
import { covers, coversStamp } from './version-vector.ts';

/** A document or an element that one side has and the other has not. */
type Presence = {
  /** When it came to be, and all edits of it and within it. */
  readonly alive: { readonly stamp: Stamp | undefined; readonly times: readonly string[]; readonly seen: Seen };
  /** When it was deleted, where that is known. */
  readonly gone: { readonly stamp: Stamp | undefined; readonly seen: Seen };
  /** It was there when both sides parted. */
  readonly wasThere: boolean;
};

/**
 * A deletion that knew every edit stands; against one that it did not know it gives way, which a person is told. What was
 * made or made anew by somebody who knew of the deletion stays.
 */
export const decideExistence = ({ alive, gone, wasThere }: Presence): 'stays' | 'stays-and-tell' | 'goes' => {
  const isEditUnknown = alive.times.some((at) => !covers(gone.seen, at));
  if (gone.stamp) {
    if (coversStamp(alive.seen, gone.stamp)) return 'stays';
    return isEditUnknown ? 'stays-and-tell' : 'goes';
  }
  // Without a record of the deletion: gone only where it must have been known.
  const wasKnown = alive.stamp ? coversStamp(gone.seen, alive.stamp) : wasThere;
  return wasKnown && !isEditUnknown ? 'goes' : 'stays';
};

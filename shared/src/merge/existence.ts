import type { Seen, Stamp } from '../entities/sync-fields.ts';
import { covers } from './version-vector.ts';

/** A document or an element that one side has and the other has not. */
type Presence = {
  /** When it came to be, and all edits of it and within it, that one included. */
  readonly alive: { readonly stamp: Stamp | undefined; readonly times: readonly string[] };
  /** When it was deleted, where that is known. */
  readonly gone: { readonly stamp: Stamp | undefined; readonly seen: Seen };
  /** It was there when both sides parted. */
  readonly wasThere: boolean;
};

/**
 * A deletion that knew every edit stands; against one that it did not know, as against being made anew, it gives way. Where
 * nothing tells of a deletion, there was one if the other side must have known what is missing there.
 */
export const isGone = ({ alive, gone, wasThere }: Presence): boolean =>
  alive.times.every((at) => covers(gone.seen, at)) &&
  (gone.stamp !== undefined || alive.stamp !== undefined || wasThere);

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
 * A deletion stands if it knew every edit, and gives way to an edit or a new creation that it did not know. Where no deletion is
 * recorded, one is inferred if the side without the document or element must have known of it.
 */
export const isGone = ({ alive, gone, wasThere }: Presence): boolean =>
  alive.times.every((at) => covers(gone.seen, at)) &&
  (gone.stamp !== undefined || alive.stamp !== undefined || wasThere);

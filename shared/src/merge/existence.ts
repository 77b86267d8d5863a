import type { Seen, Stamp } from '../entities/declaring/sync-fields.ts';
import { covers } from './version-vector.ts';

/** A document or an element that one side has and the other does not. */
type Presence = {
  /** The stamp of its creation, and the times of all edits of it and within it, including the creation. */
  readonly alive: { readonly stamp: Stamp | undefined; readonly times: readonly string[] };
  /** The stamp of its deletion, if known, and what the deletion knew. */
  readonly gone: { readonly stamp: Stamp | undefined; readonly seen: Seen };
  /** Whether it existed when the two sides diverged. */
  readonly wasThere: boolean;
};

/**
 * Whether the deletion wins. It does if it knew every edit; it gives way to an edit or a re-creation that it did not
 * know. If no deletion is recorded, one is inferred when the side without the document or element must have known it.
 */
export const isGone = ({ alive, gone, wasThere }: Presence): boolean =>
  alive.times.every((at) => covers(gone.seen, at)) &&
  (gone.stamp !== undefined || alive.stamp !== undefined || wasThere);

import { type CollectionName, entities } from '../entities/registry.ts';
import { createHybridClock } from '../merge/hybrid-clock.ts';
import { editsOf, type Mergeable, seenOf } from '../merge/mergeable.ts';
import { SERVER_NODE, stampChanges } from '../merge/stamp.ts';
import type { Clock } from './clock.ts';
import type { JsonObject, StoredDocument } from './document-store.ts';

/** The collection, the author (`server` or `agent:<name>`) and the clock that stamp a write. */
export type WriteAuthor = { readonly name: CollectionName; readonly by: string; readonly now: Clock };

/**
 * Returns what to store when the server's own code writes over `stored`: the fields (only the id for a deletion) and,
 * in collections that people edit, who changed what. The writer's own copy of that bookkeeping is ignored, because it
 * may be out of date.
 */
export const stampWrite = (
  { name, by, now }: WriteAuthor,
  stored: StoredDocument | undefined,
  next: JsonObject | undefined,
): JsonObject | undefined => {
  if (!stored || !entities[name].merge) return next;
  const { id } = stored;
  const before = { ...stored.body, id, _deleted: stored.deleted };
  const { edits: _, seen: __, conflicts: ___, ...fields } = next ?? {};
  const after = { ...fields, id, _deleted: next === undefined };
  const { _deleted, ...body } = stampChanges(name, { before, after }, { at: timeBehind(before, now), by });
  return body;
};

/**
 * All server processes share one node id. This is safe because the store lets only one of them write over the same
 * state.
 */
const timeBehind = (document: Mergeable, time: Clock): string => {
  const now = time();
  const clock = createHybridClock({ now: () => now, node: SERVER_NODE });
  for (const at of Object.values(seenOf(document))) clock.witness(at);
  for (const { at } of Object.values(editsOf(document))) clock.witness(at);
  return clock.next();
};

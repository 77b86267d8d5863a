import type { Entity } from '../entities/define-entity.ts';
import { type CollectionName, entities } from '../entities/registry.ts';
import type { Stamp } from '../entities/sync-fields.ts';
import { nodeOf, ofNode } from './hybrid-clock.ts';
import { mergeDocuments } from './merge-documents.ts';
import { type Mergeable, seenOf } from './mergeable.ts';
import { stampChanges } from './stamp.ts';

/** What lay before a person, what they made of it, and what is stored by then. */
type Edit = { readonly shown: Mergeable; readonly after: Mergeable; readonly current: Mergeable };

type Applied = {
  /** What is to be stored. */
  readonly document: Mergeable;
  /** The document as the person knows it now: what was shown with the edit, and nothing that arrived meanwhile. */
  readonly known: Mergeable;
};

/**
 * A person's edit of a document that may have changed since it was shown to them, as in a form that was open for a while. The
 * edit counts as made in the knowledge of what was shown and of nothing else, so whatever else changed at the same places is
 * merged with it like the edit of another device: nothing is replaced that its author has not seen. Places that the edit leaves
 * as they were shown stay as they are stored.
 *
 * `stamp.at` must be of this device's own node, and behind all that `current` has seen.
 */
export const applyEdit = (name: CollectionName, { shown, after, current }: Edit, stamp: Stamp): Applied => {
  const { merge }: Entity = entities[name];
  // Without policies there is nothing to merge by.
  if (!merge) return { document: after, known: after };
  const own = { ...stamp, at: ofNode(stamp.at, branchOf(nodeOf(stamp.at), { shown, current })) };
  const known = stampChanges(name, { before: shown, after }, own);
  return { document: mergeDocuments(name, { base: shown, local: known, remote: current }), known };
};

/**
 * A state that carries a node's time says that it includes everything of that node until then. Where this device has written
 * since the document was shown (in another window, for one), the edit is made under a name beside its own: the first under
 * which nothing was written since. So there are as many as there were forms of one document open at once.
 */
const branchOf = (node: string, { shown, current }: Pick<Edit, 'shown' | 'current'>): string => {
  for (let number = 0; ; number++) {
    const branch = number === 0 ? node : `${node}.${number}`;
    if (seenOf(shown)[branch] === seenOf(current)[branch]) return branch;
  }
};

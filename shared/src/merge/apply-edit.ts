import type { Entity } from '../entities/declaring/define-entity.ts';
import type { Stamp } from '../entities/declaring/sync-fields.ts';
import { type CollectionName, entities } from '../entities/registry.ts';
import { nodeOf, ofNode } from './hybrid-clock.ts';
import { mergeDocuments } from './merge-documents.ts';
import { type Mergeable, seenOf } from './mergeable.ts';
import { stampChanges } from './stamp.ts';

/** What the person saw, what they changed it to, and what is stored by now. */
type Edit = { readonly shown: Mergeable; readonly after: Mergeable; readonly current: Mergeable };

type Applied = {
  /** The document to store. */
  readonly document: Mergeable;
  /**
   * The document as the person knows it now: what was shown, with the edit, and without anything that arrived in the
   * meantime.
   */
  readonly known: Mergeable;
};

/**
 * Applies a person's edit to a document that may have changed since it was shown to them, as in a form that was open
 * for a while. The edit counts as made in the knowledge of what was shown and of nothing else, so other changes at the
 * same places are merged with it like an edit from another device: nothing that its author has not seen is replaced.
 * Places that the edit did not change keep their stored values. `stamp.at` must be a time of this device's own node,
 * later than everything that `current` has seen.
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
 * A state that contains a node's time includes everything that this node wrote until then. If this device has written
 * since the document was shown (in another window, for example), the edit is therefore made under a variant of the node
 * id: the first variant under which nothing was written since. So there are as many variants as there were forms of one
 * document open at once.
 */
const branchOf = (node: string, { shown, current }: Pick<Edit, 'shown' | 'current'>): string => {
  for (let number = 0; ; number++) {
    const branch = number === 0 ? node : `${node}.${number}`;
    if (seenOf(shown)[branch] === seenOf(current)[branch]) return branch;
  }
};

import type { Conflict, Edits, Seen } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import { latestFirst } from '@inbetwin/shared/merge/stamp-order.ts';

/** The sync metadata of documents that people edit. */
export type Synced = {
  readonly id: string;
  readonly edits?: Edits | undefined;
  readonly seen?: Seen | undefined;
  readonly conflicts?: readonly Conflict[] | undefined;
};

/** A document with conflicting values. */
export type ConflictedDocument = { readonly collection: EditedCollection; readonly document: Synced };

/** The conflicting values of one field, newest first. */
export type OpenChoice = { readonly path: string; readonly others: readonly [Conflict, ...Conflict[]] };

/** The fields of a document that have conflicting values. */
export const choicesOf = ({ conflicts = [] }: Synced): readonly OpenChoice[] => {
  const byPath = new Map<string, [Conflict, ...Conflict[]]>();
  for (const conflict of conflicts.toSorted(latestFirst)) {
    const known = byPath.get(conflict.path);
    if (known) known.push(conflict);
    else byPath.set(conflict.path, [conflict]);
  }
  return [...byPath].map(([path, others]) => ({ path, others }));
};

/** The conflicting values of the field at `path`, if any. */
export const choiceAt = (document: Synced, path: string): OpenChoice | undefined =>
  document.conflicts?.some((conflict) => conflict.path === path)
    ? choicesOf(document).find((choice) => choice.path === path)
    : undefined;

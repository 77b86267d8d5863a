import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { editSource } from '@inbetwin/shared/knowledge/change-details.ts';
import type { Mergeable } from '@inbetwin/shared/merge/mergeable.ts';
import type { Collection, Edit } from '@inbetwin/shared/ports/collection.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { chooseValue, openAgain } from './choose.ts';
import type { Synced } from './conflicts.ts';

/** The field at which a person chooses. */
export type ChoicePlace<T = Synced> = {
  readonly collection: EditedCollection;
  /** The document as it was shown. */
  readonly document: T;
  readonly path: string;
};

type Stored = Mergeable & Synced & { readonly updatedAt: number };

/**
 * Writes a person's choice at a field like any other change: the value of `conflictId`, or the current one if it is omitted. Resolves to a
 * function that undoes the choice.
 */
export const makeChoice = async (
  workspace: Workspace,
  { collection, document, path }: ChoicePlace,
  conflictId?: string,
): Promise<() => Promise<void>> => {
  // The collections have different types, but the sync metadata is the same in all of them.
  const before = document as Stored;
  const records = workspace.documents[collection] as unknown as Collection<Stored>;
  const change = async (shown: Stored, next: (current: Stored) => Stored): Promise<Stored> => {
    if (collection !== 'sources') return records.edit({ shown, next });
    const edit = { shown, next } as unknown as Edit<Source>;
    return (await editSource(workspace, [edit])) as unknown as Stored;
  };

  if (path === '' && conflictId !== undefined) {
    await records.remove(before);
    return () => records.restore(before);
  }
  const chosen = await change(before, (current) => chooseValue(current, path, conflictId));
  const node = `again-${crypto.randomUUID()}`;
  return async () => {
    await change(chosen, (current) => openAgain(current, before, { path, node }));
  };
};

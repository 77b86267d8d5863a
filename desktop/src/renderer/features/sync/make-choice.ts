import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Mergeable } from '@inbetwin/shared/merge/mergeable.ts';
import type { RxCollection } from 'rxdb';
import { finishSourceChanges } from '../../database/change-source.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { chooseValue, openAgain } from './choose.ts';
import type { Synced } from './conflicts.ts';

export type ChoicePlace = { readonly collection: CollectionName; readonly id: string; readonly path: string };

type Stored = Mergeable & Synced & { readonly updatedAt: number };

/**
 * A person's choice at a field, written like any other change: the value of `conflictId`, or the present one without it.
 * Answers how to take it back, or nothing when the document is gone.
 */
export const makeChoice = async (
  workspace: Workspace,
  { collection: name, id, path }: ChoicePlace,
  conflictId?: string,
): Promise<(() => Promise<void>) | undefined> => {
  // The table of collections is typed one by one; what sync keeps is the same in all of them.
  const collection = workspace.collections[name] as unknown as RxCollection<Stored>;
  const find = () => collection.findOne(id).exec();
  const write = async (next: (current: Stored) => Stored): Promise<void> => {
    if (name === 'sources') await finishSourceChanges(workspace);
    await (await find())?.incrementalModify((current) => carried(name, current, next(current)));
    if (name === 'sources') await finishSourceChanges(workspace);
  };

  const before: Stored | undefined = (await find())?.toMutableJSON();
  if (!before) return undefined;
  if (path === '' && conflictId !== undefined) await (await find())?.incrementalRemove();
  else await write((current) => chooseValue(current, path, conflictId));

  const node = `again-${crypto.randomUUID()}`;
  return async () => {
    if (await find()) await write((current) => openAgain(current, before, { path, node }));
    else await collection.incrementalUpsert(touched(before));
  };
};

const touched = <T extends { readonly updatedAt: number }>(document: T): T => ({
  ...document,
  updatedAt: Math.max(document.updatedAt + 1, Date.now()),
});

/** A material's title, product and days stand in its passages as well: it is `changing` until they all have them. */
const carried = (name: CollectionName, before: Stored, next: Stored): Stored =>
  touched(name === 'sources' ? { ...next, changing: { titleBefore: before.title } } : next);

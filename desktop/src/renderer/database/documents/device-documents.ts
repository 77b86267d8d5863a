import { type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import type { Collection, Documents, Edits } from '@inbetwin/shared/ports/collection.ts';
import type { RxCollection } from 'rxdb';
import { type EditedWorkspace, editDocument, isConflict, removeDocument, restoreDocument } from './edit-document.ts';
import { findPage } from './find-page.ts';

type Plain = { readonly id: string };

/** The documents on this device, as the use cases in `shared` see them. */
export const createDeviceDocuments = (workspace: EditedWorkspace): Documents =>
  Object.fromEntries(replicatedNames.map((name) => [name, openCollection(workspace, name)])) as unknown as Documents;

const openCollection = (workspace: EditedWorkspace, name: ReplicatedCollection): Collection<Plain> => {
  // Tests open only some of the collections, so each is looked up on use.
  const rx = () => workspace.collections[name] as unknown as RxCollection<Plain>;
  const get = async (id: string): Promise<Plain | undefined> => plainOf(await rx().findOne(id).exec());

  return {
    get,
    getMany: async (ids) => {
      const found = await rx()
        .findByIds([...ids])
        .exec();
      return ids.flatMap((id) => plainOf(found.get(id)) ?? []);
    },
    find: (query) => findPage(rx(), query),
    insertOnce: async (document) => {
      try {
        await rx().insert(document);
        return { document, inserted: true };
      } catch (error) {
        const stored = isConflict(error) ? await get(document.id) : undefined;
        if (!stored) throw error;
        return { document: stored, inserted: false };
      }
    },
    insertMany: async (documents) => {
      const { error } = await rx().bulkInsert([...documents]);
      const failed = error.find(({ status }) => status !== 409);
      if (failed) throw new Error(`Document ${failed.documentId} could not be stored (${failed.status}).`);
      return error.map(({ documentId }) => documentId);
    },
    put: async (document) => {
      await rx().incrementalUpsert(document);
    },
    update: async (idOrDocument, change) => {
      const found = await rx()
        .findOne(typeof idOrDocument === 'string' ? idOrDocument : idOrDocument.id)
        .exec();
      const current = plainOf(found);
      // RxDB would write a new revision, to be sent to the server, even if nothing changed.
      if (!found || !current || change(current) === current) return current;
      return plainOf(await found.incrementalModify(change));
    },
    delete: async (ids) => {
      await rx().bulkRemove([...ids]);
    },
    edit: async (...edits) => withoutMarks(await editPlain(workspace, name, ...edits)),
    remove: (shown) => removePlain(workspace, name, shown),
    restore: (removed) => restoreDocument(workspace, name, removed),
  };
};

type ForAny<A extends unknown[], R> = (
  workspace: EditedWorkspace,
  name: ReplicatedCollection,
  ...change: A
) => Promise<R>;

// The collections have different types, but editing treats them all alike.
const editPlain = editDocument as unknown as ForAny<[...Edits<Plain>], Plain>;
const removePlain = removeDocument as unknown as ForAny<[Plain], void>;

const plainOf = (document: { toMutableJSON(): Plain } | null | undefined): Plain | undefined =>
  document ? withoutMarks(document.toMutableJSON()) : undefined;

/** Removes the fields that exist only on this device. */
const withoutMarks = (document: Plain): Plain => {
  const { local, _deleted, ...fields } = document as Plain & { readonly local?: unknown; readonly _deleted?: boolean };
  return fields;
};

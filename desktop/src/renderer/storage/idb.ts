/** Awaits the result of an IndexedDB request. */
export const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when the transaction is complete, and rejects if it is aborted. */
export const completionOf = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

type Place = { readonly database: string; readonly store: string };

/**
 * Runs `task` with a database of one object store and closes it afterwards. A connection that stays open would block deleting the database,
 * and is closed when the user clears the site's data.
 */
export const withStore = async <T>(place: Place, task: (database: IDBDatabase) => Promise<T>): Promise<T> => {
  const opening = indexedDB.open(place.database, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(place.store);
  const database = await answerOf(opening);
  try {
    return await task(database);
  } finally {
    database.close();
  }
};

/** Other windows of this version close their connections on request; a window of another version may have to be closed by hand. */
const OTHERS_CLOSE_MS = 10_000;

/** Deletes a database; rejects if another window still holds it open after `OTHERS_CLOSE_MS`. */
export const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name);
    let timer: ReturnType<typeof setTimeout> | undefined;
    deleting.onblocked = () => {
      timer = setTimeout(() => reject(new Error(`Another window holds ${name} open.`)), OTHERS_CLOSE_MS);
    };
    deleting.onsuccess = () => {
      clearTimeout(timer);
      resolve();
    };
    deleting.onerror = () => reject(deleting.error);
  });

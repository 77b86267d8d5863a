/** IndexedDB's own answers, awaited. */
export const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export const completionOf = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

type Place = { readonly database: string; readonly store: string };

/**
 * A database with one store, open only as long as it is needed: one that stays open stands in the way of whoever deletes
 * it, and is closed when somebody clears the site's data.
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

/** Windows of this version close theirs when asked to; one of another version may have to be closed by hand. */
const OTHERS_CLOSE_MS = 10_000;

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

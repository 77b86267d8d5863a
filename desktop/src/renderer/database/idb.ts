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

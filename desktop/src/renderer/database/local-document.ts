import type { RxLocalDocument } from 'rxdb';
import type { WorkspaceDatabase } from './workspace-collections.ts';

/** A small value stored beside the collections; it is shared by all tabs and never replicated. */
export type LocalDocument<T extends object> = {
  read(): Promise<T | undefined>;
  /** Updates the value atomically, even if other tabs do so at the same time. */
  change(next: (current: T | undefined) => T): Promise<void>;
  /** Calls `listener` now and after every change in any tab; returns a function that unsubscribes. */
  watch(listener: (value: T | undefined) => void): () => void;
};

/** Opens the value with this id; it is created by the first `change`. */
export const openLocalDocument = <T extends object>(database: WorkspaceDatabase, id: string): LocalDocument<T> => {
  const read = async (): Promise<T | undefined> => dataOf<T>(await database.getLocal<T>(id));

  const change: LocalDocument<T>['change'] = async (next) => {
    const found = await database.getLocal<T>(id);
    if (found) {
      await found.incrementalModify((current) => next(current));
      return;
    }
    try {
      await database.insertLocal<T>(id, next(undefined));
    } catch (error) {
      if (!isConflict(error)) throw error;
      await change(next); // Another tab created it in the meantime.
    }
  };

  return {
    read,
    change,
    watch: (listener) => {
      let told: Promise<void> = Promise.resolve();
      let watching = true;
      const tellNow = async (): Promise<void> => {
        if (!watching || database.closed) return;
        const value = await read();
        if (watching) listener(value);
      };
      const tell = (): void => {
        told = told.then(tellNow, tellNow);
      };
      // RxDB's own `getLocal$` does some work for every change of every document.
      const subscription = database.eventBulks$.subscribe(({ isLocal, collectionName, events }) => {
        if (isLocal && !collectionName && events.some(({ documentId }) => documentId === id)) tell();
      });
      tell();
      return () => {
        watching = false;
        subscription.unsubscribe();
      };
    },
  };
};

const dataOf = <T>(found: RxLocalDocument<unknown, T> | null): T | undefined =>
  // RxDB types values as deeply readonly, which a type parameter cannot express.
  found ? (found.toJSON().data as unknown as T) : undefined;

/** RxDB throws storage errors that are not instances of `Error`. */
const isConflict = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 409;

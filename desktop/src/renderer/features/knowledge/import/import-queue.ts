import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import type { TableChoice } from '@inbetwin/shared/knowledge/formats/file-format.ts';
import type { ImportProgress } from '@inbetwin/shared/knowledge/import-file.ts';
import { UnclearTable } from '@inbetwin/shared/knowledge/import-source.ts';
import { useSyncExternalStore } from 'react';
import { errorCodeOf } from '../../../base/error-code.ts';
import { createListeners } from '../../../base/listeners.ts';

export type ImportItem = {
  readonly key: number;
  readonly name: string;
  readonly state: 'waiting' | 'reading' | 'asking' | 'failed';
  readonly progress?: ImportProgress;
  readonly code?: string;
  /** Set while the state is `asking`. */
  readonly choice?: TableChoice;
};

type Telling = {
  readonly onProgress: (progress: ImportProgress) => void;
  readonly table?: TableKind | undefined;
  /** Aborted when the person cancels the import; it then rejects and nothing of it is kept. */
  readonly signal: AbortSignal;
};
export type ImportFile = (file: File, telling: Telling) => Promise<Source>;
type Import = { readonly file: File; readonly importFile: ImportFile; readonly table?: TableKind };

/** Imports files one after another. A file that cannot be read, or that waits for a choice, does not stop the others. */
export const createImportQueue = () => {
  const listeners = createListeners();
  let items: readonly ImportItem[] = [];
  let nextKey = 0;
  let running: Promise<void> = Promise.resolve();
  /** The files that wait for a choice, by key. */
  const asking = new Map<number, Import>();
  const cancelling = new Map<number, AbortController>();

  const publish = (next: readonly ImportItem[]): void => {
    items = next;
    listeners.tell();
  };
  const change = (key: number, next: Partial<ImportItem>): void =>
    publish(items.map((item) => (item.key === key ? { ...item, ...next } : item)));
  const drop = (key: number): void => {
    asking.delete(key);
    publish(items.filter((item) => item.key !== key));
  };

  const run = async (key: number, one: Import): Promise<void> => {
    if (!items.some((item) => item.key === key)) return;
    const { file, importFile, table } = one;
    const cancelled = new AbortController();
    cancelling.set(key, cancelled);
    change(key, { state: 'reading' });
    try {
      const { signal } = cancelled;
      await importFile(file, { onProgress: (progress) => change(key, { progress }), table, signal });
      drop(key);
    } catch (error) {
      if (cancelled.signal.aborted) return drop(key);
      if (error instanceof UnclearTable) {
        asking.set(key, one);
        return change(key, { state: 'asking', choice: error.choice });
      }
      const code = errorCodeOf(error instanceof Error ? error : new Error(String(error)));
      change(key, { state: 'failed', code });
    } finally {
      cancelling.delete(key);
    }
  };

  return {
    items: (): readonly ImportItem[] => items,
    subscribe: listeners.subscribe,
    /** Resolves when every file was tried or waits for a choice. */
    add: (files: readonly File[], importFile: ImportFile): Promise<void> => {
      for (const file of files) {
        const key = nextKey++;
        publish([...items, { key, name: file.name, state: 'waiting' }]);
        running = running.then(() => run(key, { file, importFile }));
      }
      return running;
    },
    /** The person has chosen how to read a table. */
    choose: (key: number, table: TableKind): Promise<void> => {
      const one = asking.get(key);
      if (!one) return running;
      asking.delete(key);
      change(key, { state: 'waiting' });
      running = running.then(() => run(key, { ...one, table }));
      return running;
    },
    /** Cancels the file that is being read and drops those that wait. */
    cancel: (key: number): void => {
      const reading = cancelling.get(key);
      if (reading) reading.abort(new DOMException('The import was cancelled.', 'AbortError'));
      else drop(key);
    },
    drop,
  };
};

/** One per window, so that an import continues while the person is on another screen. */
export const importQueue = createImportQueue();

export const useImportItems = (): readonly ImportItem[] =>
  useSyncExternalStore(importQueue.subscribe, importQueue.items);

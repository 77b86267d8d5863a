import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import type { TableChoice } from '@inbetwin/shared/knowledge/file-format.ts';
import { useSyncExternalStore } from 'react';
import { errorCodeOf } from '../../../base/error-code.ts';
import { createListeners } from '../../../base/listeners.ts';
import { UnclearTable } from '../../../workspace/acts/import-file.ts';

export type ImportItem = {
  readonly key: number;
  readonly name: string;
  readonly state: 'waiting' | 'reading' | 'asking' | 'failed';
  /** Of the reading: 0 to 1. */
  readonly share?: number;
  readonly code?: string;
  /** While it is `asking`. */
  readonly choice?: TableChoice;
};

type Telling = { readonly onProgress: (share: number) => void; readonly table?: TableKind | undefined };
export type ImportFile = (file: File, telling: Telling) => Promise<Source>;
type Import = { readonly file: File; readonly importFile: ImportFile; readonly table?: TableKind };

/** Files one after another, each for itself: one that cannot be read, or waits for its person's choice, stops none of the others. */
export const createImportQueue = () => {
  const listeners = createListeners();
  let items: readonly ImportItem[] = [];
  let nextKey = 0;
  let running: Promise<void> = Promise.resolve();
  /** What the person is asked about, by key. */
  const asking = new Map<number, Import>();

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
    const { file, importFile, table } = one;
    change(key, { state: 'reading' });
    try {
      await importFile(file, { onProgress: (share) => change(key, { share }), table });
      drop(key);
    } catch (error) {
      if (error instanceof UnclearTable) {
        asking.set(key, one);
        return change(key, { state: 'asking', choice: error.choice });
      }
      const code = errorCodeOf(error instanceof Error ? error : new Error(String(error)));
      change(key, { state: 'failed', code });
    }
  };

  return {
    items: (): readonly ImportItem[] => items,
    subscribe: listeners.subscribe,
    /** Resolves when every file was tried, or is asked about. */
    add: (files: readonly File[], importFile: ImportFile): Promise<void> => {
      for (const file of files) {
        const key = nextKey++;
        publish([...items, { key, name: file.name, state: 'waiting' }]);
        running = running.then(() => run(key, { file, importFile }));
      }
      return running;
    },
    /** The person has chosen how a table is read. */
    choose: (key: number, table: TableKind): Promise<void> => {
      const one = asking.get(key);
      if (!one) return running;
      asking.delete(key);
      change(key, { state: 'waiting' });
      running = running.then(() => run(key, { ...one, table }));
      return running;
    },
    drop,
  };
};

/** Of this window: an import goes on while the person is elsewhere. */
export const importQueue = createImportQueue();

export const useImportItems = (): readonly ImportItem[] =>
  useSyncExternalStore(importQueue.subscribe, importQueue.items);

import type { Source } from '@inbetwin/shared/entities/source.ts';
import { useSyncExternalStore } from 'react';
import { errorCodeOf } from '../../app/error-code.ts';
import { createListeners } from '../../app/listeners.ts';

export type ImportItem = {
  readonly key: number;
  readonly name: string;
  readonly state: 'waiting' | 'reading' | 'failed';
  /** Of the reading: 0 to 1. */
  readonly share?: number;
  readonly code?: string;
};

type ImportFile = (file: File, onProgress: (share: number) => void) => Promise<Source>;

/** Files one after another, each for itself: one that cannot be read stops none of the others. */
export const createImportQueue = () => {
  const listeners = createListeners();
  let items: readonly ImportItem[] = [];
  let nextKey = 0;
  let running: Promise<void> = Promise.resolve();

  const publish = (next: readonly ImportItem[]): void => {
    items = next;
    listeners.tell();
  };
  const change = (key: number, next: Partial<ImportItem>): void =>
    publish(items.map((item) => (item.key === key ? { ...item, ...next } : item)));
  const drop = (key: number): void => publish(items.filter((item) => item.key !== key));

  const run = async (key: number, file: File, importFile: ImportFile): Promise<void> => {
    change(key, { state: 'reading' });
    try {
      await importFile(file, (share) => change(key, { share }));
      drop(key);
    } catch (error) {
      const code = errorCodeOf(error instanceof Error ? error : new Error(String(error)));
      change(key, { state: 'failed', code });
    }
  };

  return {
    items: (): readonly ImportItem[] => items,
    subscribe: listeners.subscribe,
    /** Resolves when every file was tried. */
    add: (files: readonly File[], importFile: ImportFile): Promise<void> => {
      for (const file of files) {
        const key = nextKey++;
        publish([...items, { key, name: file.name, state: 'waiting' }]);
        running = running.then(() => run(key, file, importFile));
      }
      return running;
    },
    drop,
  };
};

/** Of this window: an import goes on while the person is elsewhere. */
export const importQueue = createImportQueue();

export const useImportItems = (): readonly ImportItem[] =>
  useSyncExternalStore(importQueue.subscribe, importQueue.items);

import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import type { ImportProgress } from '@inbetwin/shared/knowledge/import-file.ts';
import { UnclearTable } from '@inbetwin/shared/knowledge/import-source.ts';
import { useSyncExternalStore } from 'react';
import { errorCodeOf } from '../../../base/error-code.ts';
import { createListeners } from '../../../base/listeners.ts';
import { type ImportEvent, type ImportItem, type ImportOutcome, itemsAfter } from './import-items.ts';

type Telling = {
  readonly onProgress: (progress: ImportProgress) => void;
  readonly table?: TableKind | undefined;
  /** Aborted when the person cancels the import; it then rejects and nothing of it is kept. */
  readonly signal: AbortSignal;
};
export type ImportFile = (file: File, telling: Telling) => Promise<Source>;

/** What importing an item requires. */
type Job = {
  readonly file: File;
  readonly importFile: ImportFile;
  readonly table?: TableKind;
  readonly cancelling: AbortController;
};

/** Imports files one after another. A file that cannot be read, or that waits for a choice, does not stop the others. */
export const createImportQueue = () => {
  const listeners = createListeners();
  const jobs = new Map<number, Job>();
  let items: readonly ImportItem[] = [];
  let nextKey = 0;
  let running: Promise<void> = Promise.resolve();

  const stateOf = (key: number): ImportItem['state'] | undefined => items.find((item) => item.key === key)?.state;
  const apply = (event: ImportEvent): void => {
    items = itemsAfter(items, event);
    if (stateOf(event.key) === undefined) jobs.delete(event.key);
    listeners.tell();
  };
  const run = async (key: number): Promise<void> => {
    const job = jobs.get(key);
    // Canceled while it waited.
    if (!job) return;
    apply({ type: 'begun', key });
    apply({ ...(await perform(job, (progress) => apply({ type: 'progressed', key, progress }))), key });
  };
  const enqueue = (event: ImportEvent, job: Job): void => {
    jobs.set(event.key, job);
    apply(event);
    running = running.then(() => run(event.key));
  };
  const drop = (key: number): void => apply({ type: 'dropped', key });

  return {
    items: (): readonly ImportItem[] => items,
    subscribe: listeners.subscribe,
    /** Resolves when every file was tried or waits for a choice. */
    add: (files: readonly File[], importFile: ImportFile): Promise<void> => {
      for (const file of files) {
        const added = { type: 'added', key: nextKey++, name: file.name } as const;
        enqueue(added, { file, importFile, cancelling: new AbortController() });
      }
      return running;
    },
    /** The person has chosen how to read a table. */
    choose: (key: number, table: TableKind): Promise<void> => {
      const job = jobs.get(key);
      if (job && stateOf(key) === 'asking') {
        enqueue({ type: 'chosen', key }, { ...job, table, cancelling: new AbortController() });
      }
      return running;
    },
    /** Cancels the file that is being read and drops those that wait. */
    cancel: (key: number): void => {
      if (stateOf(key) !== 'reading') drop(key);
      else jobs.get(key)?.cancelling.abort(new DOMException('The import was cancelled.', 'AbortError'));
    },
    drop,
  };
};

const perform = async (
  { file, importFile, table, cancelling: { signal } }: Job,
  onProgress: Telling['onProgress'],
): Promise<ImportOutcome> => {
  try {
    await importFile(file, { onProgress, table, signal });
    return { type: 'done' };
  } catch (error) {
    if (signal.aborted) return { type: 'done' };
    if (error instanceof UnclearTable) return { type: 'asked', choice: error.choice };
    return { type: 'failed', code: errorCodeOf(error instanceof Error ? error : new Error(String(error))) };
  }
};

/** One per window, so that an import continues while the person is on another screen. */
export const importQueue = createImportQueue();

export const useImportItems = (): readonly ImportItem[] =>
  useSyncExternalStore(importQueue.subscribe, importQueue.items);

import type { TableChoice } from '@inbetwin/shared/knowledge/formats/file-format.ts';
import type { ImportProgress } from '@inbetwin/shared/knowledge/import-file.ts';

/** The state of an import: it waits for its turn, is read, waits for a choice, or has failed. */
export type ImportState =
  | { readonly state: 'waiting' }
  | { readonly state: 'reading'; readonly progress?: ImportProgress }
  | { readonly state: 'asking'; readonly choice: TableChoice }
  | { readonly state: 'failed'; readonly code: string };

/** A file that is being imported. */
export type ImportItem = { readonly key: number; readonly name: string } & ImportState;

/** How an attempt to import a file ended. */
export type ImportOutcome =
  | { readonly type: 'done' }
  | { readonly type: 'asked'; readonly choice: TableChoice }
  | { readonly type: 'failed'; readonly code: string };

export type ImportEvent = { readonly key: number } & (
  | { readonly type: 'added'; readonly name: string }
  | { readonly type: 'begun' }
  | { readonly type: 'progressed'; readonly progress: ImportProgress }
  /** The person has chosen how to read the table, so it waits for its turn again. */
  | { readonly type: 'chosen' }
  | { readonly type: 'dropped' }
  | ImportOutcome
);

/** The files after an event; an event of a file that is no longer listed changes nothing. */
export const itemsAfter = (items: readonly ImportItem[], event: ImportEvent): readonly ImportItem[] => {
  const { key } = event;
  const change = (next: ImportState): readonly ImportItem[] =>
    items.map((item) => (item.key === key ? { key, name: item.name, ...next } : item));
  switch (event.type) {
    case 'added':
      return [...items, { key, name: event.name, state: 'waiting' }];
    case 'begun':
      return change({ state: 'reading' });
    case 'progressed':
      return change({ state: 'reading', progress: event.progress });
    case 'asked':
      return change({ state: 'asking', choice: event.choice });
    case 'chosen':
      return change({ state: 'waiting' });
    case 'failed':
      return change({ state: 'failed', code: event.code });
    case 'done':
    case 'dropped':
      return items.filter((item) => item.key !== key);
  }
};

import { type LocalDocument, openLocalDocument } from './local-document.ts';
import type { Workspace } from './workspace-database.ts';

type Draft = { readonly text: string };

/** Unsent texts, one per conversation, private to this device. */
export type Drafts = {
  read(conversationId: string): Promise<string>;
  /** Kept in memory at once and on disk within `SAVE_AFTER_MS`. */
  write(conversationId: string, text: string): void;
  /** Everything written so far is on disk when it resolves. */
  flush(): Promise<void>;
};

/** A crash of tab or process loses at most what was typed within this time. */
const SAVE_AFTER_MS = 250;
/** After a write that failed, such as on a full disk. */
const RETRY_MS = 5_000;

export const createDrafts = (database: Workspace['database']): Drafts => {
  const documents = new Map<string, LocalDocument<Draft>>();
  const unsaved = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> = Promise.resolve();

  const documentOf = (conversationId: string): LocalDocument<Draft> => {
    const document = documents.get(conversationId) ?? openLocalDocument<Draft>(database, `draft:${conversationId}`);
    documents.set(conversationId, document);
    return document;
  };

  const saveAll = async (): Promise<void> => {
    const batch = [...unsaved];
    for (const [conversationId, text] of batch) {
      await documentOf(conversationId).change(() => ({ text }));
      if (unsaved.get(conversationId) === text) unsaved.delete(conversationId);
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const saved = saving.then(saveAll);
    // What could not be saved stays in memory, and the next save tries it again.
    saving = saved.catch(() => undefined);
    return saved;
  };

  const saveLater = (): void => {
    timer = undefined;
    flush().catch(() => {
      if (unsaved.size > 0) timer ??= setTimeout(saveLater, RETRY_MS);
    });
  };

  return {
    read: async (conversationId) =>
      unsaved.get(conversationId) ?? (await documentOf(conversationId).read())?.text ?? '',
    write: (conversationId, text) => {
      unsaved.set(conversationId, text);
      timer ??= setTimeout(saveLater, SAVE_AFTER_MS);
    },
    flush,
  };
};

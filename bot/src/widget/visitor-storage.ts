import { z } from 'zod/mini';
import type { PendingMessage } from './conversation.ts';
import { visitorSchema } from './protocol.ts';

/** What the browser stores for a visitor between visits, per team. */
export type VisitorStorage = {
  readonly visitor: string;
  draft(): string;
  saveDraft(text: string): void;
  pending(): readonly PendingMessage[];
  savePending(message: PendingMessage): void;
  removePending(id: string): void;
};

type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const pendingSchema = z.object({
  id: z.string(),
  text: z.string(),
  choiceOf: z.optional(z.string()),
  writtenAt: z.number(),
  state: z.enum(['sending', 'waiting', 'refused']),
});

/**
 * Opens the storage; `random` returns 16 random bytes. Each pending message has its own key, so that two windows never overwrite each
 * other's.
 */
export const openVisitorStorage = (
  storage: KeyValueStorage,
  team: string,
  random: () => Uint8Array,
): VisitorStorage => {
  const prefix = `inbetwin-chat:${team}:`;
  const pendingPrefix = `${prefix}pending:`;

  const visitorOf = (): string => {
    const kept = visitorSchema.safeParse(storage.getItem(`${prefix}visitor`));
    if (kept.success) return kept.data;
    const made = Array.from(random(), (byte) => byte.toString(16).padStart(2, '0')).join('');
    storage.setItem(`${prefix}visitor`, made);
    return made;
  };

  const keys = (): readonly string[] =>
    Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((key) =>
      key.startsWith(pendingPrefix),
    );

  return {
    visitor: visitorOf(),
    draft: () => storage.getItem(`${prefix}draft`) ?? '',
    saveDraft: (text) => {
      if (text === '') storage.removeItem(`${prefix}draft`);
      else storage.setItem(`${prefix}draft`, text);
    },
    pending: () =>
      keys()
        .flatMap((key) => readPending(storage.getItem(key)))
        .sort((a, b) => a.writtenAt - b.writtenAt),
    savePending: (message) => storage.setItem(`${pendingPrefix}${message.id}`, JSON.stringify(message)),
    removePending: (id) => storage.removeItem(`${pendingPrefix}${id}`),
  };
};

const readPending = (kept: string | null): readonly PendingMessage[] => {
  try {
    const pending = pendingSchema.safeParse(JSON.parse(kept ?? 'null'));
    return pending.success ? [pending.data] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return []; // Another script of the site wrote here.
    throw error;
  }
};

/** The browser's storage, or an in-memory one for this visit if the visitor has disabled storage. */
export const chooseStorage = (open: () => Storage): KeyValueStorage => {
  try {
    const storage = open();
    storage.setItem('inbetwin-chat:probe', '1');
    storage.removeItem('inbetwin-chat:probe');
    return storage;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return createVisitStorage();
    throw error;
  }
};

const createVisitStorage = (): KeyValueStorage => {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
    removeItem: (key) => {
      kept.delete(key);
    },
  };
};

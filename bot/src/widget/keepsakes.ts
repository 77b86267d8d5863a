import { z } from 'zod/mini';
import type { PendingMessage } from './conversation.ts';
import { visitorSchema } from './protocol.ts';

/** What the browser keeps of a visitor between visits, per team. */
export type Keepsakes = {
  readonly visitor: string;
  draft(): string;
  keepDraft(text: string): void;
  pending(): readonly PendingMessage[];
  keepPending(message: PendingMessage): void;
  dropPending(id: string): void;
};

type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const pendingSchema = z.object({
  id: z.string(),
  text: z.string(),
  writtenAt: z.number(),
  state: z.enum(['sending', 'waiting', 'refused']),
});

/** `random` fills 16 bytes. Each pending message has a key of its own, so that two windows never overwrite each other. */
export const openKeepsakes = (storage: KeptStorage, team: string, random: () => Uint8Array): Keepsakes => {
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
    keepDraft: (text) => {
      if (text === '') storage.removeItem(`${prefix}draft`);
      else storage.setItem(`${prefix}draft`, text);
    },
    pending: () =>
      keys()
        .flatMap((key) => readPending(storage.getItem(key)))
        .sort((a, b) => a.writtenAt - b.writtenAt),
    keepPending: (message) => storage.setItem(`${pendingPrefix}${message.id}`, JSON.stringify(message)),
    dropPending: (id) => storage.removeItem(`${pendingPrefix}${id}`),
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

/** The browser's storage, or one for this visit only where a visitor has turned storage off. */
export const chooseStorage = (open: () => Storage): KeptStorage => {
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

const createVisitStorage = (): KeptStorage => {
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

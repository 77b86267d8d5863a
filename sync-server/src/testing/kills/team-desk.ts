import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { receiveMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';
import { ACCOUNT, TEAM, type Writing } from './customers.ts';

/** One conversation out of this many is left undecided. */
const LEFT_OPEN = 20;

/** All stored documents of the team. */
export type Books = {
  readonly messages: readonly Message[];
  readonly runs: readonly Run[];
  readonly work: readonly Work[];
};

export type TeamDesk = ReturnType<typeof openTeamDesk>;

/** The team's documents, read from outside the worker process, alive or dead. */
export const openTeamDesk = (directory: string, random: () => number) => {
  const store = openEmbeddedStore({ directory });
  const clock = createRisingClock(Date.now, () => performance.now());
  const documents = openTeamDocuments(store, TEAM, clock);

  const decide = async ({ id }: Work): Promise<void> => {
    const choice = random();
    const now = clock();
    const decided = { decidedBy: 'u1', decidedAt: now };
    await documents.work.update(id, (current) => {
      const { approval } = current;
      if (current.state !== 'open' || !approval) return current;
      if (choice < 0.2) {
        const refused = { ...approval, ...decided, reason: 'Не сейчас.' };
        return { ...current, state: 'refused', approval: refused, updatedAt: now };
      }
      const changed = choice < 0.4 ? { changed: JSON.stringify({ ...JSON.parse(approval.arguments), amount: 2 }) } : {};
      return { ...current, state: 'approved', approval: { ...approval, ...decided, ...changed }, updatedAt: now };
    });
  };

  return {
    receive: async ({ chatId, messageId, text }: Writing): Promise<void> => {
      const sender = { externalId: chatId, name: `Клиент ${chatId}` };
      const place = { channel: 'platform', account: ACCOUNT, chatId };
      await receiveMessage(documents, { ...place, messageId, sender, text, sentAt: Date.now() }, clock());
    },
    /** Decides about this share of what waits, except for what stays undecided. */
    decideSome: async (share: number): Promise<void> => {
      const open = await documents.work.find({
        index: ['kind', 'state', 'dueAt'],
        equals: ['approval', 'open'],
        limit: 1000,
      });
      for (const work of open.items) if (!isLeftOpen(work) && random() < share) await decide(work);
    },
    read: async (): Promise<Books> => ({
      messages: await readAll(documents.messages.find, ['createdAt']),
      runs: await readAll(documents.runs.find, ['updatedAt']),
      work: await readAll(documents.work.find, ['updatedAt']),
    }),
    close: () => store.close(),
  };
};

const leftOpen = new Set(
  Array.from({ length: 1000 }, (_, at) =>
    conversationIdOf({ channel: 'platform', account: ACCOUNT, chatId: String((at + 1) * LEFT_OPEN) }),
  ),
);

const isLeftOpen = ({ conversationId = '' }: Work): boolean => leftOpen.has(conversationId);

type Query = { readonly index: string[]; readonly equals: []; readonly limit: number; readonly cursor?: string };
type Find<T> = (query: Query) => Promise<{ readonly items: readonly T[]; readonly next?: string }>;

const readAll = async <T>(find: Find<T>, index: string[]): Promise<readonly T[]> => {
  const all: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await find({ index, equals: [], limit: 1000, ...(cursor !== undefined && { cursor }) });
    all.push(...page.items);
    cursor = page.next;
    if (cursor === undefined) return all;
  }
};

import 'fake-indexeddb/auto';
import { waitsForReply } from '@inbetwin/shared/conversations/answering.ts';
import { type Conversation, conversationModes } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { sampleContact, sampleConversation, sampleReply } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { findConversations, type NamedConversation } from '../../app/commands/find-conversations.ts';
import { createRemoteWriters } from '../../database/marks/remote-writer.ts';
import { openWorkspace, type Workspace } from '../../database/workspace-database.ts';
import { type InboxFilter, inboxFilters, selectorOf } from '../../parts/conversation/filters.ts';
import { messagesSince, startOfPage, startWith } from './messages/message-pages.ts';

let workspace: Workspace | undefined;

const close = async (): Promise<void> => {
  await workspace?.close();
  workspace = undefined;
};
afterEach(close);

const open = async (): Promise<Workspace> => {
  workspace = await openWorkspace({
    name: `inbox-${crypto.randomUUID()}`,
    multiInstance: false,
    only: ['conversations', 'contacts', 'messages'],
  });
  return workspace;
};

const people = ['anna', 'boris'] as const;

type Write = { readonly by: 'person' | 'server'; readonly isGone: boolean; readonly conversation: Conversation };

const write: fc.Arbitrary<Write> = fc
  .record({
    by: fc.constantFrom('person' as const, 'server' as const),
    isGone: fc.boolean(),
    at: fc.nat(9),
    recency: fc.nat(4),
    mode: fc.constantFrom(...conversationModes),
    status: fc.constantFrom('open' as const, 'closed' as const),
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    assigneeId: fc.option(fc.constantFrom(...people), { nil: undefined }),
    isHandedOver: fc.boolean(),
  })
  .map(({ by, isGone, at, recency, mode, status, direction, assigneeId, isHandedOver }) => ({
    by,
    isGone: isGone && at % 3 === 0,
    conversation: sampleConversation(`telegram:1:${at}`, {
      recency,
      mode,
      status,
      lastMessage: { id: 'm', text: 'Да', direction, at: 1 },
      ...(assigneeId && { assigneeId }),
      ...(isHandedOver && { handover: { reason: 'angry', summary: '', at: 1 } }),
    }),
  }));

const apply = async ({ collections }: Workspace, { by, isGone, conversation }: Write): Promise<void> => {
  const { id } = conversation;
  if (by === 'server') {
    const state = isGone ? { id, _deleted: true } : { ...conversation, _deleted: false };
    await createRemoteWriters({ collections }).conversations.apply([state]);
  } else if (isGone) await (await collections.conversations.findOne(id).exec())?.incrementalRemove();
  else await collections.conversations.incrementalUpsert(conversation);
};

const belongs: Record<InboxFilter, (conversation: Conversation) => boolean> = {
  all: ({ status }) => status === 'open',
  closed: ({ status }) => status === 'closed',
  needs: waitsForReply,
  people: ({ status, mode }) => status === 'open' && mode === 'human',
  mine: ({ status, mode, assigneeId }) => status === 'open' && mode === 'human' && assigneeId === 'anna',
};

test('every filter of the inbox is everything filtered and sorted, whoever writes, and its count counts it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 40 }), async (writes) => {
      const opened = await open();
      const { conversations } = opened.collections;
      const limit = 3;
      const seen = new Map<InboxFilter, readonly string[]>();
      let waiting: number | undefined;
      for (const filter of inboxFilters) {
        const query = conversations.find({ selector: selectorOf(filter, 'anna'), sort: [{ recency: 'asc' }], limit });
        query.$.subscribe((found) =>
          seen.set(
            filter,
            found.map(({ id }) => id),
          ),
        );
      }
      conversations.count({ selector: selectorOf('needs') }).$.subscribe((count) => {
        waiting = count;
      });
      for (const one of writes) await apply(opened, one);

      const all = (await conversations.find().exec()).map((conversation) => conversation.toMutableJSON());
      const sorted = all.toSorted((a, b) => a.recency - b.recency || (a.id < b.id ? -1 : 1));
      for (const filter of inboxFilters) {
        const wanted = sorted.filter(belongs[filter]).map(({ id }) => id);
        await vi.waitFor(() => expect(seen.get(filter)).toEqual(wanted.slice(0, limit)));
        expect(await conversations.count({ selector: selectorOf(filter, 'anna') }).exec()).toBe(wanted.length);
      }
      await vi.waitFor(() => expect(waiting).toBe(all.filter(waitsForReply).length));
      await close();
    }),
    { numRuns: 20 },
  );
});

const messagesAt = (times: readonly number[]): readonly Message[] =>
  times.map((createdAt) => sampleReply('anna', { id: `m:${createdAt}`, createdAt, sentAt: createdAt }));

test('a conversation is read from its end, page after page, without a gap or a message twice', async () => {
  const { collections } = await open();
  const { messages } = collections;
  const times = Array.from({ length: 230 }, (_, at) => 10 + at * 3);
  const other = sampleReply('boris', { id: 'other', conversationId: 'telegram:42:8', createdAt: 1 });
  const all = [...messagesAt(times), other].map((message) => ({ ...message, _deleted: false }));
  await createRemoteWriters({ collections }).messages.fill(all);
  const conversationId = 'telegram:42:7';
  const shown = async (start: number | undefined) =>
    (await messages.find(messagesSince(conversationId, start ?? 0)).exec()).map(({ createdAt }) => createdAt);
  const pageBefore = (before?: number) =>
    startOfPage(messages, { conversationId, ...(before !== undefined && { before }) });

  const first = await pageBefore();
  expect(await shown(first)).toEqual(times.slice(-100));
  const second = await pageBefore(first);
  expect(await shown(second)).toEqual(times.slice(-200));
  const third = await pageBefore(second);
  expect(await shown(third)).toEqual(times);
  expect(await pageBefore(third)).toBeUndefined();
  expect(await startOfPage(messages, { conversationId: 'telegram:42:8' })).toBe(1);
  expect(await startOfPage(messages, { conversationId: 'telegram:42:9' })).toBeUndefined();

  const [cited] = messagesAt([10 + 60 * 3]);
  if (!cited) throw new Error('unreachable');
  expect(await shown(await startWith(messages, cited))).toEqual(times.slice(50));
  const [early] = messagesAt([10 + 3 * 3]);
  if (!early) throw new Error('unreachable');
  expect(await startWith(messages, early)).toBe(10);
});

test('conversations are found by what is known of the customer, the latest first, however far back', async () => {
  const { collections } = await open();
  const { contacts, conversations } = createRemoteWriters({ collections });
  const named = Array.from({ length: 330 }, (_, at) =>
    sampleContact(`contact:${at}`, { name: at % 165 === 164 ? `Вера ${at}` : 'Иван', phone: `+7900${at}` }),
  );
  await contacts.fill(named.map((contact) => ({ ...contact, _deleted: false })));
  // All but the first ones of one moment.
  const all = named.map(({ id }, at) =>
    sampleConversation(`telegram:1:${at}`, { contactId: id, recency: at < 5 ? 10 - at : 20 }),
  );
  await conversations.fill(all.map((conversation) => ({ ...conversation, _deleted: false })));

  const signal = new AbortController().signal;
  const find = async (text: string): Promise<readonly NamedConversation[]> => {
    let last: readonly NamedConversation[] = [];
    await findConversations(collections, { text, most: 3, tell: (found) => (last = found), signal });
    return last;
  };
  expect((await find('')).map(({ id }) => id)).toEqual(['telegram:1:4', 'telegram:1:3', 'telegram:1:2']);
  expect((await find('вера')).map(({ name }) => name).toSorted()).toEqual(['Вера 164', 'Вера 329']);
  expect((await find('иван +790032')).at(0)?.id).toBe('telegram:1:32');
  expect((await find('8 (900) 329')).at(0)?.name).toBe('Вера 329');
  expect(await find('никого')).toEqual([]);
});

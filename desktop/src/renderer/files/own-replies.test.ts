import 'fake-indexeddb/auto';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { sampleReply } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import type { RxCollection } from 'rxdb';
import { expect, test, vi } from 'vitest';
import { createRemoteWriter } from '../database/marks/remote-writer.ts';
import { openWorkspace } from '../database/workspace-database.ts';
import { openFileStore } from './file-store.ts';
import { openFiles } from './open-files.ts';
import { isSentWithReply, type ReplyStates, withoutOlderReplies } from './own-replies.ts';

const digest = 'ab'.repeat(32);

test('a file sent with reply after reply names the unsent ones and a single one that the server has', async () => {
  const name = `own-replies-${crypto.randomUUID()}`;
  const workspace = await openWorkspace({
    name,
    multiInstance: false,
    only: ['messages', 'sources'],
    author: 'user:anna',
  });
  const { messages } = workspace.collections;
  const files = openFiles(
    {
      workspace,
      isLocal: false,
      session: {
        authorizedFetch: () => Promise.reject(new Error('offline')),
        snapshot: () => ({ state: 'signed-in' }),
      },
      replication: {
        state: () => ({ status: 'offline', pending: 0, refused: [] }),
        subscribe: () => () => undefined,
      },
    },
    () => undefined,
  );
  const ids = Array.from({ length: 20 }, (_, at) => `person:anna:${at}`);
  for (const id of [...ids, 'person:anna:being-written']) await files.assign([digest], id);
  const [unsent = '', ...sent] = ids;
  await messages.insert(sampleReply('anna', { id: unsent }));
  const writer = createRemoteWriter('messages', messages as unknown as RxCollection<SyncDocument>);
  await writer.fill(sent.map((id) => ({ ...sampleReply('anna', { id }), _deleted: false })));

  files.wake();
  const store = openFileStore(name);
  await vi.waitFor(async () =>
    expect((await store.standing()).replies).toEqual({
      [digest]: [unsent, 'person:anna:19', 'person:anna:being-written'],
    }),
  );
  await files.close();
  await store.close();
  await workspace.close();
});

test('a file stays with its replies and stays sent, whatever is no longer named', () => {
  const reply = fc.record({ id: fc.uuid(), state: fc.constantFrom('sent', 'unsent', undefined) } as const);
  fc.assert(
    fc.property(fc.uniqueArray(reply, { selector: ({ id }) => id }), (given) => {
      const replies = { [digest]: given.map(({ id }) => id) };
      const states: ReplyStates = new Map(given.flatMap(({ id, state }) => (state ? [[id, state]] : [])));
      const left = withoutOlderReplies(replies, states);
      expect(isSentWithReply(digest, left, states)).toBe(isSentWithReply(digest, replies, states));
      const stateIn = (ids: readonly string[] = [], state?: string) => ids.filter((id) => states.get(id) === state);
      expect(stateIn(left[digest], 'unsent')).toEqual(stateIn(replies[digest], 'unsent'));
      expect(stateIn(left[digest], 'sent').length).toBeLessThanOrEqual(1);
      expect(left[digest]?.at(-1)).toBe(replies[digest]?.at(-1));
    }),
    { seed: 13 },
  );
});

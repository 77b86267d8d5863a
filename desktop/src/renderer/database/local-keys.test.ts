import 'fake-indexeddb/auto';
import { conversationSchema, conversations } from '@inbetwin/shared/entities/conversation.ts';
import { work, workSchema } from '@inbetwin/shared/entities/work.ts';
import { sampleApproval, sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { createRxDatabase } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { expect, test } from 'vitest';
import { approvalPage, waitingIn } from '../parts/approvals/approval-queries.ts';
import { selectorOf } from '../parts/conversation/filters.ts';
import { addDevelopmentChecks } from './opening/development-checks.ts';
import { rxSchemaOf } from './opening/rx-schema.ts';
import { openWorkspace } from './workspace-database.ts';

/** As version 0 was: no local keys, and nothing was stamped. */
const { merge: _, ...unmerged } = conversations;
const old = {
  ...unmerged,
  name: 'conversations of version 0',
  version: 0,
  migrations: {},
  schema: conversationSchema.omit({ edits: true, seen: true, conflicts: true }),
};

test('what an older version stored is found by the filters once this one has opened it, and deletions stay', async () => {
  const name = `local-keys-${crypto.randomUUID()}`;
  const database = await createRxDatabase({
    name,
    storage: addDevelopmentChecks(getRxStorageDexie()),
    multiInstance: false,
  });
  const stored = await database.addCollections({ conversations: { schema: rxSchemaOf(old) } });
  await stored.conversations.bulkInsert([
    sampleConversation('telegram:1:1', { mode: 'human', assigneeId: 'anna' }),
    sampleConversation('telegram:1:2'),
    sampleConversation('telegram:1:3', { mode: 'human' }),
  ]);
  await stored.conversations.bulkRemove(['telegram:1:3']);
  await database.close();

  const workspace = await openWorkspace({ name, multiInstance: false, only: ['conversations'] });
  const { collections } = workspace;
  const idsOf = async (filter: Parameters<typeof selectorOf>[0]) =>
    (await collections.conversations.find({ selector: selectorOf(filter, 'anna') }).exec()).map(({ id }) => id);
  expect(await idsOf('needs')).toEqual(['telegram:1:1']);
  expect(await idsOf('mine')).toEqual(['telegram:1:1']);
  expect((await idsOf('all')).toSorted()).toEqual(['telegram:1:1', 'telegram:1:2']);
  await workspace.close();
});

test('approvals of an older version are found by what decides their place in the lists', async () => {
  const name = `local-keys-${crypto.randomUUID()}`;
  const database = await createRxDatabase({
    name,
    storage: addDevelopmentChecks(getRxStorageDexie()),
    multiInstance: false,
  });
  const { merge: _policies, serverIndexes: _server, ...unmergedWork } = work;
  const bookkeeping = { edits: true, seen: true, conflicts: true } as const;
  const oldWork = {
    ...unmergedWork,
    name: 'work of version 0',
    version: 0,
    migrations: {},
    schema: workSchema.omit(bookkeeping),
  };
  const stored = await database.addCollections({
    work: { schema: rxSchemaOf(oldWork) },
  });
  await stored.work.bulkInsert([
    sampleApproval({ id: 'work:open', conversationId: 'c1' }),
    sampleApproval({ id: 'work:refused', conversationId: 'c1', state: 'refused' }),
  ]);
  await database.close();

  const workspace = await openWorkspace({ name, multiInstance: false, only: ['work'] });
  const { collections } = workspace;
  const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
  expect(
    idsOf(await collections.work.find(approvalPage({ tab: 'decided', order: 'oldest' }, { limit: 9 })).exec()),
  ).toEqual(['work:refused']);
  expect(idsOf(await collections.work.find(waitingIn('approval', 'c1')).exec())).toEqual(['work:open']);
  await workspace.close();
});

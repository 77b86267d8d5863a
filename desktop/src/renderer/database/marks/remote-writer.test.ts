import 'fake-indexeddb/auto';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { sampleConversation, sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import type { RxCollection } from 'rxdb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readUnsent } from '../../workspace/read-unsent.ts';
import { openWorkspace, type Workspace } from '../workspace-database.ts';
import { createRemoteWriter, type RemoteWriter } from './remote-writer.ts';
import { isClean, type StoredDocument, stateOf } from './sync-mark.ts';

let workspace: Workspace;
let writer: RemoteWriter;

beforeEach(async () => {
  workspace = await openWorkspace({
    name: `writer-${crypto.randomUUID()}`,
    multiInstance: false,
    only: ['leads', 'conversations'],
    author: 'user:anna',
  });
  writer = createRemoteWriter('leads', workspace.collections.leads as unknown as RxCollection<SyncDocument>);
});

afterEach(() => workspace.close());

const asSent = (lead: Lead): SyncDocument => ({ ...lead, _deleted: false });
const stored = async (id = 'lead:1'): Promise<StoredDocument> => {
  const [found] = await workspace.collections.leads.storageInstance.findDocumentsById([id], true);
  if (!found) throw new Error(`${id} is not stored.`);
  return found as unknown as StoredDocument;
};
const shown = async (id = 'lead:1') => (await workspace.collections.leads.findOne(id).exec())?.toJSON();
const patch = async (change: Partial<Lead>, id = 'lead:1') => {
  const document = await workspace.collections.leads.findOne(id).exec(true);
  await document.incrementalPatch(change);
};

test('what the server has is stored as clean, and a new state replaces it', async () => {
  await writer.fill([asSent(sampleLead())]);
  await writer.apply([asSent({ ...sampleLead(), score: 50 })]);
  expect(await shown()).toMatchObject({ score: 50 });
  expect(isClean(await stored())).toBe(true);
});

test.each(['apply', 'fill'] as const)('%s writes many documents in parts, in their order', async (way) => {
  const storage = workspace.collections.leads.storageInstance.originalStorageInstance;
  const write = vi.spyOn(storage, 'bulkWrite');
  const leads = Array.from({ length: 450 }, (_, at) => asSent({ ...sampleLead(), id: `lead:${at}` }));
  await writer[way](leads);
  const parts = write.mock.calls.map(([rows]) => rows.map(({ document }) => document.id));
  expect(parts.map(({ length }) => length)).toEqual([200, 200, 50]);
  expect(parts.flat()).toEqual(leads.map(({ id }) => id));
});

test('a first fill that fails in one part has ended with the others, and can be repeated', async () => {
  const storage = workspace.collections.leads.storageInstance.originalStorageInstance;
  const leads = Array.from({ length: 450 }, (_, at) => asSent({ ...sampleLead(), id: `lead:${at}` }));
  const write = vi.spyOn(storage, 'bulkWrite').mockRejectedValueOnce(new Error('No room.'));
  await expect(writer.fill(leads)).rejects.toThrow('No room.');
  expect(write).toHaveBeenCalledTimes(3);
  expect(await workspace.collections.leads.count().exec()).toBe(250);
  await writer.fill(leads);
  expect(await workspace.collections.leads.count().exec()).toBe(450);
});

test('one acknowledged document takes one write', async () => {
  await writer.fill([asSent({ ...sampleLead(), id: 'lead:449' })]);
  await patch({ stage: 'won' }, 'lead:449');
  const write = vi.spyOn(workspace.collections.leads.storageInstance.originalStorageInstance, 'bulkWrite');
  await writer.acknowledge([{ sent: await stored('lead:449'), state: stateOf(await stored('lead:449')) }]);
  expect(write).toHaveBeenCalledTimes(1);
});

test('a change here keeps what the server had, in the same write, whatever changes later', async () => {
  await writer.fill([asSent(sampleLead())]);
  await patch({ stage: 'won' });
  await patch({ title: 'Свадьба' });
  const document = await stored();
  expect(isClean(document)).toBe(false);
  expect(document._meta.base).toEqual(asSent(sampleLead()));
  expect(document).toMatchObject({
    edits: { '/stage': { by: 'user:anna' }, '/title': { by: 'user:anna' } },
    stage: 'won',
    title: 'Свадьба',
  });
});

test('what the server changed meanwhile is merged into a change that waits', async () => {
  await writer.fill([asSent(sampleLead())]);
  await patch({ stage: 'won' });
  const remote = asSent({ ...sampleLead(), score: 77 });
  await writer.apply([remote]);
  const document = await stored();
  expect(document).toMatchObject({ stage: 'won', score: 77, _meta: { base: remote } });
  expect(isClean(document)).toBe(false);
});

test('a document is clean once the server has all of it, and stays dirty when it was changed since it was sent', async () => {
  await writer.fill([asSent(sampleLead())]);
  await patch({ stage: 'won' });
  const sent = await stored();
  await patch({ title: 'Позже' });
  await writer.acknowledge([{ sent, state: stateOf(sent) }]);
  expect(isClean(await stored())).toBe(false);
  expect((await stored())._meta.base).toMatchObject({ stage: 'won', title: sampleLead().title });
  const again = await stored();
  await writer.acknowledge([{ sent: again, state: stateOf(again) }]);
  expect(isClean(await stored())).toBe(true);
  expect(await shown()).toMatchObject({ stage: 'won', title: 'Позже' });
});

test('an answer that is older than what the server has told since changes nothing', async () => {
  await writer.fill([asSent(sampleLead())]);
  await patch({ stage: 'won' });
  const sent = await stored();
  await writer.apply([{ ...stateOf(sent), score: 12 }]);
  await writer.acknowledge([{ sent, state: stateOf(sent) }]);
  expect(await shown()).toMatchObject({ stage: 'won', score: 12 });
});

test('who types the value that waits settles the conflict, also by writing the document whole', async () => {
  const at = '001768467600000-0000-other';
  const conflict = { id: `/title@${at}`, path: '/title', value: 'Юбилей', at, by: 'user:boris' };
  await writer.fill([{ ...asSent(sampleLead()), seen: { other: at }, conflicts: [conflict] }]);
  await workspace.collections.leads.upsert({ ...sampleLead(), stage: 'won' });
  expect(await stored()).toMatchObject({ stage: 'won', conflicts: [conflict] });
  await patch({ title: 'Юбилей' });
  expect((await stored()).conflicts).toBeUndefined();
});

test('a deletion here leaves a dirty document that remembers, and the server’s answer makes it clean', async () => {
  await writer.fill([asSent(sampleLead())]);
  await (await workspace.collections.leads.findOne('lead:1').exec(true)).remove();
  const document = await stored();
  expect(document).toMatchObject({ _deleted: true, _meta: { clean: false, base: { id: 'lead:1' } } });
  expect(document.edits).toMatchObject({ '': { by: 'user:anna' } });
  await writer.acknowledge([{ sent: document, state: { id: 'lead:1', _deleted: true } }]);
  expect(isClean(await stored())).toBe(true);
});

test('a deletion in any of the database’s ways is stamped and keeps its base', async () => {
  const ids = ['lead:1', 'lead:2', 'lead:3', 'lead:4'];
  await writer.fill(ids.map((id) => asSent(sampleLead(id))));
  const { leads } = workspace.collections;
  await (await leads.findOne('lead:1').exec(true)).remove();
  await (await leads.findOne('lead:2').exec(true)).incrementalRemove();
  await leads.bulkRemove(['lead:3']);
  await leads.find({ selector: { id: 'lead:4' } }).remove();
  for (const id of ids) {
    const document = await stored(id);
    expect(document).toMatchObject({ _deleted: true, _meta: { clean: false, base: { id, _deleted: false } } });
    expect(document.edits).toMatchObject({ '': { by: 'user:anna' } });
  }
});

test('a new document has no base; given up, it goes, and a changed one is the server’s again', async () => {
  await writer.fill([asSent(sampleLead())]);
  await workspace.collections.leads.insert(sampleLead('lead:mine'));
  expect(isClean(await stored('lead:mine'))).toBe(false);
  expect((await stored('lead:mine'))._meta.base).toBeUndefined();
  await patch({ stage: 'won' });
  await writer.discard('lead:mine');
  await writer.discard('lead:1');
  expect(await shown('lead:mine')).toBeUndefined();
  expect(await shown()).toEqual(sampleLead());
  expect([isClean(await stored()), isClean(await stored('lead:mine'))]).toEqual([true, true]);
});

test('what is written back after its deletion is made anew, though it brings the bookkeeping of before', async () => {
  await writer.fill([asSent(sampleLead())]);
  await patch({ stage: 'won' });
  const { _deleted, ...before } = stateOf(await stored());
  await (await workspace.collections.leads.findOne('lead:1').exec(true)).remove();
  const deletedAt = (await stored()).edits;
  await workspace.collections.leads.incrementalUpsert(before as unknown as Lead);
  const again = await stored();
  expect(again).toMatchObject({ stage: 'won', _deleted: false });
  expect(again.edits).toMatchObject({ '': { by: 'user:anna' } });
  expect(again.edits).not.toEqual(deletedAt);
  expect(again.edits).not.toHaveProperty(['/stage']);
});

test('a deletion that arrives hides the document, and what was never here is not stored for it', async () => {
  await writer.fill([asSent(sampleLead())]);
  await writer.apply([
    { id: 'lead:1', _deleted: true },
    { id: 'lead:never', _deleted: true },
  ]);
  expect(await shown()).toBeUndefined();
  await expect(stored('lead:never')).rejects.toThrow('not stored');
});

test('fields that only a newer version knows stay through a change and a merge here', async () => {
  const newer = { ...asSent(sampleLead()), mood: { now: 'glad' }, bant: { need: 'зал', champion: 'Ира' } };
  await writer.fill([newer]);
  await patch({ stage: 'won' });
  await writer.apply([{ ...newer, mood: { now: 'sad' } }]);
  expect(await stored()).toMatchObject({ stage: 'won', mood: { now: 'sad' }, bant: { need: 'зал', champion: 'Ира' } });
});

test('what this device derives for its indexes follows every write and travels nowhere', async () => {
  const { conversations } = workspace.collections;
  const written = createRemoteWriter('conversations', conversations as unknown as RxCollection<SyncDocument>);
  const read = async (): Promise<StoredDocument> => {
    const [found] = await conversations.storageInstance.findDocumentsById(['telegram:42:7'], true);
    return found as unknown as StoredDocument;
  };
  const sent = { ...sampleConversation(), _deleted: false };
  // An older program of ours, or somebody else's, may have sent its own.
  await written.fill([{ ...sent, local: { needs: 1, owner: 'boris' } }]);
  expect(await read()).toMatchObject({ local: { needs: 0, owner: '' }, _meta: { clean: true } });
  await written.apply([sent]);
  expect((await read())._rev).toMatch(/^1-/);

  const shownOne = await conversations.findOne('telegram:42:7').exec(true);
  await shownOne.incrementalPatch({ mode: 'human', assigneeId: 'anna' });
  const changed = await read();
  expect(changed).toMatchObject({ local: { needs: 1, owner: 'anna' }, _meta: { clean: false } });
  expect(changed._meta.base).toEqual(sent);
  expect(stateOf(changed)).not.toHaveProperty('local');
  expect(JSON.stringify(changed.edits)).not.toContain('local');

  await written.apply([{ ...sent, status: 'closed' }]);
  const merged = await read();
  expect(merged).toMatchObject({ status: 'closed', mode: 'human', local: { needs: 0, owner: '' } });
  expect(merged._meta.base).not.toHaveProperty('local');
  await written.acknowledge([{ sent: merged, state: stateOf(merged) }]);
  expect(await read()).toMatchObject({ local: { needs: 0, owner: '' }, _meta: { clean: true } });
  expect((await readUnsent(workspace.name)).changes).toEqual([]);

  await conversations.insert(sampleConversation('telegram:42:8', { mode: 'human' }));
  const { changes } = await readUnsent(workspace.name);
  expect(changes).toMatchObject([{ collection: 'conversations', document: { id: 'telegram:42:8' } }]);
  expect(changes[0]?.document).not.toHaveProperty('local');
});

test('what the server had told before it answered does not undo the answer, nor a change made since', async () => {
  await writer.fill([asSent(sampleLead())]);
  await patch({ stage: 'won' });
  const sent = await stored();
  await writer.acknowledge([{ sent, state: stateOf(sent) }]);
  const late = asSent({ ...sampleLead(), score: 77 });
  await writer.apply([late]);
  expect(await shown()).toMatchObject({ stage: 'won' });
  await patch({ title: 'Позже' });
  await writer.apply([late]);
  expect(await stored()).toMatchObject({ stage: 'won', title: 'Позже', _meta: { base: { stage: 'won' } } });
});

const annas = (hour: number) => `00176846760${hour}000-0000-anna`;
const edited = (change: Partial<Lead>, at: string): SyncDocument => ({
  ...asSent({ ...sampleLead(), ...change }),
  edits: Object.fromEntries(Object.keys(change).map((field) => [`/${field}`, { at, by: 'user:anna' }])),
  seen: { anna: at },
});
const owner = { role: 'owner' } as const;

describe('what the server has no more of', () => {
  test('is left aside and told of, and is a change again once it is certain, with the server’s own fields', async () => {
    await writer.fill([edited({ stage: 'won', score: 80 }, annas(1))]);
    const older = asSent({ ...sampleLead(), score: 10 });
    expect(await writer.apply([older])).toEqual([older]);
    expect(isClean(await stored())).toBe(true);
    await writer.restoreLost([{ id: 'lead:1', told: older }], owner);
    expect(await stored()).toMatchObject({ stage: 'won', score: 10, _meta: { clean: false, base: older } });
  });

  test('is joined with what was changed there since', async () => {
    await writer.fill([edited({ stage: 'won' }, annas(1))]);
    const at = '001768467609000-0000-boris';
    const other = {
      ...asSent(sampleLead()),
      title: 'Юбилей',
      edits: { '/title': { at, by: 'boris' } },
      seen: { boris: at },
    };
    expect(await writer.fill([other])).toEqual([other]);
    await writer.restoreLost([{ id: 'lead:1', told: other }], owner);
    expect(await stored()).toMatchObject({ stage: 'won', title: 'Юбилей', _meta: { clean: false, base: other } });
  });

  test('is no deletion of which an older state is told late: it is gone on both sides', async () => {
    const [earlier, later] = ['001768467600001-0000-anna', '001768467600002-0000-boris'];
    const older = { id: 'lead:1', _deleted: true, edits: { '': { at: earlier, by: 'anna' } }, seen: { anna: earlier } };
    const newer = { ...older, seen: { anna: earlier, boris: later } };
    await writer.fill([asSent(sampleLead())]);
    await writer.apply([newer]);
    await writer.restoreLost([{ id: 'lead:1', told: older }], owner);
    expect(isClean(await stored())).toBe(true);
    expect(await stored()).toMatchObject({ _deleted: true, seen: newer.seen });
  });

  test('stays as it is when the server has it after all, and when it was changed here meanwhile', async () => {
    const newest = edited({ stage: 'won' }, annas(1));
    await writer.fill([newest]);
    await writer.restoreLost([{ id: 'lead:1', told: newest }], owner);
    expect(isClean(await stored())).toBe(true);
    await patch({ title: 'Позже' });
    await writer.restoreLost([{ id: 'lead:1', told: asSent(sampleLead()) }], owner);
    expect((await stored())._meta.base).toEqual(newest);
  });

  test('is not sent by who may not change it, who sees what the server has once it goes on', async () => {
    const viewer = { role: 'viewer' } as const;
    await writer.fill([edited({ stage: 'won' }, annas(1))]);
    const at = '001768467609000-0000-boris';
    const other = { ...asSent(sampleLead()), seen: { boris: at } };
    await writer.restoreLost([{ id: 'lead:1' }], viewer);
    await writer.restoreLost([{ id: 'lead:1', told: other }], viewer);
    expect(stateOf(await stored())).toEqual(other);
    expect(isClean(await stored())).toBe(true);
  });

  test('of a deletion: who made it deletes again; one of the server’s own is the server’s matter', async () => {
    const at = annas(2);
    const gone = (by: string): SyncDocument => ({
      id: 'lead:1',
      _deleted: true,
      edits: { '': { at, by } },
      seen: { anna: at },
    });
    const alive = edited({ stage: 'won' }, annas(1));
    for (const [by, clean] of [
      ['user:anna', false],
      ['server', true],
    ] as const) {
      await writer.fill([alive]);
      await writer.apply([gone(by)]);
      expect(await writer.apply([alive])).toEqual([alive]);
      await writer.restoreLost([{ id: 'lead:1', told: alive }], owner);
      expect(await stored()).toMatchObject({ _deleted: true, _meta: { clean } });
      await writer.discard('lead:1');
    }
  });

  test('is made anew where a person made it, and not where the server did', async () => {
    const birth = { edits: { '': { at: annas(1), by: 'user:anna' } }, seen: { anna: annas(1) } };
    await writer.fill([{ ...asSent(sampleLead('deal:1')), ...birth, score: 70 }, edited({ stage: 'won' }, annas(1))]);
    await writer.restoreLost([{ id: 'deal:1' }, { id: 'lead:1' }], owner);
    expect(await stored('deal:1')).toMatchObject({ score: 0, scoreReasons: [], _meta: { clean: false } });
    expect((await stored('deal:1'))._meta.base).toBeUndefined();
    expect(isClean(await stored())).toBe(true);
  });
});

test('what was deleted here and made again before that was sent still knows what the server has', async () => {
  await writer.fill([asSent(sampleLead())]);
  await (await workspace.collections.leads.findOne('lead:1').exec(true)).remove();
  await workspace.collections.leads.insert({ ...sampleLead(), title: 'Заново' });
  expect(await stored()).toMatchObject({ title: 'Заново', _meta: { clean: false, base: asSent(sampleLead()) } });
  await patch({ title: 'И снова' });
  expect((await stored())._meta.base).toEqual(asSent(sampleLead()));
  await writer.discard('lead:1');
  expect(stateOf(await stored())).toEqual(asSent(sampleLead()));
});

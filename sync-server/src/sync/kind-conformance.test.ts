import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { namesOfKinds } from '@inbetwin/shared/entities/declaring/kinds.ts';
import { entities } from '@inbetwin/shared/entities/registry.ts';
import { newSetting, type Setting } from '@inbetwin/shared/entities/setting.ts';
import { settingKinds } from '@inbetwin/shared/entities/setting-kinds/registry.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import { push } from './push.ts';

const at = Date.UTC(2026, 0, 15, 9);
const caller = { userId: 'anna', teamId: 'team1', role: 'owner', sessionId: 's1' } as const;

const openTeam = async () => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, 'team1', () => at);
  await documents.conversations.put(entities.conversations.samples.stored);
  await documents.catalog.put(entities.catalog.samples.stored);
  return { store, documents };
};

type Case = { readonly collection: 'work' | 'settings'; readonly next: object | undefined; readonly present?: object };

/** The rule that a device's change breaks. `present` is stored before. */
const answerTo = async ({ collection, next, present }: Case): Promise<string> => {
  const { store, documents } = await openTeam();
  const before = present && ({ ...present, _deleted: false } as unknown as SyncDocument);
  if (before) {
    const { _deleted, ...body } = before;
    await documents[collection].database.write([{ id: body.id, body }]);
  }
  const after = next ? { ...next, _deleted: false } : { id: before?.id, _deleted: true };
  const row = { assumedMasterState: before ?? null, newDocumentState: after as unknown as SyncDocument };
  const { refused } = await push({ store, clock: () => at }, caller, { collection, rows: [row] });
  return refused[0]?.rule ?? 'taken';
};

describe.each(namesOfKinds(workKinds))('work of the kind %s', (kind) => {
  const { sample, madeBy, fields } = workKinds[kind];
  const document: Work = { ...entities.work.samples.made, kind, ...sample };

  test('has a sample that the schema takes, and that comes back from the store', async () => {
    expect(entities.work.schema.safeParse(document).error?.issues).toBeUndefined();
    const { documents } = await openTeam();
    await documents.work.put(document);
    expect(await documents.work.get(document.id)).toMatchObject(document);
  });

  test('merges to itself', () => {
    const state = { ...document, _deleted: false };
    expect(mergeDocuments('work', { base: state, local: state, remote: state })).toEqual(state);
  });

  test('is made on a device if people make it, with its own fields and no others', async () => {
    const expected = madeBy === 'people' ? 'taken' : 'work.kind_of_agents';
    expect(await answerTo({ collection: 'work', next: document })).toBe(expected);
    if (madeBy === 'agents') return;
    for (const field of Object.keys(fields)) {
      expect(await answerTo({ collection: 'work', next: { ...document, [field]: undefined } })).toBe('work.parts');
    }
    for (const [other, { sample: foreign, fields: named }] of Object.entries(workKinds)) {
      if (other === kind || Object.keys(named).length === 0) continue;
      expect(await answerTo({ collection: 'work', next: { ...foreign, ...document } })).toBe('work.parts');
    }
  });

  test('what an agent made, a person ends and does not rewrite', async () => {
    if (madeBy === 'people') return;
    const rewritten = { ...document, title: 'Another' };
    expect(await answerTo({ collection: 'work', next: rewritten, present: document })).toBe('document.field_fixed');
    const ended = [
      { ...document, state: 'done' },
      { ...document, ...workKinds.approval.sample, state: 'approved' },
    ];
    const answers = await Promise.all(
      ended.map((next) => answerTo({ collection: 'work', next: decidedBy(next), present: document })),
    );
    expect(answers).toContain('taken');
  });
});

/** An approval is signed by whoever decides. */
const decidedBy = (work: object): object =>
  'approval' in work ? { ...work, approval: { ...(work.approval as object), decidedBy: 'anna' } } : work;

describe.each(namesOfKinds(settingKinds))('settings of the kind %s', (kind) => {
  const { sample, writtenBy } = settingKinds[kind];
  const document: Setting = { ...newSetting(sample.value), ...sample };

  test('has a sample that the schema takes, and that comes back from the store', async () => {
    expect(entities.settings.schema.safeParse(document).error?.issues).toBeUndefined();
    const { documents } = await openTeam();
    await documents.settings.put(document);
    expect(await documents.settings.get(document.id)).toMatchObject(document);
  });

  test('merges to itself', () => {
    const state = { ...document, _deleted: false };
    expect(mergeDocuments('settings', { base: state, local: state, remote: state })).toEqual(state);
  });

  test('is written by those who it says, under its own id', async () => {
    const expected = writtenBy === 'people' ? 'taken' : 'right.server_only';
    expect(await answerTo({ collection: 'settings', next: document })).toBe(expected);
    const touched = { ...document, updatedAt: at };
    expect(await answerTo({ collection: 'settings', next: touched, present: document })).toBe(expected);
    if (writtenBy === 'server') return;
    const elsewhere = { ...document, id: 'elsewhere' };
    expect(await answerTo({ collection: 'settings', next: elsewhere })).toBe('setting.id_of_another');
  });

  test('is removed if it says so', async () => {
    const { isRemovable }: { isRemovable(setting: Setting): boolean } = settingKinds[kind];
    const expected = isRemovable(document) ? 'taken' : 'setting.delete_of_built_in';
    expect(await answerTo({ collection: 'settings', next: undefined, present: document })).toBe(expected);
  });
});

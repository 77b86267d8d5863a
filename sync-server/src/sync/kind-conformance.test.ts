import { rightsTo } from '@inbetwin/shared/contracts/rights.ts';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { namesOfKinds } from '@inbetwin/shared/entities/declaring/kinds.ts';
import { type Operation, type Role, roles } from '@inbetwin/shared/entities/declaring/rights.ts';
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
const anna = { userId: 'anna', teamId: 'team1', role: 'owner', sessionId: 's1' } as const;

const openTeam = async () => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, 'team1', () => at);
  await documents.conversations.put(entities.conversations.samples.stored);
  await documents.catalog.put(entities.catalog.samples.stored);
  return { store, documents };
};

type Case = {
  readonly collection: 'work' | 'settings';
  readonly next: object | undefined;
  readonly present?: object;
  readonly role?: Role;
};

/** The rule that a device's change breaks. `present` is stored before. */
const answerTo = async ({ collection, next, present, role = 'owner' }: Case): Promise<string> => {
  const { store, documents } = await openTeam();
  const before = present && ({ ...present, _deleted: false } as unknown as SyncDocument);
  if (before) {
    const { _deleted, ...body } = before;
    await documents[collection].stored.write([{ id: body.id, body }]);
  }
  const after = next ? { ...next, _deleted: false } : { id: before?.id, _deleted: true };
  const row = { assumedMasterState: before ?? null, newDocumentState: after as unknown as SyncDocument };
  const { refused } = await push({ store, clock: () => at }, { ...anna, role }, { collection, rows: [row] });
  return refused[0]?.rule ?? 'taken';
};

/** What only a role can be wrong with; `touched` differs from `document` and is of the same kind. */
const expectRights = async (collection: Case['collection'], document: { readonly id: string }, touched: object) => {
  const cases: Readonly<Record<Operation, Omit<Case, 'collection'>>> = {
    create: { next: document },
    change: { next: touched, present: document },
    delete: { next: undefined, present: document },
  };
  for (const role of roles) {
    for (const [operation, change] of Object.entries(cases) as [Operation, Omit<Case, 'collection'>][]) {
      const isAllowed = rightsTo(collection, document)[operation].includes(role);
      const answer = await answerTo({ collection, role, ...change });
      expect([role, operation, answer.startsWith('right.')]).toEqual([role, operation, !isAllowed]);
    }
  }
};

describe.each(namesOfKinds(workKinds))('work of the kind %s', (kind) => {
  const { sample, rights, fields } = workKinds[kind];
  const isOfPeople = rights.create.length > 0;
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
    const expected = isOfPeople ? 'taken' : 'right.server_only';
    expect(await answerTo({ collection: 'work', next: document })).toBe(expected);
    if (!isOfPeople) return;
    for (const field of Object.keys(fields)) {
      expect(await answerTo({ collection: 'work', next: { ...document, [field]: undefined } })).toBe('work.parts');
    }
    for (const [other, { sample: foreign, fields: named }] of Object.entries(workKinds)) {
      if (other === kind || Object.keys(named).length === 0) continue;
      expect(await answerTo({ collection: 'work', next: { ...foreign, ...document } })).toBe('work.parts');
    }
  });

  test('is written by the roles that it names', () =>
    expectRights('work', document, { ...document, updatedAt: at + 1 }));

  test('what an agent made, a person ends and does not rewrite', async () => {
    if (isOfPeople) return;
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
  const { sample, rights, fields } = settingKinds[kind];
  const isOfPeople = rights.create.length > 0;
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

  test('is written by the roles that it names', () =>
    expectRights('settings', document, { ...document, updatedAt: at }));

  test('is stored under its own id, with its own fields and no others', async () => {
    if (!isOfPeople) return;
    expect(await answerTo({ collection: 'settings', next: document })).toBe('taken');
    const elsewhere = { ...document, id: `${kind}:elsewhere` };
    expect(await answerTo({ collection: 'settings', next: elsewhere })).toBe('setting.id_of_another');
    for (const { sample: foreign, fields: named } of Object.values(settingKinds)) {
      if (named === fields || Object.keys(named).length === 0) continue;
      const next = { ...foreign, ...document };
      expect(await answerTo({ collection: 'settings', next })).toBe('setting.parts');
      expect(await answerTo({ collection: 'settings', next, present: document })).toBe('setting.parts');
    }
  });

  test('has an id that tells its kind, and fields that no other kind has', () => {
    expect(entities.settings.kindOf({ id: document.id })).toBe(kind);
    const others = Object.entries(settingKinds).filter(([name]) => name !== kind);
    const named = others.flatMap(([, other]) => Object.keys(other.fields));
    for (const field of Object.keys(fields)) expect(named).not.toContain(field);
  });

  test('is removed if it says so', async () => {
    if (rights.delete.length === 0) return;
    const { isRemovable }: { isRemovable(setting: Setting): boolean } = settingKinds[kind];
    const expected = isRemovable(document) ? 'taken' : 'setting.delete_of_built_in';
    expect(await answerTo({ collection: 'settings', next: undefined, present: document })).toBe(expected);
  });
});

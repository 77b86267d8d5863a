import 'fake-indexeddb/auto';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { type DocumentOf, type EditedCollection, isEdited } from '@inbetwin/shared/entities/registry.ts';
import { conflictsOf, type Mergeable } from '@inbetwin/shared/merge/mergeable.ts';
import { parentOf, replaceAt, segmentsOf, valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { type PersonField, personFields } from '@inbetwin/shared/merge/testing/person-fields.ts';
import { sampleLead, sampleSetting } from '@inbetwin/shared/merge/testing/samples.ts';
import type { RxCollection } from 'rxdb';
import { afterEach, describe, expect, it } from 'vitest';
import { createRemoteWriter } from '../marks/remote-writer.ts';
import { openWorkspace, type Workspace } from '../workspace-database.ts';
import { editDocument, removeDocument, restoreDocument, settleWork } from './edit-document.ts';

const opened: Workspace[] = [];
afterEach(async () => {
  for (const workspace of opened.splice(0)) await workspace.close();
});

/** This device of Anna's, with a document of the server's, and what her other device sends of it. */
const openWith = async <N extends EditedCollection>(name: N, document: Mergeable) => {
  const workspace = await openWorkspace({
    name: `edit-${crypto.randomUUID()}`,
    multiInstance: false,
    author: 'anna',
    only: [name],
  });
  opened.push(workspace);
  const remote = createRemoteWriter(name, workspace.collections[name] as unknown as RxCollection<SyncDocument>);
  await remote.apply([document]);
  let server = document;
  let time = Date.UTC(2026, 0, 1);
  const arrive = async (next: (before: Mergeable) => Mergeable): Promise<void> => {
    const stamp = { at: `${String(++time).padStart(15, '0')}-0000-otherdevice`, by: 'anna' };
    server = stampChanges(name, { before: server, after: next(server) }, stamp);
    await remote.apply([server as SyncDocument]);
  };
  const stored = async () => (await read())?.toMutableJSON(true) as unknown as Mergeable | undefined;
  const read = () => (workspace.collections[name] as unknown as RxCollection<SyncDocument>).findOne(document.id).exec();
  /** As screens have it. */
  const shown = async () => (await read())?.toJSON() as unknown as DocumentOf<N>;
  const edit = (before: DocumentOf<N>, next: (document: DocumentOf<N>) => DocumentOf<N>) =>
    editDocument(workspace, name, { shown: before, next });
  return { workspace, arrive, stored, shown, edit };
};

const put = <T extends object>(document: T, path: string, value: unknown): T =>
  replaceAt(document, segmentsOf(path), value) as T;

/** Every field that a person can fill, of the document and of its elements. */
const places = personFields.flatMap(({ name, document, fields, list }) => {
  if (!isEdited(name)) return [];
  const element = list && { ...list.element('e', 0) };
  const whole = list && element ? put(document, list.path, [element]) : document;
  const ofElement = (list?.fields ?? []).map((field) => ({ ...field, path: `${list?.path}/e${field.path}` }));
  return [...fields, ...ofElement].map((field) => ({ name, document: whole, field, path: field.path }));
});

/** Two values that somebody may put there; of a switch both are the same. */
const entered = ({ kind, value }: PersonField, present: unknown) => {
  const others = Array.from({ length: 9 }, (_, n) => value(n)).filter((one) => !isSameValue(one, present));
  const [theirs, mine = theirs] = others.filter((one, at) => others.findIndex((each) => isSameValue(each, one)) === at);
  const asStored = (one: unknown) => (kind === 'set' ? [...(Array.isArray(present) ? present : []), one] : one);
  return { theirs: asStored(theirs), mine: asStored(mine) };
};

/** What somebody entered can be found: in its place, or among what waits there. */
const holds = (document: Mergeable, path: string, value: unknown): boolean => {
  const waiting = conflictsOf(document).filter((conflict) => conflict.path === path);
  const found = [valueAt(document, path), ...waiting.map((conflict) => conflict.value)];
  const isIn = (one: unknown, part: unknown): boolean =>
    isSameValue(one, part) || (Array.isArray(one) && one.some((each) => isSameValue(each, part)));
  return (Array.isArray(value) ? value : [value]).every((part) => found.some((one) => isIn(one, part)));
};

describe('the same field saved on two devices of one person, both online', () => {
  it.each(places)('keeps both values of $path in $name', async ({ name, document, field, path }) => {
    const { arrive, stored, shown, edit } = await openWith(name, document);
    const before = await shown();
    const { theirs, mine } = entered(field, valueAt(document, path));
    await arrive((current) => put(current, path, theirs));
    expect(valueAt(await stored(), path)).toEqual(theirs);

    await edit(before, (current) => put(current, path, mine));
    const saved = await stored();
    if (!saved) throw new Error('It is gone.');
    expect(valueAt(saved, parentOf(path))).toBeDefined();
    expect(holds(saved, path, theirs)).toBe(true);
    expect(holds(saved, path, mine)).toBe(true);
  });

  it('replaces what the person has seen, without a mark', async () => {
    const { arrive, stored, shown, edit } = await openWith('leads', { ...sampleLead, _deleted: false });
    await arrive((lead) => ({ ...lead, title: 'Свадьба' }));
    await edit(await shown(), (lead) => ({ ...lead, title: 'Юбилей' }));
    expect(await stored()).toMatchObject({ title: 'Юбилей' });
    expect(conflictsOf((await stored()) ?? {})).toEqual([]);
  });

  it('does not write what the form left alone', async () => {
    const { arrive, stored, shown, edit } = await openWith('leads', { ...sampleLead, _deleted: false });
    const before = await shown();
    await arrive((lead) => ({ ...lead, stage: 'won', bant: { need: 'шатёр', timing: 'в мае' } }));
    await edit(before, (lead) => ({ ...lead, title: 'Юбилей' }));
    expect(await stored()).toMatchObject({ title: 'Юбилей', stage: 'won', bant: { need: 'шатёр', timing: 'в мае' } });
    expect(conflictsOf((await stored()) ?? {})).toEqual([]);
  });
});

describe('on one device', () => {
  const open = () => openWith('leads', { ...sampleLead, _deleted: false });

  it('a second act knows the first one, even before a screen has shown it', async () => {
    const { stored, shown, edit } = await open();
    const before = await shown();
    const stages = ['qualified', 'proposal', 'won'] as const;
    await Promise.all(stages.map((stage) => edit(before, (lead) => ({ ...lead, stage }))));
    expect(await stored()).toMatchObject({ stage: 'won' });
    expect(conflictsOf((await stored()) ?? {})).toEqual([]);
  });

  it('an act that was given up is not known, and can be done again', async () => {
    const { workspace, stored, shown, edit } = await open();
    const before = await shown();
    const propose = (lead: typeof before) => ({ ...lead, stage: 'proposal' as const });
    await edit(before, propose);
    await createRemoteWriter('leads', workspace.collections.leads as unknown as RxCollection<SyncDocument>).discard(
      sampleLead.id,
    );
    expect(await stored()).toMatchObject({ stage: sampleLead.stage });
    await edit(await shown(), propose);
    expect(await stored()).toMatchObject({ stage: 'proposal' });
  });

  it('the way back of an undo takes back one’s own value and no other', async () => {
    const { arrive, stored, shown, edit } = await open();
    const saved = await edit(await shown(), (lead) => ({ ...lead, title: 'Юбилей' }));
    await edit(saved, (lead) => ({ ...lead, title: sampleLead.title }));
    expect(conflictsOf((await stored()) ?? {})).toEqual([]);
    const again = await edit(await shown(), (lead) => ({ ...lead, title: 'Юбилей' }));
    await arrive((lead) => ({ ...lead, title: 'Свадьба' }));
    await edit(again, (lead) => ({ ...lead, title: sampleLead.title }));
    expect(holds((await stored()) as Mergeable, '/title', 'Свадьба')).toBe(true);
  });

  it('two forms that were open at once keep both values of a field', async () => {
    const { stored, shown, edit } = await open();
    const before = await shown();
    await edit(await shown(), (lead) => ({ ...lead, stage: 'won' }));
    const [first, second] = [before, await shown()];
    await edit(second, (lead) => ({ ...lead, title: 'Юбилей' }));
    await edit({ ...first, seen: { elsewhere: '000000000000001-0000-elsewhere' } }, (lead) => ({
      ...lead,
      title: 'Бал',
    }));
    expect(holds((await stored()) as Mergeable, '/title', 'Юбилей')).toBe(true);
    expect(holds((await stored()) as Mergeable, '/title', 'Бал')).toBe(true);
  });
});

describe('a document that is deleted meanwhile', () => {
  const open = () => openWith('leads', { ...sampleLead, _deleted: false });

  it('is there again with the edit, and says that it was deleted', async () => {
    const { arrive, stored, shown, edit } = await open();
    const before = await shown();
    await arrive((lead) => ({ ...lead, _deleted: true }));
    expect(await stored()).toBeUndefined();
    await edit(before, (lead) => ({ ...lead, title: 'Юбилей' }));
    expect(await stored()).toMatchObject({ title: 'Юбилей', conflicts: [{ path: '', deleted: true }] });
  });

  it('stays where somebody had changed what its remover did not see', async () => {
    const { workspace, arrive, stored, shown } = await open();
    const before = await shown();
    await arrive((lead) => ({ ...lead, title: 'Свадьба' }));
    await removeDocument(workspace, 'leads', before);
    expect(await stored()).toMatchObject({ title: 'Свадьба', conflicts: [{ path: '', deleted: true }] });
  });

  it('is gone where it was as it was shown, and can be brought back', async () => {
    const { workspace, stored, shown } = await open();
    const before = await shown();
    await removeDocument(workspace, 'leads', before);
    expect(await stored()).toBeUndefined();
    await restoreDocument(workspace, 'leads', before);
    expect(await stored()).toMatchObject({ title: sampleLead.title });
    expect(conflictsOf((await stored()) ?? {})).toEqual([]);
  });
});

describe('what was not there', () => {
  it('is made, and what the same person makes of it next knows that', async () => {
    const setting = { id: 'agent:rag', updatedAt: 0, value: { kind: 'agent', name: 'rag' } } as const;
    const { workspace } = await openWith('settings', {
      ...sampleSetting,
      id: 'other',
      _deleted: false,
    });
    const { settings } = workspace.collections;
    const save = (ru: string) =>
      editDocument(workspace, 'settings', {
        shown: setting,
        isNew: true,
        next: (current) => ({ ...current, agent: { ...current.agent, prompt: { ru } } }),
      });
    await save('Кратко.');
    expect((await settings.findOne('agent:rag').exec())?.agent).toEqual({ prompt: { ru: 'Кратко.' } });
    await save('Подробно.');
    expect((await settings.findOne('agent:rag').exec())?.conflicts).toBeUndefined();
  });
});

it('a decision is taken once', async () => {
  const [work] = personFields.filter(({ name }) => name === 'work');
  if (!work) throw new Error('There is no work.');
  const { workspace, stored } = await openWith('work', work.document);
  const decide = (state: 'done' | 'cancelled') =>
    settleWork(workspace, work.document.id, { next: (open) => ({ ...open, state }) });
  expect(await decide('done')).toBe(true);
  expect(await decide('cancelled')).toBe(false);
  expect(await stored()).toMatchObject({ state: 'done' });
});

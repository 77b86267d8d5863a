import 'fake-indexeddb/auto';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import { createLead } from '@inbetwin/shared/leads/change-lead.ts';
import type { RxCollection } from 'rxdb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FormState, fieldsOf, stateIn } from '../parts/forms/form-state.ts';
import type { Tab } from '../storage/tab.ts';
import { editDocument } from './documents/edit-document.ts';
import { createFormDrafts, type FormDrafts } from './form-drafts.ts';
import { openLocalDocument } from './local-document.ts';
import { createRemoteWriter } from './marks/remote-writer.ts';
import { type StoredDocument, stateOf } from './marks/sync-mark.ts';
import { FORM_DRAFTS, type FormPlace } from './stored-form-drafts.ts';
import { isDraftSaved, openWorkspace, type Workspace } from './workspace-database.ts';

const place: FormPlace = { collection: 'settings', id: 'agent:rag' };
const shown: Setting = { id: 'agent:rag', updatedAt: 1, value: { kind: 'agent', name: 'rag' }, agent: {} };
const alive = new Set<string>();
const opened: FormDrafts[] = [];
let workspace: Workspace;
let isSaved: (place: FormPlace, draftId: string) => Promise<boolean>;

const openTab = (id: string): FormDrafts => {
  alive.add(id);
  const tab: Tab = { id, living: async () => new Set(alive) };
  const forms = createFormDrafts({ database: workspace.database, tab: async () => tab, isSaved });
  opened.push(forms);
  return forms;
};
const typed = (value: string) => ({ ru: { value, shown } });
const write = async (forms: FormDrafts, value: string): Promise<void> => {
  forms.write(place, typed(value));
  expect(await forms.flush()).toBe(true);
};
const openForm = async (forms: FormDrafts) => {
  await forms.open(place);
  return forms.read(place);
};
const onDisk = async () =>
  (await openLocalDocument<{ readonly drafts: readonly unknown[] }>(workspace.database, FORM_DRAFTS).read())?.drafts;
/** What saves the form writes the document, and the tab ends before it can do anything else. */
const saveAndCrash = async (forms: FormDrafts, tab: string, ru: string): Promise<void> => {
  const draft = forms.save(place);
  const next = (setting: Setting): Setting => ({ ...setting, agent: { prompt: { ru } } });
  await editDocument(workspace, 'settings', { shown, next, isNew: true, draft });
  alive.delete(tab);
};

beforeEach(async () => {
  workspace = await openWorkspace({
    name: `forms-${crypto.randomUUID()}`,
    multiInstance: false,
    only: ['settings', 'contacts', 'leads', 'twins', 'conversations'],
  });
  isSaved = (...draft) => isDraftSaved(workspace.collections, draft);
});

afterEach(async () => {
  alive.clear();
  for (const forms of opened.splice(0)) forms.stop();
  vi.restoreAllMocks();
  if (!workspace.database.closed) await workspace.close();
});

test('what a form has not saved is there after a reload, with what was shown when it was changed', async () => {
  await write(openTab('1'), 'Кратко.');
  expect(await openForm(openTab('1'))).toMatchObject({ fields: typed('Кратко.'), leftAt: expect.any(Number) });
});

test('a form that another tab has open is left to it, and one that a closed tab left is gone on with once', async () => {
  await write(openTab('1'), 'Кратко.');
  expect(await openForm(openTab('2'))).toBeUndefined();
  alive.delete('1');
  const third = openTab('3');
  expect((await openForm(third))?.fields).toEqual(typed('Кратко.'));
  await write(third, 'Кратко и ясно.');
  expect(await openForm(openTab('4'))).toBeUndefined();
  expect(await onDisk()).toHaveLength(1);
});

test('what a form could not save before the page was left is there after the reload, and never goes before what is newer', async () => {
  const first = openTab('1');
  await write(first, 'Кратко.');
  first.write(place, typed('Кратко и ясно.'));
  const left = first.unsaved('1');
  first.stop();
  const second = openTab('1');
  for (const one of [...left, ...left]) await second.takeOver(one);
  expect((await openForm(second))?.fields).toEqual(typed('Кратко и ясно.'));
  expect(await onDisk()).toHaveLength(1);

  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 1);
  await write(second, 'Ясно.');
  for (const one of left) await second.takeOver(one);
  expect((await openForm(openTab('1')))?.fields).toEqual(typed('Ясно.'));
});

test('that a form was discarded right before the page was left holds after the reload', async () => {
  const first = openTab('1');
  await write(first, 'Кратко.');
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 1);
  first.write(place, {});
  const left = first.unsaved('1');
  first.stop();
  const second = openTab('1');
  for (const one of left) await second.takeOver(one);
  expect(await openForm(second)).toBeUndefined();
  expect(await onDisk()).toEqual([]);
});

test('what is discarded is gone, and comes back when that is undone', async () => {
  const forms = openTab('1');
  await write(forms, 'Кратко.');
  forms.write(place, {});
  await forms.open(place);
  expect(forms.read(place)).toBeUndefined();
  await forms.flush();
  expect(await onDisk()).toEqual([]);
  await write(forms, 'Кратко.');
  expect((await openForm(openTab('1')))?.fields).toEqual(typed('Кратко.'));
});

test('what was typed before the draft was read goes before it, field by field', async () => {
  const first = openTab('1');
  first.write(place, { ...typed('Кратко.'), steps: { value: '5', shown } });
  await first.flush();
  alive.delete('1');
  const second = openTab('2');
  const opening = second.open(place);
  second.write(place, typed('Подробно.'));
  await opening;
  expect(second.read(place)?.fields).toEqual({ ...typed('Подробно.'), steps: { value: '5', shown } });
  await second.flush();
  expect(await onDisk()).toHaveLength(1);
});

test('the write that saves a form ends its draft, even if the tab ends right after it', async () => {
  const first = openTab('1');
  await write(first, 'Кратко.');
  await saveAndCrash(first, '1', 'Кратко.');
  expect(await onDisk()).toHaveLength(1);
  const second = openTab('2');
  expect(await openForm(second)).toBeUndefined();
  await second.flush();
  expect(await onDisk()).toEqual([]);
});

test('it is still known to be saved when the server has answered, and when a colleague has replaced it', async () => {
  const first = openTab('1');
  await write(first, 'Кратко.');
  await saveAndCrash(first, '1', 'Кратко.');
  const settings = workspace.collections.settings as unknown as RxCollection;
  const found = await settings.findOne('agent:rag').exec(true);
  const sent = found.toMutableJSON(true) as unknown as StoredDocument;
  const remote = createRemoteWriter('settings', settings);
  await remote.acknowledge([{ sent, state: stateOf(sent) }]);
  const at = '000000000000009-0000-otherdevice';
  await remote.apply([
    { ...stateOf(sent), agent: { prompt: { ru: 'Иначе.' } }, seen: { ...(sent.seen as object), otherdevice: at } },
  ]);
  expect(await openForm(openTab('2'))).toBeUndefined();
});

test('what was typed while it was being saved is another draft, and stays', async () => {
  const first = openTab('1');
  await write(first, 'Кратко.');
  const draft = first.save(place);
  await write(first, 'Кратко и ясно.');
  const next = (setting: Setting): Setting => ({ ...setting, agent: { prompt: { ru: 'Кратко.' } } });
  await editDocument(workspace, 'settings', { shown, next, isNew: true, draft });
  alive.delete('1');
  expect((await openForm(openTab('2')))?.fields).toEqual(typed('Кратко и ясно.'));
});

test('the write of something else ends no draft, and the mark never leaves the device', async () => {
  const first = openTab('1');
  await write(first, 'Кратко.');
  await editDocument(workspace, 'settings', { shown, next: (setting) => ({ ...setting, updatedAt: 2 }), isNew: true });
  await saveAndCrash(openTab('2'), '2', 'Иначе.');
  alive.delete('1');
  expect((await openForm(openTab('3')))?.fields).toEqual(typed('Кратко.'));
  const stored = await workspace.collections.settings.findOne('agent:rag').exec(true);
  const document = stored.toMutableJSON(true) as unknown as StoredDocument;
  expect(document._meta).toMatchObject({ drafts: [expect.any(String)] });
  expect(JSON.stringify(stateOf(document))).not.toMatch(/draft/i);
});

test('a lead is made once from its draft, and making it ends the draft', async () => {
  const newLead: FormPlace = { collection: 'leads' };
  const entered = { name: 'Пётр', phone: '', email: '', need: 'Шатёр' };
  const forms = openTab('1');
  forms.write(newLead, { name: { value: 'Пётр', shown: {} } });
  await forms.flush();
  const draft = forms.save(newLead);
  const made = await createLead(workspace, entered, draft);
  alive.delete('1');
  const second = openTab('2');
  await second.open(newLead);
  expect(second.read(newLead)).toBeUndefined();
  expect((await createLead(workspace, entered, draft)).id).toBe(made.id);
  expect(await workspace.collections.contacts.count().exec()).toBe(1);
});

test('a draft of another version is kept, and what does not fit the fields is left out', async () => {
  const strange = { key: 'settings/agent%3Arag/', form: 'of the future' };
  const kept = openLocalDocument<{ readonly drafts: readonly unknown[] }>(workspace.database, FORM_DRAFTS);
  await kept.change(() => ({ drafts: [strange] }));
  const forms = openTab('1');
  expect(await openForm(forms)).toBeUndefined();
  await write(forms, 'Кратко.');
  expect(await onDisk()).toContainEqual(strange);

  const shape = { read: ({ id }: Setting) => ({ id, steps: ['5'] }), write: (setting: Setting) => setting };
  const left = { id: { value: 'agent:intake', shown }, steps: { value: '5', shown }, gone: { value: 1, shown } };
  const state: FormState<Setting, { readonly id: string; readonly steps: string[] }> = stateIn(shape, shown, left);
  expect(fieldsOf(shape, shown, state)).toEqual({ id: 'agent:intake', steps: ['5'] });
});

test('what cannot be stored is told, and kept for another try', async () => {
  const forms = openTab('1');
  const insertion = vi.spyOn(workspace.database, 'insertLocal').mockRejectedValue(new Error('The disk is full.'));
  forms.write(place, typed('Кратко.'));
  expect(await forms.flush()).toBe(false);
  expect(forms.failure()).toMatchObject({ message: 'The disk is full.' });
  insertion.mockRestore();
  expect(await forms.flush()).toBe(true);
  expect(forms.failure()).toBeUndefined();
  expect(await onDisk()).toHaveLength(1);
});

// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { readUnsent } from '../workspace/read-unsent.ts';
import { type FormPlace, formKeyOf } from './stored-form-drafts.ts';
import { createUnsavedRecord, forgetUnsavedRecords, listUnsavedRecords, type UnsavedDraft } from './unsaved-drafts.ts';
import { openWorkspace, type Workspace } from './workspace-database.ts';

const opened: Workspace[] = [];
const open = async (name: string): Promise<Workspace> => {
  const workspace = await openWorkspace({ name, multiInstance: false, only: ['settings', 'messages'] });
  opened.push(workspace);
  return workspace;
};

afterEach(async () => {
  for (const workspace of opened.splice(0)) if (!workspace.database.closed) await workspace.close();
  vi.restoreAllMocks();
  localStorage.clear();
});

const draft = (text: string, at = 1): UnsavedDraft => ({
  conversationId: 'c',
  text: { tab: '1', id: `d${at}`, text, at },
});
const textsIn = (workspace: string) =>
  listUnsavedRecords(workspace).flatMap(({ left }) => left.drafts.map(({ text }) => text.text));

test('what a page of the version before left at a judged query is found at the setting that it is now', () => {
  const id = 'judgement:0123456789abcdef';
  const shown = { id, query: 'шатёр', language: 'ru', marks: [], updatedAt: 1 };
  const draft = {
    ...{ key: `judgements/${encodeURIComponent(id)}/`, id: 'd1', tab: 't', at: 9, documents: [shown] },
    fields: { note: { value: 'Не успел', shown: 0 } },
  };
  createUnsavedRecord('w', 'page')({ drafts: [], forms: [{ draft, ids: ['d1'] }] });
  const [record] = listUnsavedRecords('w');
  const { query, language, ...fields } = shown;
  expect(record?.left.forms).toMatchObject([
    {
      draft: {
        key: formKeyOf({ collection: 'settings', id }),
        documents: [{ ...fields, value: { kind: 'judgement', query, language } }],
      },
    },
  ]);
});

test('each page has a record of its own, private to the workspace, until it is forgotten', () => {
  const [one, other] = [createUnsavedRecord('w', 'page 1'), createUnsavedRecord('w', 'page 2')];
  one({ drafts: [draft('Один')], forms: [] });
  other({ drafts: [draft('Два')], forms: [] });
  createUnsavedRecord('w-2', 'page 3')({ drafts: [draft('Чужой')], forms: [] });
  expect(textsIn('w').toSorted()).toEqual(['Два', 'Один']);
  one({ drafts: [], forms: [] });
  expect(textsIn('w')).toEqual(['Два']);
  forgetUnsavedRecords('w');
  expect([textsIn('w'), textsIn('w-2')]).toEqual([[], ['Чужой']]);
});

test('a record that its page has written again meanwhile is not forgotten', () => {
  const keep = createUnsavedRecord('w', 'page');
  keep({ drafts: [draft('Один')], forms: [] });
  const [read] = listUnsavedRecords('w');
  keep({ drafts: [draft('Два')], forms: [] });
  read?.forget();
  expect(textsIn('w')).toEqual(['Два']);
});

test('what is too much is left out from the oldest on', () => {
  const long = 'а'.repeat(400_000);
  const drafts = [draft(`1${long}`, 1), draft(`2${long}`, 2), draft(`3${long}`, 3)];
  createUnsavedRecord('w', 'page')({ drafts, forms: [] });
  expect(textsIn('w').map((text) => text[0])).toEqual(['3', '2']);
});

test('a value that is no record is neither taken nor deleted', () => {
  localStorage.setItem('inbetwin.left-behind:w:page', '{"drafts":');
  expect(listUnsavedRecords('w')).toEqual([]);
  expect(localStorage).toHaveLength(1);
});

const place: FormPlace = { collection: 'settings', id: 'agent:rag' };
const shown = { id: 'agent:rag' };

test.each(['pagehide', 'blur'])(
  'what was typed right before %s is there when the workspace is opened again',
  async (leaving) => {
    const name = `left-${crypto.randomUUID()}`;
    const page = await open(name);
    // A page that is gone does not answer any more, whatever was begun.
    vi.spyOn(page.database, 'getLocal').mockReturnValue(new Promise(() => undefined));
    page.drafts.write('c', 'Высылаю смету');
    page.forms.write(place, { ru: { value: 'Кратко.', shown } });
    window.dispatchEvent(new Event(leaving));
    page.drafts.stop();
    page.forms.stop();
    expect(await readUnsent(name)).toMatchObject({
      drafts: [{ text: 'Высылаю смету' }],
      forms: [{ key: 'settings/agent%3Arag/' }],
    });
    vi.restoreAllMocks();
    await page.database.close();

    const again = await open(name);
    expect(await again.drafts.read('c')).toBe('Высылаю смету');
    await again.forms.open(place);
    expect(again.forms.read(place)?.fields).toEqual({ ru: { value: 'Кратко.', shown } });
    expect(listUnsavedRecords(name)).toEqual([]);
  },
);

test('what is saved after the page was hidden is not left behind', async () => {
  const name = `left-${crypto.randomUUID()}`;
  const page = await open(name);
  page.drafts.write('c', 'Высылаю смету');
  window.dispatchEvent(new Event('pagehide'));
  expect(textsIn(name)).toEqual(['Высылаю смету']);
  await vi.waitFor(() => expect(textsIn(name)).toEqual([]));
});

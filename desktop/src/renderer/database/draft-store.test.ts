// @vitest-environment node
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDrafts, type Drafts, type OtherDraft } from './draft-store.ts';
import type { Tab } from './tab.ts';
import { openWorkspace, type Workspace } from './workspace-database.ts';

let workspace: Workspace;
const alive = new Set<string>();
const opened: Drafts[] = [];

const openTab = (id: string): Drafts => {
  alive.add(id);
  const tab: Tab = { id, living: async () => new Set(alive) };
  const drafts = createDrafts({ database: workspace.database, tab: async () => tab });
  opened.push(drafts);
  return drafts;
};
const crash = (id: string): void => {
  alive.delete(id);
};
const type = async (drafts: Drafts, text: string): Promise<void> => {
  drafts.write('c', text);
  expect(await drafts.flush()).toBe(true);
};
const watch = (drafts: Drafts): (() => readonly OtherDraft[]) => {
  let known: readonly OtherDraft[] = [];
  drafts.watchOthers('c', (others) => {
    known = others;
  });
  return () => known;
};

beforeEach(async () => {
  workspace = await openWorkspace({ name: `drafts-${crypto.randomUUID()}`, multiInstance: false, only: ['leads'] });
});

afterEach(async () => {
  alive.clear();
  for (const drafts of opened.splice(0)) drafts.stop();
  vi.restoreAllMocks();
  if (!workspace.database.closed) await workspace.close();
});

test('two tabs on one conversation keep a text each, and see that of the other', async () => {
  const [first, second] = [openTab('1'), openTab('2')];
  await Promise.all([type(first, 'Добрый день'), type(second, 'Высылаю смету')]);
  await type(first, 'Добрый день, Анна');
  expect([await first.read('c'), await second.read('c')]).toEqual(['Добрый день, Анна', 'Высылаю смету']);
  const stored = await workspace.database.getLocal<{ texts: readonly { text: string }[] }>('draft:c');
  expect(stored?.toJSON().data.texts.map(({ text }) => text)).toEqual(['Высылаю смету', 'Добрый день, Анна']);
  const others = watch(second);
  await vi.waitFor(() => expect(others()).toEqual([{ tab: '1', text: 'Добрый день, Анна', isOpen: true }]));
});

test('a new tab leaves alone what is being written elsewhere, and takes up what a crashed one left', async () => {
  const first = openTab('1');
  await type(first, 'Сейчас уточню');
  expect(await openTab('2').read('c')).toBe('');
  crash('1');
  const third = openTab('3');
  expect(await third.read('c')).toBe('Сейчас уточню');
  await type(third, 'Сейчас уточню цену');
  crash('3');
  const fourth = openTab('4');
  expect(await fourth.read('c')).toBe('Сейчас уточню цену');
  const others = watch(fourth);
  await vi.waitFor(() => expect(others()).toEqual([]));
});

test('of two that were left the newest comes into the box, and the other is offered until it is dealt with', async () => {
  const clock = vi.spyOn(Date, 'now');
  for (const [tab, at] of [
    ['1', 100],
    ['2', 200],
  ] as const) {
    clock.mockReturnValue(at);
    await type(openTab(tab), `текст ${tab}`);
    crash(tab);
  }
  clock.mockRestore();
  const third = openTab('3');
  expect(await third.read('c')).toBe('текст 2');
  const others = watch(third);
  await vi.waitFor(() => expect(others()).toEqual([{ tab: '1', text: 'текст 1', isOpen: false }]));
  third.settle('c', { tab: '1', text: 'текст 1' });
  await type(third, 'текст 2\n\nтекст 1');
  await vi.waitFor(() => expect(others()).toEqual([]));
  crash('3');
  const fourth = openTab('4');
  expect(await fourth.read('c')).toBe('текст 2\n\nтекст 1');
});

test('what was sent goes, and what was typed meanwhile stays', async () => {
  const drafts = openTab('1');
  await type(drafts, 'Отправляю');
  drafts.sent('c', 'Отправляю');
  await drafts.flush();
  crash('1');
  expect(await openTab('2').read('c')).toBe('');

  const third = openTab('3');
  await type(third, 'Первое');
  third.write('c', 'Второе');
  third.sent('c', 'Первое');
  expect(await third.read('c')).toBe('Второе');
  expect(third.unsent('c', 'Первое')).toBe('Первое\nВторое');
});

test('a save that fails is told, keeps the text, and is tried again by itself', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const drafts = openTab('1');
    const heard = vi.fn();
    drafts.subscribe(heard);
    const full = vi.spyOn(workspace.database, 'insertLocal').mockRejectedValue(new Error('full'));
    drafts.write('c', 'Не теряйте меня');
    expect(await drafts.flush()).toBe(false);
    expect(drafts.failure()).toMatchObject({ message: 'full' });
    expect(heard).toHaveBeenCalledTimes(1);
    expect(await drafts.read('c')).toBe('Не теряйте меня');

    full.mockRestore();
    vi.advanceTimersByTime(5_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(drafts.failure()).toBeUndefined());
    crash('1');
    expect(await openTab('2').read('c')).toBe('Не теряйте меня');
  } finally {
    vi.useRealTimers();
  }
});

test('a draft that an earlier version stored is still there', async () => {
  await workspace.database.insertLocal('draft:c', { text: 'Из прошлой версии' });
  const drafts = openTab('1');
  expect(await drafts.read('c')).toBe('Из прошлой версии');
  await type(drafts, 'Из этой');
  crash('1');
  const next = openTab('2');
  expect(await next.read('c')).toBe('Из этой');
});

const anyStep = fc.oneof(
  fc.record({ kind: fc.constant('type' as const), tab: fc.nat(2), text: fc.string({ minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant('crash' as const), tab: fc.nat(2) }),
  fc.record({ kind: fc.constant('open' as const), tab: fc.nat(2) }),
);

test('whatever tabs do, the last saved text of each is in a box or offered', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), async (steps) => {
      const conversation = `c${run++}`;
      alive.clear();
      const tabs = new Map<number, { readonly drafts: Drafts; readonly id: string }>();
      /** What must not be lost: what each box held when it was last saved. */
      const owed = new Map<string, string>();
      let made = 0;
      const open = async (at: number) => {
        const known = tabs.get(at);
        if (known) return known;
        const id = `${run}-${made++}`;
        const drafts = openTab(id);
        tabs.set(at, { drafts, id });
        await drafts.read(conversation);
        return { drafts, id };
      };
      for (const step of steps) {
        if (step.kind === 'crash') {
          const gone = tabs.get(step.tab);
          if (gone) crash(gone.id);
          tabs.delete(step.tab);
          continue;
        }
        const { drafts, id } = await open(step.tab);
        if (step.kind === 'open') continue;
        // A person goes on with what is in the box.
        const text = `${await drafts.read(conversation)}${step.text}`;
        drafts.write(conversation, text);
        await drafts.flush();
        owed.set(id, text);
      }
      const last = openTab(`${run}-last`);
      const box = await last.read(conversation);
      const offered = await new Promise<readonly OtherDraft[]>((resolve) => last.watchOthers(conversation, resolve));
      const found = [box, ...offered.map(({ text }) => text)];
      for (const text of owed.values()) {
        expect(found.some((one) => one.startsWith(text))).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

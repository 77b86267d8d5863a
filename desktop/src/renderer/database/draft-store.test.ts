import 'fake-indexeddb/auto';
import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Tab } from '../storage/tab.ts';
import { sendReply } from '../workspace/acts/actions.ts';
import { createDrafts, type Drafts, type OtherDraft } from './draft-store.ts';
import { openWorkspace, type Workspace } from './workspace-database.ts';

let workspace: Workspace;
const anna = { id: 'user:anna', name: 'Анна' };
const alive = new Set<string>();
const opened: Drafts[] = [];

const openTab = (id: string): Drafts => {
  alive.add(id);
  const tab: Tab = { id, living: async () => new Set(alive) };
  const messageOf = async (draftId: string) =>
    (await workspace.collections.messages.findOne(personReplyIdOf(anna.id, draftId)).exec()) ?? undefined;
  const drafts = createDrafts({ database: workspace.database, tab: async () => tab, messageOf });
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
  workspace = await openWorkspace({
    name: `drafts-${crypto.randomUUID()}`,
    multiInstance: false,
    only: ['messages', 'conversations'],
  });
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

describe('what a page could not save before it was left', () => {
  const leave = (drafts: Drafts, tab: string, text: string) => {
    drafts.write('c', text);
    const left = drafts.unsaved(tab);
    drafts.stop();
    crash(tab);
    return left;
  };
  const takeOver = async (drafts: Drafts, left: ReturnType<Drafts['unsaved']>): Promise<void> => {
    for (const one of left) await drafts.takeOver(one);
  };

  test('is there after the reload, and again when it is taken over twice', async () => {
    const left = leave(openTab('1'), '1', 'Высылаю смету');
    const second = openTab('1');
    await takeOver(second, left);
    await takeOver(second, left);
    expect(await second.read('c')).toBe('Высылаю смету');
    expect(second.unsaved('1')).toEqual([]);
  });

  test('takes the place of what the tab had saved before, and of nothing newer', async () => {
    const first = openTab('1');
    await type(first, 'Высылаю');
    const left = leave(first, '1', 'Высылаю смету');
    await takeOver(openTab('2'), left);
    await type(openTab('1'), 'Высылаю смету сегодня');
    await takeOver(openTab('2'), left);
    expect(await openTab('1').read('c')).toBe('Высылаю смету сегодня');
  });

  test('may be that the text was deleted', async () => {
    const first = openTab('1');
    await type(first, 'Высылаю');
    const left = leave(first, '1', '');
    const second = openTab('2');
    await takeOver(second, left);
    expect(await second.read('c')).toBe('');
  });
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

describe('a draft whose message was made before the tab ended', () => {
  const conversation = sampleConversation('c');
  const send = (drafts: Drafts, text: string) =>
    sendReply(workspace, { conversation, text, author: anna, cause: drafts.send('c', text) });
  const sent = async () => (await workspace.collections.messages.find().exec()).map(({ text }) => text);

  test('is gone after a reload, and sent once', async () => {
    const drafts = openTab('1');
    await type(drafts, 'Отправляю');
    await Promise.all([send(drafts, 'Отправляю'), send(drafts, 'Отправляю')]);
    expect(await openTab('1').read('c')).toBe('');
    crash('1');
    const next = openTab('2');
    expect(await next.read('c')).toBe('');
    await next.flush();
    expect((await workspace.database.getLocal('draft:c'))?.toJSON().data).toEqual({ texts: [] });
    expect(await sent()).toEqual(['Отправляю']);
  });

  test('is gone when its end was not saved, nor that it was taken from a crashed tab', async () => {
    await type(openTab('1'), 'Высылаю смету');
    crash('1');
    const second = openTab('2');
    const text = `${await second.read('c')}!`;
    second.write('c', text);
    await send(second, text);
    expect(await openTab('2').read('c')).toBe('');
    expect(await sent()).toEqual(['Высылаю смету!']);
  });

  test('leaves what was typed afterwards, which is another message even with the same words', async () => {
    const drafts = openTab('1');
    await type(drafts, 'Да');
    await send(drafts, 'Да');
    drafts.sent('c', 'Да');
    await type(drafts, 'Да');
    expect(await openTab('1').read('c')).toBe('Да');
    await send(drafts, 'Да');
    expect(await sent()).toEqual(['Да', 'Да']);
  });

  test('leaves what was typed in the very moment in which it was sent', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(Date.now());
    const drafts = openTab('1');
    await type(drafts, 'Да');
    const sending = send(drafts, 'Да');
    await type(drafts, 'И ещё');
    await sending;
    expect(await openTab('1').read('c')).toBe('И ещё');
  });

  test('is kept when the message could not be made, and is the same message when it is sent again', async () => {
    const drafts = openTab('1');
    await type(drafts, 'Отправляю');
    const first = drafts.send('c', 'Отправляю');
    expect(drafts.unsent('c', 'Отправляю')).toBe('Отправляю');
    expect(drafts.send('c', 'Отправляю')).toBe(first);
    crash('1');
    expect(await openTab('2').read('c')).toBe('Отправляю');
  });
});

test('a text that was changed after its draft was sent elsewhere is neither lost nor taken for the other', async () => {
  const [first, second] = [openTab('1'), openTab('2')];
  await type(first, 'Да');
  crash('1');
  await second.read('c');
  const reply = { conversation: sampleConversation('c'), author: anna };
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000);
  await sendReply(workspace, { ...reply, text: 'Да', cause: second.send('c', 'Да') });
  vi.restoreAllMocks();
  await type(first, 'Да, но позже');
  expect(await openTab('1').read('c')).toBe('Да, но позже');
  await sendReply(workspace, { ...reply, text: 'Да, но позже', cause: first.send('c', 'Да, но позже') });
  expect(await workspace.collections.messages.count().exec()).toBe(2);
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

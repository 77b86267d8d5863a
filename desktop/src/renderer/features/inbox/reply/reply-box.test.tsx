// @vitest-environment jsdom
import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { digestOf } from '@inbetwin/shared/knowledge/source-identity.ts';
import { sampleConversation, sampleSuggestion } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDrafts } from '../../../database/draft-store.ts';
import { openLocalDocument } from '../../../database/local-document.ts';
import { createRemoteWriters } from '../../../database/marks/remote-writer.ts';
import { openReplyFiles } from '../../../database/reply-files.ts';
import type { Workspace } from '../../../database/workspace-database.ts';
import type { Files } from '../../../files/original-files.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { ReplyBox } from './reply-box.tsx';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('rep'));

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { readonly children: string }) => children }));

/** PouchDB needs a browser. */
const originals = vi.hoisted(() => ({
  kept: new Set<string>(),
  assigned: [] as string[],
  keep: async (digest: string) => {
    originals.kept.add(digest);
  },
  assign: async (digests: readonly string[]) => {
    originals.assigned.push(...digests);
  },
  discard: async (digest: string) => {
    originals.kept.delete(digest);
  },
}));
vi.mock(import('../../../workspace/live/use-live.ts'), async (original) => ({
  ...(await original()),
  useFiles: () => originals as unknown as Files,
}));

const conversation = sampleConversation(`telegram:42:${crypto.randomUUID()}`);
let workspace: Workspace;

const Box = () => {
  const field = useRef<HTMLTextAreaElement>(null);
  return <ReplyBox conversation={conversation} name="Вера" isConnected field={field} />;
};
const box = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Ответ клиенту' });

beforeEach(async () => {
  originals.kept.clear();
  originals.assigned.length = 0;
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => 0, removeEventListener: () => 0 }));
  workspace = await renderInWorkspace(<Box />);
});

afterEach(async () => {
  // All tests write into one conversation.
  workspace.drafts.write(conversation.id, '');
  await workspace.drafts.flush();
  await workspace.collections.messages.find().remove();
  await leaveWorkspace(workspace, 'work');
});

/** Another tab of the same browser, opened as soon as this one has ended. */
const nextTab = () => {
  const tab = { id: 'next', living: async () => new Set(['next']) };
  const messageOf = async (id: string) =>
    (await workspace.collections.messages.findOne(personReplyIdOf('anna', id)).exec()) ?? undefined;
  return createDrafts({ database: workspace.database, tab: async () => tab, messageOf });
};

it('offers nothing of what was taken from another tab and sent, even if this tab ends as soon as the message is made', async () => {
  await workspace.drafts.leave(conversation.id, 'Высылаю смету');
  fireEvent.click(await screen.findByRole('button', { name: 'Вставить' }));
  const offered: unknown[] = [];
  const making = workspace.collections.messages;
  const insert = making.insert.bind(making);
  vi.spyOn(making, 'insert').mockImplementation(async (message) => {
    const made = await insert(message);
    const next = nextTab();
    offered.push(await next.read(conversation.id));
    next.stop();
    return made;
  });
  fireEvent.keyDown(await box(), { key: 'Enter' });
  await waitFor(() => expect(offered).toEqual(['']));
});

it('ends a suggestion once its words are kept as a draft', async () => {
  const suggestion = sampleSuggestion({
    id: `work:${crypto.randomUUID()}`,
    conversationId: conversation.id,
    createdAt: Date.now(),
  });
  await createRemoteWriters(workspace).work.apply([{ ...suggestion, _deleted: false }]);
  const kept: unknown[] = [];
  const onDisk = openLocalDocument<object>(workspace.database, `draft:${conversation.id}`);
  const ending = workspace.collections.work.$.subscribe(() => kept.push(onDisk.read()));
  fireEvent.click(await screen.findByRole('button', { name: /^Вставить в ответ/ }));
  await waitFor(() => expect(kept).toHaveLength(1));
  ending.unsubscribe();
  expect(await kept[0]).toMatchObject({ texts: [{ text: 'Зал свободен.' }] });
  expect((await box()).value).toBe('Зал свободен.');
});

const plan = new File(['план зала'], 'план.txt', { type: 'text/plain' });
const attach = async (...files: readonly File[]) => {
  const field = await box();
  fireEvent.paste(field, { clipboardData: { files } });
  for (const { name } of files) await screen.findByRole('button', { name: `Убрать: ${name}` });
};

it('sends files alone, each waiting under the digest of its bytes, and then has none', async () => {
  await attach(plan);
  fireEvent.click(await screen.findByRole('button', { name: 'Отправить' }));
  await waitFor(async () => expect(await workspace.collections.messages.find().exec()).toHaveLength(1));
  const [message] = await workspace.collections.messages.find().exec();
  const digest = await digestOf(new TextEncoder().encode('план зала'));
  expect(message?.toMutableJSON()).toMatchObject({
    text: '',
    attachments: [{ kind: 'file', name: 'план.txt', size: 17, state: 'waiting', digest }],
  });
  expect([originals.kept.has(digest), originals.assigned]).toEqual([true, [digest]]);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Убрать: план.txt' })).toBeNull());
});

it('sends the same file once more as another message', async () => {
  for (const count of [1, 2]) {
    await attach(plan);
    fireEvent.click(await screen.findByRole('button', { name: 'Отправить' }));
    await waitFor(async () => expect(await workspace.collections.messages.find().exec()).toHaveLength(count));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Убрать: план.txt' })).toBeNull());
  }
});

it('keeps the files of an unsent reply for the next tab, and offers none that were sent, even if this tab ends right then', async () => {
  await attach(plan);
  const seen = async () => {
    const findMessages = async (ids: readonly string[]) =>
      new Set((await workspace.collections.messages.findByIds([...ids]).exec()).keys());
    const next = openReplyFiles({ database: workspace.database, findMessages });
    const files = Promise.withResolvers<readonly string[]>();
    const unwatch = next.watch(conversation.id, (found) => files.resolve(found.map(({ name }) => name)));
    return files.promise.finally(unwatch);
  };
  expect(await seen()).toEqual(['план.txt']);
  const [offered, making] = [[] as unknown[], workspace.collections.messages];
  const insert = making.insert.bind(making);
  vi.spyOn(making, 'insert').mockImplementation(async (message) => {
    offered.push(await seen());
    const made = await insert(message);
    offered.push(await seen());
    return made;
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Отправить' }));
  await waitFor(() => expect(offered).toEqual([['план.txt'], []]));
});

it('says what is not attached, and a removed file is on this device no more', async () => {
  await attach(plan);
  fireEvent.paste(await box(), { clipboardData: { files: [new File([], 'пусто.txt')] } });
  expect((await screen.findByRole('alert')).textContent).toContain('пусто.txt');
  fireEvent.click(screen.getByRole('button', { name: 'Убрать: план.txt' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Убрать: план.txt' })).toBeNull());
  expect(screen.getByRole('button', { name: 'Отправить' }).hasAttribute('disabled')).toBe(true);
  await waitFor(() => expect(originals.kept.size).toBe(0));
});

it('keeps a text that is too long from being sent, and says by how much', async () => {
  fireEvent.change(await box(), { target: { value: 'я'.repeat(16_001) } });
  expect((await screen.findByText(/^Слишком длинно/)).textContent).toContain('1');
  fireEvent.keyDown(await box(), { key: 'Enter' });
  expect(screen.getByRole('button', { name: 'Отправить' }).hasAttribute('disabled')).toBe(true);
  fireEvent.change(await box(), { target: { value: 'я'.repeat(16_000) } });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Отправить' }).hasAttribute('disabled')).toBe(false));
  expect(await workspace.collections.messages.find().exec()).toEqual([]);
});

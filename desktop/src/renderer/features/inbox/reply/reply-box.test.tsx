// @vitest-environment jsdom
import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { sampleConversation, sampleSuggestion } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDrafts } from '../../../database/draft-store.ts';
import { openLocalDocument } from '../../../database/local-document.ts';
import { createRemoteWriters } from '../../../database/marks/remote-writer.ts';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { ReplyBox } from './reply-box.tsx';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('rep'));

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { readonly children: string }) => children }));

const conversation = sampleConversation(`telegram:42:${crypto.randomUUID()}`);
let workspace: Workspace;

const Box = () => {
  const field = useRef<HTMLTextAreaElement>(null);
  return <ReplyBox conversation={conversation} name="Вера" isConnected field={field} />;
};
const box = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Ответ клиенту' });

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => 0, removeEventListener: () => 0 }));
  workspace = await renderInWorkspace(<Box />);
});

afterEach(async () => {
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

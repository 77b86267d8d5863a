// @vitest-environment jsdom
import { sampleContact, sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import type { Note } from './show-notification.ts';
import { useNotifier } from './use-notifier.ts';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => async () => undefined }));
// Nothing rings on a device that its server has not filled yet, and here there is no server.
vi.mock(import('../../workspace/live/use-sync-state.ts'), async (original) => ({
  ...(await original()),
  useIsFilling: () => false,
}));

let workspace: Workspace;
let shown: Note[];

const Page = () => {
  useNotifier();
  return null;
};

/** Electron's, which shows what it is asked to show. */
const shell = {
  request: async (_: string, note: Note) => void shown.push(note),
  on: () => () => undefined,
};

beforeEach(async () => {
  shown = [];
  vi.stubGlobal('inbetwin', shell);
  workspace = await renderInWorkspace(<Page />);
  await workspace.collections.contacts.upsert(sampleContact('contact:telegram:42:7', { name: 'Анна' }));
});

afterEach(async () => {
  await workspace.collections.contacts.find().remove();
  await leaveWorkspace(workspace, 'conversations');
});

const write = async (id: string, text: string): Promise<void> => {
  const at = Date.now();
  const conversation = sampleConversation(id, {
    mode: 'human',
    lastMessage: { id: `${id}:${at}`, text, direction: 'inbound', at },
    recency: 8.64e15 - at,
    updatedAt: at,
  });
  await workspace.collections.conversations.upsert(conversation);
};
const texts = () => shown.map(({ body }) => body);

/** It rings only once it leads and has read what is there: until then each conversation that comes is one of before. */
const untilRinging = async (): Promise<void> => {
  for (let number = 0; shown.length === 0; number++) {
    await write(`telegram:42:before-${number}`, 'before');
    await waitFor(() => expect(shown).not.toEqual([]), { timeout: 700 }).catch(() => undefined);
  }
  shown = [];
};

test('a conversation rings although others change all the time', async () => {
  await untilRinging();
  await write('telegram:42:calm', 'Вы здесь?');
  // Each change comes well within the time that the one before needs to settle.
  await waitFor(async () => {
    await write('telegram:42:busy', 'Ещё одно');
    expect(texts()).toContain('Вы здесь?');
  });
});

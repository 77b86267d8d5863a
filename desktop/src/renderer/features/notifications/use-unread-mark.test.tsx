// @vitest-environment jsdom
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { act, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { useMarkRead, useReadMarks } from '../../parts/conversation/read-marks.ts';
import icon from '../../styles/icon.svg';
import unreadIcon from '../../styles/icon-unread.svg';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { useUnreadMark } from './use-unread-mark.ts';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));
const reportFailure = vi.hoisted(() => vi.fn());
vi.mock('../../base/report-failure.ts', () => ({ reportFailure }));

const Marked = () => {
  useUnreadMark();
  return null;
};

let workspace: Workspace;
let markRead: ReturnType<typeof useMarkRead>;
let leave: () => void;
const badges: number[] = [];

const Page = () => {
  const [isHere, setIsHere] = useState(true);
  markRead = useMarkRead();
  leave = () => act(() => setIsHere(false));
  const marks = useReadMarks();
  return (
    <>
      {isHere && <Marked />}
      <p>{marks && `${marks.size} read`}</p>
    </>
  );
};

const shown = () => ({
  title: document.title,
  icon: document.querySelector('link[rel="icon"]')?.getAttribute('href'),
  badge: badges.at(-1),
});

const write = (name: string, text: string) =>
  workspace.collections.conversations.upsert(
    sampleConversation(name, {
      mode: 'human',
      lastMessage: { id: `${name}:1`, text, direction: 'inbound', at: 1_000 },
    }),
  );

beforeEach(() => {
  badges.length = 0;
  reportFailure.mockClear();
  document.head.innerHTML = '<link rel="icon" href="">';
});

const open = async (request: (channel: string, asked: { readonly unread: number }) => Promise<unknown>) => {
  vi.stubGlobal('inbetwin', { request, on: () => () => undefined });
  workspace = await renderInWorkspace(<Page />);
  await screen.findByText(/ read$/);
};

afterEach(() => leaveWorkspace(workspace, 'conversations'));

test('the title, the icon and the badge say how many conversations are new, until they are read or the page is left', async () => {
  await open(async (_, { unread }) => badges.push(unread));
  expect(shown()).toEqual({ title: 'inBeTwin', icon, badge: 0 });
  await write('telegram:42:1', 'Вы здесь?');
  await write('telegram:42:2', 'Сколько стоит зал?');
  await waitFor(() => expect(shown()).toEqual({ title: '(2) inBeTwin', icon: unreadIcon, badge: 2 }));
  markRead('telegram:42:1', 1_000);
  await waitFor(() => expect(shown()).toEqual({ title: '(1) inBeTwin', icon: unreadIcon, badge: 1 }));
  leave();
  expect(shown()).toEqual({ title: 'inBeTwin', icon, badge: 0 });
});

test('a badge that the system refuses is told of', async () => {
  const refusal = new Error('No badge here');
  await open(() => Promise.reject(refusal));
  await waitFor(() => expect(reportFailure).toHaveBeenCalledWith(refusal));
});

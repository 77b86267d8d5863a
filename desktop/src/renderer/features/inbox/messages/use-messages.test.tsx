// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { sampleReply } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { act, screen, waitFor } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { useMessages } from './use-messages.ts';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('rep'));

const CONVERSATION = 'telegram:42:7';
let workspace: Workspace;
afterEach(() => leaveWorkspace(workspace, 'messages'));

let showEarlier: () => void;
/** Shows when each message was created. */
const List = ({ jumpTo, isReadingUp = false }: { readonly jumpTo?: string; readonly isReadingUp?: boolean }) => {
  const isAtEnd = useRef(!isReadingUp);
  const read = useMessages(CONVERSATION, { jumpTo, isAtEnd });
  showEarlier = read.showEarlier;
  const times = read.messages?.map(({ createdAt }) => createdAt) ?? ['reading'];
  return <main data-earlier={read.hasEarlier}>{times.join(' ')}</main>;
};

const messageAt = (createdAt: number): Message =>
  sampleReply('anna', { id: `m:${createdAt}`, conversationId: CONVERSATION, createdAt, sentAt: createdAt });
/** The messages created at the times `from` to `to`, both included, as one page of the download. */
const arrive = (from: number, to: number) =>
  act(() =>
    workspace.collections.messages.bulkInsert(Array.from({ length: to - from + 1 }, (_, at) => messageAt(from + at))),
  );

const expectShown = async (from: number, to: number, hasEarlier: boolean): Promise<void> => {
  const times = Array.from({ length: to - from + 1 }, (_, at) => from + at).join(' ');
  await waitFor(() => {
    const list = screen.getByRole('main');
    expect([list.textContent, list.dataset.earlier]).toEqual([times, String(hasEarlier)]);
  });
};

it('shows one page of a conversation whose older messages arrive while it is open, and more when they are asked for', async () => {
  workspace = await renderInWorkspace(<List />);
  await waitFor(() => expect(screen.getByRole('main').textContent).toBe(''));
  await arrive(951, 990);
  await expectShown(951, 990, false);
  await arrive(801, 950);
  await expectShown(891, 990, true);
  await arrive(500, 800);
  await arrive(991, 991);
  await expectShown(891, 991, true);
  act(showEarlier);
  await expectShown(791, 991, true);
});

it('shows no more than two pages when many newer messages arrive, and goes on from there', async () => {
  workspace = await renderInWorkspace(<List />);
  await arrive(1, 100);
  await expectShown(1, 100, false);
  await arrive(101, 200);
  await expectShown(1, 200, false);
  await arrive(201, 600);
  await expectShown(501, 600, true);
  act(showEarlier);
  await expectShown(401, 600, true);
});

it('takes nothing away from somebody who reads further up', async () => {
  workspace = await renderInWorkspace(<List isReadingUp />);
  await arrive(1, 100);
  await expectShown(1, 100, false);
  await arrive(101, 400);
  await expectShown(1, 400, false);
});

it('shows a message that somebody came for with a few before it, whatever arrives', async () => {
  workspace = await renderInWorkspace(<List jumpTo="m:300" />);
  await arrive(251, 600);
  await expectShown(290, 600, true);
  await arrive(1, 250);
  await arrive(601, 800);
  await expectShown(290, 800, true);
});

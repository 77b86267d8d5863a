// @vitest-environment jsdom
import { handBack } from '@inbetwin/shared/conversations/hand-back.ts';
import { handOver } from '@inbetwin/shared/conversations/hand-over.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { ConversationRow } from '../../parts/conversation/conversation-row.tsx';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { HandoverBanner } from './handover-banner.tsx';
import { ModeMenu } from './mode-menu.tsx';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));
vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { readonly children: ReactNode }) => children }));

let workspace: Workspace;
afterEach(() => leaveWorkspace(workspace, 'conversations'));

const asked: Conversation = sampleConversation();
const handedOver = (reason: 'no_answer' | 'asked_for_person'): Conversation =>
  handOver(asked, { reason, summary: 'Есть ли вертолёт?', at: asked.lastMessage.at });

const show = async (conversation: Conversation): Promise<string> => {
  const { handover, mode } = conversation;
  workspace = await renderInWorkspace(
    <main>
      <ModeMenu conversation={conversation} onChange={() => undefined} />
      {handover && <HandoverBanner handover={handover} by={mode} />}
    </main>,
  );
  return (await screen.findByRole('main')).textContent ?? '';
};

it('says of one question that was handed over that it waits, and that the agent answers the others', async () => {
  const text = await show(handedOver('no_answer'));
  expect(text).toContain('Отвечает агент, один вопрос ждёт человека');
  expect(text).toContain('Агент передал вопрос');
  expect(text).toContain('на остальные\u00a0— агент');
});

it('says of a conversation that was handed over that the agent is paused, in both places', async () => {
  const text = await show(handedOver('asked_for_person'));
  expect(text.match(/агент на паузе/giu)).toHaveLength(2);
  expect(text).not.toContain('Отвечает агент');
});

it('says of a question that was handed back that the agent answers it', async () => {
  const open = {
    ...asked,
    mode: 'human' as const,
    lastMessage: { ...asked.lastMessage, direction: 'inbound' as const },
  };
  expect(await show(handBack(open, 'agent', 1))).toContain('Агент отвечает на последнее сообщение');
});

it.each([
  [
    'a person',
    { ...asked, mode: 'human', lastMessage: { ...asked.lastMessage, direction: 'outbound' } },
    'Отвечает человек',
  ],
  ['an agent', asked, 'Отвечает агент'],
  ['a person whom an agent called', handedOver('asked_for_person'), 'Ждёт человека'],
] satisfies [string, Conversation, string][])('says in the list that %s answers', async (_, conversation, words) => {
  workspace = await renderInWorkspace(
    <main>
      <ConversationRow conversation={conversation} name="Анна" now={0} filter="all" />
    </main>,
  );
  expect((await screen.findByRole('main')).textContent).toContain(words);
});

it('says in the list of a group that it is one, and of nobody else', async () => {
  workspace = await renderInWorkspace(
    <main>
      <ConversationRow conversation={{ ...asked, audience: 'group' }} name="Юбилей" now={0} filter="all" />
      <ConversationRow conversation={asked} name="Анна" now={0} filter="all" />
    </main>,
  );
  expect((await screen.findByRole('main')).textContent?.match(/Групповой чат/g)).toHaveLength(1);
});

// @vitest-environment jsdom
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { telegramKind } from '@inbetwin/shared/channels/telegram.ts';
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { screen } from '@testing-library/react';
import { createRef } from 'react';
import { expect, it, vi } from 'vitest';
import type { Files } from '../../../files/original-files.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { ReplyBox } from './reply-box.tsx';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('rep'));

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { readonly children: string }) => children }));
vi.mock(import('../../../workspace/live/use-live.ts'), async (original) => ({
  ...(await original()),
  useFiles: () => ({}) as unknown as Files,
}));
/** No registered kind has a window yet. */
const limits: Partial<ChannelCapabilities> = { freeTextWindowMs: 1000, templates: true };
vi.mock(import('@inbetwin/shared/channels/registry.ts'), async (original) => ({
  ...(await original()),
  findChannelKind: () => ({ ...telegramKind, capabilities: { ...telegramKind.capabilities, ...limits } }),
}));

it('offers a template above the field when the customer has not written for longer than the channel allows', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => 0, removeEventListener: () => 0 }));
  const conversation = sampleConversation(`telegram:42:${crypto.randomUUID()}`);
  const workspace = await renderInWorkspace(
    <ReplyBox conversation={conversation} name="Вера" isConnected field={createRef<HTMLTextAreaElement>()} />,
  );
  expect(await screen.findByText(/сейчас дойдёт только одобренный шаблон/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Выбрать шаблон' })).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Ответ клиенту' })).toBeTruthy();
  await leaveWorkspace(workspace, 'messages');
});

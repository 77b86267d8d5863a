// @vitest-environment jsdom
import { channelRoutes } from '@inbetwin/shared/contracts/channels.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { TemplateReply } from './template-reply.tsx';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('rep'));

const called = vi.hoisted(() => vi.fn());
vi.mock('../../../session/call-server.ts', () => ({ callServer: called }));

const HOUR = 3_600_000;
const conversation = sampleConversation(`telegram:42:${crypto.randomUUID()}`);
const templates = [
  { name: 'order_ready', language: 'en', body: 'Your order {{1}} is ready.' },
  { name: 'order_ready', language: 'ru', body: '{{1}}, ваш заказ {{2}} готов.', buttons: ['Спасибо'] },
];
let workspace: Workspace;

const inbound = (id: string, createdAt: number): Message => ({
  id,
  conversationId: conversation.id,
  direction: 'inbound',
  author: { kind: 'customer', name: 'Вера' },
  text: 'Добрый день',
  citations: [],
  delivery: { state: 'received', attempts: 0, platformIds: [] },
  sentAt: createdAt,
  createdAt,
});
const show = async (hasTemplates = true) => {
  workspace = await renderInWorkspace(
    <TemplateReply conversation={conversation} windowMs={24 * HOUR} hasTemplates={hasTemplates} />,
  );
};
const notice = () => screen.queryByText(/Клиент давно не писал/);
const button = (name: string) => screen.findByRole<HTMLButtonElement>('button', { name });

beforeEach(() => void called.mockReset());
afterEach(async () => leaveWorkspace(workspace, 'messages'));

it('is shown while the customer has not written for longer than the channel allows, and goes when they write', async () => {
  await show(false);
  await workspace.collections.messages.insert(inbound('m1', Date.now() - 25 * HOUR));
  await waitFor(() => expect(notice()).not.toBeNull());
  expect(screen.queryByRole('button')).toBeNull();
  await workspace.collections.messages.insert(inbound('m2', Date.now() - HOUR));
  await waitFor(() => expect(notice()).toBeNull());
});

it('a template in the customer’s language is filled in, previewed and queued', async () => {
  called.mockResolvedValue({ items: templates });
  await show();
  fireEvent.click(await button('Выбрать шаблон'));
  const send = await button('Отправить шаблон');
  expect(called.mock.calls[0]?.[0]).toBe(channelRoutes.listTemplates);
  expect(screen.getByText('{{1}}, ваш заказ {{2}} готов.')).toBeTruthy();
  expect(screen.getByText('Спасибо')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Подстановка «1»'), { target: { value: 'Вера' } });
  expect(send.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText('Подстановка «2»'), { target: { value: '№ 15' } });
  expect(screen.getByText('Вера, ваш заказ № 15 готов.')).toBeTruthy();
  fireEvent.click(send);
  await waitFor(async () => {
    const [message] = await workspace.collections.messages.find().exec();
    expect(message).toMatchObject({
      text: 'Вера, ваш заказ № 15 готов.',
      delivery: { state: 'queued' },
      template: {
        name: 'order_ready',
        language: 'ru',
        parameters: [
          { name: '1', value: 'Вера' },
          { name: '2', value: '№ 15' },
        ],
      },
    });
  });
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Отправить шаблон' })).toBeNull());

  // Without a network those that were read last can still be chosen.
  called.mockRejectedValue(new TypeError('fetch failed'));
  fireEvent.click(await button('Выбрать шаблон'));
  await button('Отправить шаблон');
});

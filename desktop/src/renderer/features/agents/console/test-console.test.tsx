// @vitest-environment jsdom
import type { AgentTestProgress } from '@inbetwin/shared/contracts/agents.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { TestConsole } from './test-console.tsx';

const authorizedFetch = vi.hoisted(() => vi.fn<(path: string, init: RequestInit) => Promise<Response>>());
await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('admin'));
vi.mock(import('../../../session/session.ts'), async (original) => ({ ...(await original()), authorizedFetch }));
vi.mock(import('../../../workspace/live/use-sync-state.ts'), async (original) => {
  const module = await original();
  return { ...module, useSyncState: (...fields) => ({ ...module.useSyncState(...fields), status: 'online' }) };
});

type Line = AgentTestProgress | { readonly type: 'end' | 'error'; readonly [key: string]: unknown };

let workspace: Workspace;
/** Of the test that the server is asked for. */
let told: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
let signal: AbortSignal | null | undefined;

beforeEach(async () => {
  authorizedFetch.mockImplementation(async (_path, init) => {
    signal = init.signal;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        told = controller;
      },
    });
    signal?.addEventListener('abort', () => told.error(signal?.reason));
    return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
  });
  workspace = await renderInWorkspace(<TestConsole agent="rag" draft={{}} mayTest run={undefined} />);
  fireEvent.click(screen.getByRole('radio', { name: 'Сообщение' }));
  fireEvent.change(screen.getByRole('textbox', { name: 'Что пишет клиент' }), { target: { value: 'Предоплата?' } });
  fireEvent.click(screen.getByRole('button', { name: 'Проверить' }));
  await waitFor(() => expect(authorizedFetch).toHaveBeenCalledOnce());
});

afterEach(async () => {
  await leaveWorkspace(workspace, 'settings');
  authorizedFetch.mockReset();
});

const tell = (...lines: readonly Line[]): void => {
  for (const line of lines) told.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
};
const step = (changes: Partial<Step>): Step => ({
  index: 0,
  agent: 'rag',
  kind: 'model',
  name: 'gpt',
  state: 'intended',
  input: {},
  startedAt: Date.now(),
  ...changes,
});
const begun = step({});
const status = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join('');
const run: Run = {
  id: 'replay:test',
  conversationId: 'test',
  messageId: 'test',
  state: 'done',
  outcome: 'replied',
  steps: [
    step({ state: 'done', output: { text: 'Предоплата 30 %', toolCalls: [] }, endedAt: Date.now() }),
    step({ index: 1, agent: 'supervisor', kind: 'reply', name: 'reply', state: 'done', input: { answerer: 'rag' } }),
  ],
  createdAt: 0,
  updatedAt: 0,
};

it('shows steps and words as they come, reads the steps aloud alone, and ends with the outcome', async () => {
  expect(status()).toContain('Агенты работают');
  tell({ type: 'step', step: begun }, { type: 'text', agent: 'rag', delta: 'Предо' });
  expect(await screen.findByText('Предо')).toBeDefined();
  expect(screen.getByRole('button', { name: /^Модель gpt/ }).textContent).toContain('выполняется');
  expect(status()).toBe('Ответы по базе знаний: Модель gpt');
  const other = step({ index: 1, agent: 'scoring', kind: 'tool', name: 'update_lead', state: 'done' });
  tell({ type: 'step', step: other }, { type: 'text', agent: 'rag', delta: 'плата' });
  expect((await screen.findByText('Предоплата')).closest('[role=status],[aria-live]')).toBeNull();
  expect(status()).toBe('Ответы по базе знаний: Модель gpt');
  expect(screen.getByRole('timer').textContent).toMatch(/\d\s(мс|с)/);

  tell({ type: 'end', result: { run } });
  expect(await screen.findByText('Ответ отправлен')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Остановить' })).toBeNull();
  expect(status()).toContain('Проверка закончена');
});

it('stops when asked to, at the server too, and keeps what was seen', async () => {
  tell({ type: 'step', step: begun }, { type: 'text', agent: 'rag', delta: 'Предо' });
  await screen.findByText('Предо');
  fireEvent.click(screen.getByRole('button', { name: 'Остановить' }));
  expect(signal?.aborted).toBe(true);
  expect(screen.getByText('Предо')).toBeDefined();
  expect(screen.getByRole('button', { name: /^Модель gpt/ }).textContent).toContain('отменён');
  expect(status()).toContain('остановлена');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Проверить' }));
});

it.each([
  ['an error line', () => tell({ type: 'error', problem }), 'Агенты не уложились в отведённое время.'],
  ['a broken connection', () => told.error(new TypeError('network')), 'Сервер не отвечает.'],
])('keeps what was seen when it fails: %s', async (_how, fail, words) => {
  tell({ type: 'step', step: begun }, { type: 'text', agent: 'rag', delta: 'Предо' });
  await screen.findByText('Предо');
  fail();
  expect((await screen.findByRole('alert')).textContent).toContain(words);
  expect(screen.getByText('Предо')).toBeDefined();
  expect(screen.getByRole('button', { name: /^Модель gpt/ }).textContent).toContain('не удалось');
  expect(screen.getByRole('button', { name: 'Проверить' })).toHaveProperty('disabled', false);
});

const problem = {
  type: 'urn:inbetwin:run.limit',
  title: 'The run reached its limit',
  status: 409,
  code: 'run.limit',
  detail: 'The test took longer than 90 s.',
  hint: 'Try again.',
};

it('stops when the screen is left', () => {
  expect(signal?.aborted).toBe(false);
  cleanup();
  expect(signal?.aborted).toBe(true);
});

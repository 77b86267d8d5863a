// @vitest-environment jsdom
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startI18n } from '../../../i18n/i18n.ts';
import { RunComparison } from './run-comparison.tsx';

vi.mock('../../../parts/conflicts/people.ts', () => ({ usePeople: () => new Map() }));
vi.mock('../../../parts/agents/use-agent-configs.ts', () => ({ useAgentConfigs: () => new Map() }));
vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { readonly children: string }) => children }));

const steps = (text: string, more: readonly Partial<Step>[] = []): readonly Partial<Step>[] => [
  {
    agent: 'supervisor',
    kind: 'route',
    name: 'rules',
    output: { agents: [{ name: 'rag', after: [] }], mode: 'agent', language: 'ru' },
  },
  ...more,
  {
    kind: 'model',
    name: 'gpt',
    output: { text, toolCalls: [] },
    tokens: { input: 900, output: 100 },
    costMicros: 1500,
  },
  { agent: 'supervisor', kind: 'reply', name: 'reply', input: { answerer: 'rag' }, output: { messageId: 'r' } },
];

const runOf = (told: readonly Partial<Step>[]): Run => ({
  id: 'run:1',
  conversationId: 'c',
  messageId: 'm',
  state: 'done',
  outcome: 'replied',
  steps: told.map((step, index) => ({
    agent: 'rag',
    kind: 'tool',
    name: 'create_task',
    state: 'done',
    input: {},
    startedAt: 1000 * index,
    endedAt: 1000 * index + 800,
    ...step,
    index,
  })),
  createdAt: 0,
  updatedAt: 4000,
});

beforeEach(() => startI18n('ru'));
afterEach(cleanup);

it('shows the words that differ on their side, and what each run took', () => {
  render(<RunComparison left={runOf(steps('Зал стоит 100 рублей.'))} right={runOf(steps('Зал стоит сто рублей.'))} />);
  const marked = (name: string) =>
    [...screen.getByRole('region', { name }).querySelectorAll('mark')].map(({ textContent }) => textContent?.trim());
  expect([marked('Было'), marked('Стало')]).toEqual([['100'], ['сто']]);
  const cells = within(screen.getByRole('row', { name: /Расходы/ })).getAllByRole('cell');
  expect(cells.map(({ textContent }) => textContent)).toEqual(['0,0015', '0,0015']);
  expect(screen.getByText('отличается')).toBeDefined();
  expect(screen.getByText('2 шага совпадают')).toBeDefined();
});

it('tells a call that was checked and not made', () => {
  const input = { callId: 'c', arguments: '{"title":"Позвонить"}' };
  const tried = { input, output: { performed: false, note: 'Not performed in a replay.' } };
  render(<RunComparison left={runOf(steps('Да.'))} right={runOf(steps('Да.', [tried]))} />);
  expect(screen.getByText('только теперь')).toBeDefined();
  expect(screen.getByText('Поставить задачу')).toBeDefined();
  expect(screen.getByText('проверено, но не выполнено: это тест')).toBeDefined();
});

it('says so when nothing differs, and shows what is the same when asked', () => {
  render(<RunComparison left={runOf(steps('Да.'))} right={runOf(steps('Да.'))} />);
  expect(screen.getByRole('status').textContent).toContain('Ничего не изменилось');
  expect(screen.queryByText('совпадает')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Показать' }));
  expect(screen.getAllByText('совпадает')).toHaveLength(3);
});

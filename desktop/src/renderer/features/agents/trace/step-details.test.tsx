// @vitest-environment jsdom
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startI18n } from '../../../i18n/i18n.ts';
import { StepList } from './step-list.tsx';

vi.mock('../../../parts/conflicts/people.ts', () => ({ usePeople: () => new Map() }));
vi.mock('../../../parts/agents/use-agent-configs.ts', () => ({
  useAgentConfigs: () => new Map([['dostavka', { title: 'Доставка' }]]),
}));
vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { readonly children: string }) => children }));

beforeEach(() => startI18n('ru'));
afterEach(cleanup);

const show = (step: Partial<Step>, route?: Step['output']): void => {
  const whole: Step = {
    agent: 'supervisor',
    kind: 'route',
    name: 'rules',
    state: 'done',
    input: {},
    startedAt: 0,
    endedAt: 800,
    ...step,
    index: route === undefined ? 0 : 1,
  };
  const routed: Step = { ...whole, kind: 'route', name: 'rules', output: route ?? {}, index: 0 };
  const run: Run = {
    id: 'run:1',
    conversationId: 'c',
    messageId: 'm',
    state: 'done',
    steps: route === undefined ? [whole] : [routed, whole],
    createdAt: 0,
    updatedAt: 4000,
  };
  render(<StepList run={run} now={0} open={new Set([whole.index])} onToggle={() => undefined} />);
};

const chosen = { agents: [{ name: 'dostavka', after: [] }], mode: 'agent', language: 'ru' };
const candidates = ['rag', 'dostavka'];

it('tells which model decided who answers, between whom, and what that took', () => {
  show({
    name: 'gpt',
    input: { mode: 'agent', candidates },
    output: chosen,
    tokens: { input: 900, output: 10 },
  });
  expect(screen.getByText('Выбор агента: решает gpt')).toBeDefined();
  expect(screen.getByText('910 токенов')).toBeDefined();
  expect(screen.getByText('Ответы по базе знаний, Доставка')).toBeDefined();
  expect(screen.getByText('Доставка')).toBeDefined();
});

it('tells that the model failed and the rules decided', () => {
  const error = { code: 'model.unavailable', message: 'No answer in time.' };
  show({ input: { mode: 'agent', candidates }, output: chosen, error });
  expect(screen.getByText('Выбор агента')).toBeDefined();
  expect(screen.getByText('модель не ответила, решено по правилам')).toBeDefined();
  expect(screen.getByText(/^Модель не сделала выбор/)).toBeDefined();
  expect(screen.getByText('model.unavailable')).toBeDefined();
});

it('tells that the agents answer again, since the person who had the conversation was silent', () => {
  show({ input: { mode: 'agent', handedBack: true }, output: chosen });
  expect(screen.getByText(/давно не отвечал, поэтому снова отвечают агенты/)).toBeDefined();
});

it('folds away what an agent was told, until somebody asks', () => {
  const output = { text: 'До 150 гостей.', toolCalls: [] };
  show({ agent: 'dostavka', kind: 'model', name: 'gpt', input: { system: 'Ты отвечаешь о доставке.' }, output });
  const details = screen.getByText('Контекст').closest('details');
  expect(details?.open).toBe(false);
  expect(details?.textContent).toContain('Ты отвечаешь о доставке.');
  fireEvent.click(screen.getByText('Контекст'));
  expect(details?.open).toBe(true);
});

it('says nothing of what it was told where that is the same as before', () => {
  show({ agent: 'dostavka', kind: 'model', name: 'gpt', input: { fallback: false, lastWord: false } });
  expect(screen.queryByText('Контекст')).toBeNull();
});

it('tells which guards passed a reply, and what one objected to', () => {
  show({ kind: 'event', name: 'withheld', input: { guard: 'unknown-price', found: '100 ₽' } });
  expect(screen.getByText('100 ₽')).toBeDefined();
  cleanup();
  const input = { answerer: 'rag', judgedBy: ['prompt-leak', 'unknown-price', 'newer-guard'] };
  show({ kind: 'reply', name: 'reply', input, output: { messageId: 'm' } }, chosen);
  expect(screen.getByText('раскрытие инструкций, неизвестные цены, newer-guard')).toBeDefined();
});

import { agents } from '@inbetwin/shared/agents/registry.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { AgentScreen } from './agent-screen.tsx';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('admin'));

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { readonly children: string }) => children,
  useNavigate: () => () => undefined,
  useParams: () => ({ agentName: 'rag' }),
  useRouter: () => ({ history: { canGoBack: () => false } }),
  useSearch: () => ({}),
}));

let workspace: Workspace;

beforeEach(async () => {
  const wide = { matches: false, addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal('matchMedia', () => wide);
  workspace = await renderInWorkspace(<AgentScreen />);
  await screen.findByRole('heading', { name: 'Ответы по базе знаний' });
});

afterEach(() => leaveWorkspace(workspace, 'settings'));

const stored = async (): Promise<Setting | undefined> =>
  (await workspace.collections.settings.findOne('agent:rag').exec())?.toJSON() as Setting | undefined;
const save = () => screen.getByRole('button', { name: 'Сохранить' });
const task = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'По-русски' });

it('begins with what is built in, and saves what an administrator changed, alone', async () => {
  expect(task().value).toBe(agents.rag.prompt.ru);
  expect(save()).toHaveProperty('disabled', true);
  fireEvent.change(task(), { target: { value: 'Кратко.' } });
  fireEvent.click(screen.getByRole('checkbox', { name: 'С согласия человека: Позвать человека' }));
  fireEvent.click(save());
  await waitFor(async () => {
    expect((await stored())?.agent).toEqual({ prompt: { ru: 'Кратко.' }, approvals: ['call_operator'] });
  });
  expect((await stored())?.value).toEqual({ kind: 'agent', name: 'rag' });

  fireEvent.click(await screen.findByRole('button', { name: 'Вернуть встроенное' }));
  await waitFor(() => expect(task().value).toBe(agents.rag.prompt.ru));
  expect((await stored())?.agent).toEqual({});
});

it('does not save what cannot be', () => {
  fireEvent.change(screen.getByRole('textbox', { name: 'Шагов' }), { target: { value: '400' } });
  expect(screen.getByText('Нужно число в этих пределах')).toBeDefined();
  expect(save()).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('button', { name: 'Отменить правки' }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Шагов' }).value).toBe(String(agents.rag.limits.steps));
});

it('keeps what is being written when a colleague saves another field meanwhile', async () => {
  fireEvent.change(task(), { target: { value: 'Кратко.' } });
  await workspace.collections.settings.insert({
    id: 'agent:rag',
    updatedAt: Date.now(),
    value: { kind: 'agent', name: 'rag' },
    agent: { limits: { steps: 5 } },
  });
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Шагов' })).toHaveProperty('value', '5'));
  expect(task().value).toBe('Кратко.');
  fireEvent.click(save());
  await waitFor(async () => {
    expect((await stored())?.agent).toEqual({ prompt: { ru: 'Кратко.' }, limits: { steps: 5 } });
  });
});

it('says that a test needs the server while it is away', () => {
  expect(screen.getByText('Проверка идёт на сервере: нужна связь.')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Проверить' })).toHaveProperty('disabled', true);
});

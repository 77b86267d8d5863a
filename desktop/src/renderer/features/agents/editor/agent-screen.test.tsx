// @vitest-environment jsdom
import { agents } from '@inbetwin/shared/agents/registry.ts';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { RxCollection } from 'rxdb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRemoteWriter } from '../../../database/marks/remote-writer.ts';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { AgentScreen } from './agent-screen.tsx';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('admin'));

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
  fireEvent.click(screen.getByRole('checkbox', { name: 'С согласованием: Позвать человека' }));
  fireEvent.click(save());
  await waitFor(async () => {
    expect((await stored())?.agent).toEqual({ prompt: { ru: 'Кратко.' }, approvals: ['call_operator'] });
  });
  expect((await stored())?.value).toEqual({ kind: 'agent', name: 'rag' });

  fireEvent.click(await screen.findByRole('button', { name: 'Вернуть встроенные настройки' }));
  await waitFor(() => expect(task().value).toBe(agents.rag.prompt.ru));
  expect((await stored())?.agent).toEqual({});
});

it('does not save what cannot be', () => {
  fireEvent.change(screen.getByRole('textbox', { name: 'Шаги' }), { target: { value: '400' } });
  expect(screen.getByText('Введите число в этих границах')).toBeDefined();
  expect(save()).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('button', { name: 'Отменить правки' }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Шаги' }).value).toBe(String(agents.rag.limits.steps));
});

it('keeps what is being written when a colleague saves another field meanwhile', async () => {
  fireEvent.change(task(), { target: { value: 'Кратко.' } });
  await workspace.collections.settings.insert({
    id: 'agent:rag',
    updatedAt: Date.now(),
    value: { kind: 'agent', name: 'rag' },
    agent: { limits: { steps: 5 } },
  });
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Шаги' })).toHaveProperty('value', '5'));
  expect(task().value).toBe('Кратко.');
  fireEvent.click(save());
  await waitFor(async () => {
    expect((await stored())?.agent).toEqual({ prompt: { ru: 'Кратко.' }, limits: { steps: 5 } });
  });
});

it('says that a test needs the server while it is away', () => {
  expect(screen.getByText('Проверка идёт на сервере: нужна связь с ним.')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Проверить' })).toHaveProperty('disabled', true);
});

/** What this person's other device has saved arrives. */
let time = 0;
const arrive = async (ru: string): Promise<void> => {
  const at = `${String(++time).padStart(15, '0')}-0000-otherdevice`;
  const setting: SyncDocument = {
    id: 'agent:rag',
    _deleted: false,
    updatedAt: 1,
    value: { kind: 'agent', name: 'rag' },
    agent: { prompt: { ru } },
    edits: { '/agent/prompt/ru': { at, by: 'anna' } },
    seen: { otherdevice: at },
  };
  const { settings } = workspace.collections;
  await createRemoteWriter('settings', settings as unknown as RxCollection<SyncDocument>).apply([setting]);
};
/** Values that lost at a field. */
const waiting = async () => (await stored())?.conflicts?.filter(({ path }) => path !== '') ?? [];
const notice = () => screen.findByRole('status', { name: /Тем временем вы изменили это в другом месте/ });

it('tells beside a field that it was changed elsewhere meanwhile; saved without an answer, both are kept', async () => {
  fireEvent.change(task(), { target: { value: 'Кратко.' } });
  await arrive('Подробно.');
  expect((await notice()).textContent).toContain('Подробно.');
  expect(task().value).toBe('Кратко.');
  fireEvent.click(save());
  await waitFor(async () => expect((await stored())?.agent).toEqual({ prompt: { ru: 'Кратко.' } }));
  expect(await waiting()).toMatchObject([{ path: '/agent/prompt/ru', value: 'Подробно.' }]);
});

it('replaces what the person has seen and does not want', async () => {
  fireEvent.change(task(), { target: { value: 'Кратко.' } });
  await arrive('Подробно.');
  fireEvent.click(within(await notice()).getByRole('button', { name: 'Оставить моё' }));
  expect(screen.queryByRole('status', { name: /Тем временем/ })).toBeNull();
  fireEvent.click(save());
  await waitFor(async () => expect((await stored())?.agent).toEqual({ prompt: { ru: 'Кратко.' } }));
  expect(await waiting()).toEqual([]);
});

it('gives up what was typed for the value that is taken', async () => {
  fireEvent.change(task(), { target: { value: 'Кратко.' } });
  await arrive('Подробно.');
  fireEvent.click(within(await notice()).getByRole('button', { name: 'Взять это' }));
  expect(task().value).toBe('Подробно.');
  expect(save()).toHaveProperty('disabled', true);
});

/** As a reload does. What is on disk is all that is left. */
const reopen = async (): Promise<void> => {
  cleanup();
  await waitFor(() => expect(workspace.database.closed).toBe(true));
  workspace = await renderInWorkspace(<AgentScreen />);
  await screen.findByRole('heading', { name: 'Ответы по базе знаний' });
};

it('keeps what was not saved when the page is left, and saves it against what was shown when it was changed', async () => {
  fireEvent.change(task(), { target: { value: 'Кратко.' } });
  await arrive('Подробно.');
  await reopen();
  await waitFor(() => expect(task().value).toBe('Кратко.'));
  expect(screen.getByText(/^Несохранённые правки · /)).toBeDefined();
  expect((await notice()).textContent).toContain('Подробно.');
  fireEvent.click(save());
  await waitFor(async () => expect((await stored())?.agent).toEqual({ prompt: { ru: 'Кратко.' } }));
  expect(await waiting()).toMatchObject([{ path: '/agent/prompt/ru', value: 'Подробно.' }]);
  await reopen();
  expect(task().value).toBe('Кратко.');
  expect(screen.queryByText(/^Несохранённые правки · /)).toBeNull();
  expect(save()).toHaveProperty('disabled', true);
});

it('keeps nothing of what was discarded', async () => {
  fireEvent.change(task(), { target: { value: 'Кратко.' } });
  fireEvent.click(screen.getByRole('button', { name: 'Отменить правки' }));
  await reopen();
  expect(task().value).toBe(agents.rag.prompt.ru);
});

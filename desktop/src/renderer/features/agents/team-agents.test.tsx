// @vitest-environment jsdom
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { AgentsScreen } from './agents-screen.tsx';
import { AgentScreen } from './editor/agent-screen.tsx';

const { navigate } = await vi.hoisted(async () => {
  (await import('../../testing/signed-in.ts')).wasSignedInAs('admin');
  return { navigate: vi.fn(async () => undefined) };
});

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { readonly children: string }) => <a href="/">{children}</a>,
  useNavigate: () => navigate,
  useParams: () => ({ agentName: 'dostavka' }),
  useRouter: () => ({ history: { canGoBack: () => false } }),
  useSearch: () => ({}),
}));

let workspace: Workspace;

const open = async (content: React.ReactNode): Promise<void> => {
  const wide = { matches: false, addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal('matchMedia', () => wide);
  workspace = await renderInWorkspace(content);
};

afterEach(async () => {
  vi.restoreAllMocks();
  navigate.mockClear();
  await workspace.collections.sources.find().remove();
  await leaveWorkspace(workspace, 'settings');
});

const stored = async (id: string): Promise<Setting | undefined> =>
  (await workspace.collections.settings.findOne(id).exec())?.toMutableJSON();

const make = async (agent: Setting['agent'] = {}): Promise<void> => {
  await workspace.collections.settings.insert({
    id: 'agent:dostavka',
    updatedAt: Date.now(),
    value: { kind: 'agent', name: 'dostavka' },
    agent: { title: 'Доставка', enabled: false, ...agent },
  });
};

const sourceOf = (number: number): Source => ({
  id: `s${number}`,
  title: `Материал ${number}`,
  digest: 'd'.repeat(64),
  mediaType: 'text/plain',
  size: 1,
  language: 'ru',
  state: 'ready',
  passageCount: 1,
  warnings: [],
  createdAt: 1,
  updatedAt: 1,
});

it('makes an agent that is off until somebody switches it on, and leads to it', async () => {
  await open(<AgentsScreen />);
  await make();
  fireEvent.click(screen.getByRole('button', { name: 'Новый агент' }));
  const create = await screen.findByRole('button', { name: 'Создать' });
  expect(create).toHaveProperty('disabled', true);
  fireEvent.change(screen.getByRole('textbox', { name: 'Название' }), { target: { value: ' Доставка ' } });
  fireEvent.click(create);
  await waitFor(() =>
    expect(navigate).toHaveBeenCalledWith({ to: '/agents/$agentName', params: { agentName: 'dostavka-2' } }),
  );
  expect((await stored('agent:dostavka-2'))?.agent).toEqual({ title: 'Доставка', enabled: false });
  expect(await screen.findAllByRole('link', { name: 'Доставка', hidden: true })).toHaveLength(2);
});

it('begins as a copy of the one that answers, and keeps what the team sets', async () => {
  await open(<AgentScreen />);
  await screen.findByText('Такого агента нет.');
  await make();
  expect(await screen.findByRole('heading', { name: 'Доставка' })).toBeDefined();
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'По-русски' }).value).toMatch(/^Ты отвечаешь/);
  const save = screen.getByRole('button', { name: 'Сохранить' });

  fireEvent.change(screen.getByRole('textbox', { name: 'Название' }), { target: { value: ' ' } });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Русский' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Английский' }));
  expect(screen.getByText('Выберите хотя бы один язык')).toBeDefined();
  expect(save).toHaveProperty('disabled', true);

  fireEvent.change(screen.getByRole('textbox', { name: 'Название' }), { target: { value: 'Курьеры' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'Темы' }), { target: { value: 'доставка\nкурьер' } });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Русский' }));
  fireEvent.click(screen.getByRole('switch', { name: 'Включён' }));
  fireEvent.change(screen.getByRole('textbox', { name: 'Температура' }), { target: { value: '0,3' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Какая модель' }), { target: { value: 'no-model' } });
  fireEvent.click(save);
  await waitFor(async () =>
    expect((await stored('agent:dostavka'))?.agent).toEqual({
      title: 'Курьеры',
      topics: ['доставка', 'курьер'],
      languages: ['ru'],
      model: { name: 'no-model', temperature: 0.3 },
    }),
  );
  expect(await screen.findByRole('heading', { name: 'Курьеры' })).toBeDefined();
});

it('is removed when that is confirmed', async () => {
  await open(<AgentScreen />);
  await make();
  fireEvent.click(await screen.findByRole('button', { name: 'Удалить' }));
  const dialog = await screen.findByRole('alertdialog');
  expect(within(dialog).getByText(/дальше в них отвечают другие агенты/)).toBeDefined();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Удалить' }));
  await waitFor(async () => expect(await stored('agent:dostavka')).toBeUndefined());
  expect(navigate).toHaveBeenCalledWith({ to: '/agents' });
});

it('chooses out of a thousand materials, of which those in sight alone are drawn', async () => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(440);
  await open(<AgentScreen />);
  const { error } = await workspace.collections.sources.bulkInsert(
    Array.from({ length: 1000 }, (_, at) => sourceOf(at)),
  );
  expect(error).toEqual([]);
  await make({ knowledge: ['s7', 'gone'] });
  expect(await screen.findByText('Материал 7')).toBeDefined();
  expect(screen.getByText('Удалено или нет на этом устройстве: 1')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Убрать из выбора' }));

  fireEvent.click(screen.getByRole('button', { name: 'Выбрать материалы' }));
  const [first] = await screen.findAllByRole('checkbox', { name: /^Материал/ });
  expect(first).toHaveProperty('checked', true);
  expect(screen.getAllByRole('checkbox').length).toBeLessThan(40);
  fireEvent.change(screen.getByRole('searchbox', { name: 'Найти материал' }), { target: { value: '99' } });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Материал 99' }));
  expect(screen.getByRole('status').textContent).toBe('выбрано 2, найдено 19');
  fireEvent.click(screen.getByRole('button', { name: 'Выбрать найденные' }));
  expect(screen.queryByRole('button', { name: 'Выбрать найденные' })).toBeNull();
  fireEvent.click(screen.getByRole('checkbox', { name: 'Материал 990' }));
  fireEvent.click(screen.getByRole('button', { name: 'Готово' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Сохранить' }));
  await waitFor(async () => expect((await stored('agent:dostavka'))?.agent?.knowledge).toHaveLength(19));
  const { knowledge = [] } = (await stored('agent:dostavka'))?.agent ?? {};
  expect(knowledge).toEqual(expect.arrayContaining(['s7', 's99', 's199', 's999']));
  expect(knowledge).not.toContain('s990');
});

it('sets after how many hours a person’s conversation goes back to the agents, and that it never does', async () => {
  await open(<AgentsScreen />);
  expect(await screen.findByText(/^Разговор остаётся за человеком/)).toBeDefined();
  fireEvent.click(screen.getByRole('radio', { name: 'Вернуть агентам' }));
  expect(screen.getByText(/^Агенты ответят на следующее сообщение клиента/)).toBeDefined();
  expect(screen.queryByText(/^Разговор остаётся за человеком/)).toBeNull();
  const hours = screen.getByRole('textbox', { name: 'Через сколько часов' });
  expect(hours).toHaveProperty('value', '24');
  fireEvent.change(hours, { target: { value: '721' } });
  expect(screen.getByRole('button', { name: 'Сохранить' })).toHaveProperty('disabled', true);
  fireEvent.change(hours, { target: { value: '48' } });
  fireEvent.click(screen.getByRole('button', { name: 'Сохранить' }));
  await waitFor(async () => expect((await stored('answering'))?.answering).toEqual({ handBackHours: 48 }));
  expect((await stored('answering'))?.value).toEqual({ kind: 'answering' });
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Сохранить' })).toBeNull());

  fireEvent.click(screen.getByRole('radio', { name: 'Оставить человеку' }));
  fireEvent.click(screen.getByRole('button', { name: 'Сохранить' }));
  await waitFor(async () => expect((await stored('answering'))?.answering).toEqual({}));
});

// @vitest-environment jsdom
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import type { ReplyStyle } from '@inbetwin/shared/entities/setting-kinds/reply-style.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { WordingScreen } from './wording-screen.tsx';

await vi.hoisted(async () => {
  (await import('../../../testing/signed-in.ts')).wasSignedInAs('admin');
});

vi.mock('@tanstack/react-router', () => ({ useNavigate: () => async () => undefined }));

let workspace: Workspace;

beforeEach(async () => {
  const wide = { matches: false, addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal('matchMedia', () => wide);
  workspace = await renderInWorkspace(<WordingScreen />);
});
afterEach(() => leaveWorkspace(workspace, 'settings'));

const stored = async (): Promise<ReplyStyle | undefined> => {
  const setting: Setting | undefined = (
    await workspace.collections.settings.findOne('reply-style').exec()
  )?.toMutableJSON();
  return setting?.replyStyle;
};
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Сохранить' }));
const preview = () => within(screen.getByRole('region', { name: 'Как это увидит клиент' }));
const type = (name: string, value: string, at = 0): void => {
  const field = screen.getAllByRole('textbox', { name })[at];
  if (field) fireEvent.change(field, { target: { value } });
};

it('addresses customers with «ты» and signs, which the preview shows before it is saved', async () => {
  expect(await screen.findByText(/^Здравствуйте! Чем помочь\?$/u)).toBeDefined();
  fireEvent.click(screen.getByRole('radio', { name: 'На «ты»' }));
  type('По-русски', 'Ваша «Мята»');
  expect(preview().getByText(/^Привет! Чем помочь\?\s+Ваша «Мята»$/u)).toBeDefined();
  expect(await stored()).toBeUndefined();
  save();
  await waitFor(async () => expect(await stored()).toEqual({ address: 'informal', signature: { ru: 'Ваша «Мята»' } }));
});

it('shows what a price that is too high gets, and saves it', async () => {
  await screen.findByRole('region', { name: 'Как это увидит клиент' });
  expect(preview().getByText(/^Понимаем, цена важна/u)).toBeDefined();
  type('По-русски', 'В цену входит уборка.', 1);
  expect(preview().getByText('В цену входит уборка.')).toBeDefined();
  save();
  await waitFor(async () => expect(await stored()).toMatchObject({ priceObjection: { ru: 'В цену входит уборка.' } }));
});

it('sets working hours by weekday, and says when customers get an answer outside of them', async () => {
  fireEvent.click(await screen.findByRole('switch', { name: 'Называть время ответа' }));
  for (const day of ['Вторник', 'Среда', 'Четверг', 'Пятница'])
    fireEvent.click(screen.getByRole('checkbox', { name: day }));
  const from = screen.getByLabelText<HTMLInputElement>('Понедельник: с');
  fireEvent.change(from, { target: { value: 'утром' } });
  fireEvent.blur(from);
  expect(from.value).toBe('10:00');
  fireEvent.change(from, { target: { value: '9.30' } });
  fireEvent.blur(from);
  expect(from.value).toBe('09:30');
  fireEvent.change(screen.getByRole('combobox', { name: 'Часовой пояс' }), { target: { value: 'Asia/Tokyo' } });
  expect(preview().getByText(/^Уточню у коллег: вопрос уже у них\. Вам ответят здесь .* с 9:30\.$/u)).toBeDefined();
  fireEvent.click(screen.getByRole('radio', { name: 'В рабочее время' }));
  expect(preview().getByText(/^Уточню у коллег: .* как только кто-то освободится\.$/u)).toBeDefined();
  save();
  const hours = { timeZone: 'Asia/Tokyo', days: { mon: { from: '09:30', to: '19:00' } } };
  await waitFor(async () => expect((await stored())?.hours).toEqual(hours));

  fireEvent.click(screen.getByRole('checkbox', { name: 'Понедельник' }));
  expect(screen.getByRole('alert').textContent).toBe('Не выбран ни один рабочий день.');
  expect(screen.getByRole('button', { name: 'Сохранить' })).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('switch', { name: 'Называть время ответа' }));
  save();
  await waitFor(async () => expect((await stored())?.hours).toBeUndefined());
});

it('edits a sentence, refuses one without what it must say, and returns to the standard one', async () => {
  fireEvent.click(await screen.findByRole('button', { name: /^Спасибо за данные/u }));
  const words = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Текст фразы' });
  expect(words().value).toBe('Спасибо, вижу: {details}.');
  type('Текст фразы', 'Записала!');
  expect(screen.getByRole('alert').textContent).toBe('Добавьте {details}: без этого фразу не сказать');
  expect(screen.getByRole('button', { name: 'Сохранить' })).toHaveProperty('disabled', true);
  type('Текст фразы', 'Записала: {details}, {when}');
  expect(screen.getByRole('alert').textContent).toBe('Здесь нет {when}: уберите или исправьте');
  type('Текст фразы', 'Записала:');
  fireEvent.click(screen.getByRole('button', { name: 'Вставить {details}' }));
  expect(screen.getByText(/^Записала: Анна, телефон/u)).toBeDefined();
  save();
  const own = [{ id: 'ru:noted', text: 'Записала: {details}' }];
  await waitFor(async () => expect((await stored())?.sentences).toEqual(own));

  type('Текст фразы', '');
  expect(words().value).toBe('');
  fireEvent.click(screen.getByRole('button', { name: 'Сохранить' }));
  await waitFor(async () => expect((await stored())?.sentences ?? []).toEqual([]));
});

it('shows both languages', async () => {
  const [switchTo] = await screen.findAllByRole('radio', { name: 'По-английски' });
  if (switchTo) fireEvent.click(switchTo);
  expect(preview().getByText('Hello! How can we help?')).toBeDefined();
  expect(screen.getByText('Thank you, got it: {details}.')).toBeDefined();
});

// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { startI18n } from '../../i18n/i18n.ts';
import { SignInScreen } from './sign-in-screen.tsx';

await startI18n('ru');

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const show = (registration: string, invitation?: string) => {
  vi.stubGlobal('fetch', async () => Response.json({ registration }));
  render(<SignInScreen redeeming={false} invitation={invitation} />);
};
const wayToRegister = { name: 'Создать новую команду' };

it('offers to make a team on an open server', async () => {
  show('open');
  expect(await screen.findByRole('button', wayToRegister)).toBeTruthy();
});

it.each([
  ['closed', 'На этом сервере нельзя создавать команды. Попросите доступ у своей команды.'],
  ['invited', 'Чтобы создать команду, нужна ссылка-приглашение от администратора сервера.'],
])('says why no team can be made on one that is %s', async (mode, text) => {
  show(mode);
  expect(await screen.findByText(text)).toBeTruthy();
  expect(screen.queryByRole('button', wayToRegister)).toBeNull();
});

it('begins with the making of a team for whoever opened an invitation', async () => {
  show('invited', 'a-token');
  expect(await screen.findByRole('textbox', { name: 'Название команды' })).toBeTruthy();
});

// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { startI18n } from '../../i18n/i18n.ts';
import { SessionErrorNotice } from './session-error.tsx';

await startI18n('ru');
afterEach(cleanup);

it('says to members and to whoever runs the server how to get a new link', () => {
  render(<SessionErrorNotice error={{ code: 'auth.link_used', message: '', hint: '' }} />);
  expect(screen.getByText(/Попросите новую ссылку у владельца/)).toBeTruthy();
  expect(screen.getByText('npm run admin -- link')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Скопировать' })).toBeTruthy();
});

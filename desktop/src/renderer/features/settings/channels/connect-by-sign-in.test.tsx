// @vitest-environment jsdom
import { channelRoutes } from '@inbetwin/shared/contracts/channels.ts';
import type { ChannelSetting } from '@inbetwin/shared/entities/setting-kinds/channel.ts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startI18n } from '../../../i18n/i18n.ts';
import { ChannelRow } from './channel-row.tsx';

const left = vi.hoisted(() => vi.fn());
const called = vi.hoisted(() => vi.fn());
vi.mock('./leave-for.ts', () => ({ leaveFor: left }));
vi.mock('../../../session/call-server.ts', () => ({ callServer: called }));

beforeAll(() => startI18n('ru'));
beforeEach(() => called.mockResolvedValue({ url: 'https://platform.example/authorize' }));
afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

const channel: ChannelSetting = {
  kind: 'channel',
  channel: 'telegram',
  account: '42',
  name: '@loft',
  state: 'failing',
  reason: { code: 'channel.signed_out', message: 'The platform does not renew the access.' },
  checkedAt: 1,
};
const showRow = (shown: ChannelSetting, isAdmin: boolean) =>
  render(<ChannelRow id="channel:telegram:42" channel={shown} mayDisconnect={isAdmin} webhookUrl={undefined} />);
const again = () => screen.queryByRole('button', { name: 'Подключить заново: @loft' });

it('an account that the platform has signed out says so, and leads an administrator to its sign-in page', async () => {
  showRow(channel, true);
  expect(screen.getByText(/Мессенджер закрыл доступ/)).toBeTruthy();
  fireEvent.click(again() as HTMLElement);
  await waitFor(() => expect(left).toHaveBeenCalledWith('https://platform.example/authorize'));
  expect(called).toHaveBeenCalledWith(channelRoutes.reauthorizeChannel, { params: { id: 'channel:telegram:42' } });
});

it('nobody else is offered to connect it again, nor is an account with another trouble', () => {
  showRow(channel, false);
  expect(again()).toBeNull();
  cleanup();
  showRow({ ...channel, reason: { code: 'channel.unreachable', message: '' } }, true);
  expect(again()).toBeNull();
});

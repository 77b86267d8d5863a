// @vitest-environment jsdom
import { followUpTemplateId } from '@inbetwin/shared/entities/setting-kinds/follow-up-template.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../../testing/render-in-workspace.tsx';
import { FollowUpTemplate } from './follow-up-template.tsx';

await vi.hoisted(async () => (await import('../../../testing/signed-in.ts')).wasSignedInAs('owner'));

const called = vi.hoisted(() => vi.fn());
vi.mock('../../../session/call-server.ts', () => ({ callServer: called }));

const place = { channel: 'trial', account: '42' };
const remind = { name: 'remind', language: 'ru', body: 'Здравствуйте, {{name}}!' };
let workspace: Workspace;

beforeEach(async () => {
  called.mockResolvedValue({
    items: [{ name: 'order_ready', language: 'ru', body: '{{1}}, заказ {{2}} готов.' }, remind],
  });
  workspace = await renderInWorkspace(<FollowUpTemplate {...place} />);
});
afterEach(async () => leaveWorkspace(workspace, 'settings'));

const stored = async () =>
  (await workspace.collections.settings.findOne(followUpTemplateId(place)).exec())?.toJSON().followUpTemplate;
const choice = () =>
  screen.findByRole<HTMLSelectElement>('combobox', { name: 'Напоминания, когда клиент давно не писал' });

it('offers templates that a follow-up can fill in, stores the chosen one, and takes it back', async () => {
  const select = await choice();
  await waitFor(() => expect(select.options).toHaveLength(2));
  fireEvent.change(select, { target: { value: select.options[1]?.value } });
  await waitFor(async () => expect(await stored()).toEqual(remind));
  expect(await screen.findByText(remind.body)).toBeTruthy();
  fireEvent.change(select, { target: { value: '' } });
  await waitFor(async () => expect(await stored()).toBeUndefined());
});

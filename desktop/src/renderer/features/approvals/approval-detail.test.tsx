// @vitest-environment jsdom
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { sampleApproval } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRemoteWriters } from '../../database/marks/remote-writer.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { ApprovalDetail } from './approval-detail.tsx';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { readonly children: string }) => children }));

const asked = { lines: [{ product: 'Шатёр', quantity: 1 }] };
let approval: Work;
let workspace: Workspace;

const Shown = () => {
  const work = useDocument('work', approval.id);
  if (!work?.approval) return null;
  return <ApprovalDetail approval={work} about={work.approval} onLeave={() => undefined} onDecided={() => undefined} />;
};
const open = async (): Promise<void> => {
  workspace = await renderInWorkspace(<Shown />);
  await createRemoteWriters(workspace).work.apply([{ ...approval, _deleted: false }]);
};
const reopen = async (): Promise<void> => {
  cleanup();
  await waitFor(() => expect(workspace.database.closed).toBe(true));
  await open();
};
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));
const quantity = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Количество' });
const unsaved = /^Несохранённые правки · /;
const stored = async (): Promise<Work> =>
  (await workspace.collections.work.findOne(approval.id).exec(true)).toMutableJSON();

beforeEach(async () => {
  const wide = { matches: false, addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal('matchMedia', () => wide);
  const sample = sampleApproval({ id: `approval:${crypto.randomUUID()}` });
  if (!sample.approval) throw new Error('The sample is no approval.');
  approval = { ...sample, approval: { ...sample.approval, tool: 'create_order', arguments: JSON.stringify(asked) } };
  await open();
});

afterEach(() => leaveWorkspace(workspace, 'work'));

it('leaves with Escape what was changed of a request, and goes on with it, also after a reload', async () => {
  await press(/^Изменить/);
  fireEvent.change(await quantity(), { target: { value: '3' } });
  fireEvent.keyDown(window, { key: 'Escape' });
  expect(await screen.findByRole('button', { name: /^Согласовать без правок/ })).toBeDefined();
  expect(screen.getByText(unsaved)).toBeDefined();
  await press(/^Изменить/);
  expect((await quantity()).value).toBe('3');

  await reopen();
  expect(await screen.findByText(unsaved)).toBeDefined();
  await press('Продолжить');
  expect((await quantity()).value).toBe('3');
  await press(/^Согласовать с правками/);
  await waitFor(async () => expect((await stored()).state).toBe('approved'));
  expect(JSON.parse((await stored()).approval?.changed ?? '')).toMatchObject({ lines: [{ quantity: 3 }] });
  await waitFor(() => expect(screen.queryByText(unsaved)).toBeNull());
});

it('keeps the reason of a refusal that was not sent, and discards it when asked', async () => {
  await press(/^Отклонить/);
  const reason = () => screen.findByRole<HTMLTextAreaElement>('textbox');
  fireEvent.change(await reason(), { target: { value: 'Шатёр занят' } });
  fireEvent.keyDown(await reason(), { key: 'Escape' });
  await reopen();
  await press('Продолжить');
  expect((await reason()).value).toBe('Шатёр занят');
  await press('Отменить правки');
  expect((await reason()).value).toBe('');
  await reopen();
  await screen.findByRole('button', { name: /^Отклонить/ });
  expect(screen.queryByText(unsaved)).toBeNull();
});

it('shows what was changed and not sent when somebody else has decided meanwhile', async () => {
  await press(/^Изменить/);
  fireEvent.change(await quantity(), { target: { value: '3' } });
  const decided = { ...approval, state: 'refused', updatedAt: approval.updatedAt + 1, _deleted: false };
  await createRemoteWriters(workspace).work.apply([decided]);
  expect(await screen.findByText('Решение принято раньше, чем вы отправили правки')).toBeDefined();
  await press('Отменить правки');
  await waitFor(() => expect(screen.queryByText('Решение принято раньше, чем вы отправили правки')).toBeNull());
});

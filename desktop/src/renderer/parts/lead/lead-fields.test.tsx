// @vitest-environment jsdom
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { LeadFields } from './lead-fields.tsx';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));

const StoredLead = () => {
  const lead = useDocument('leads', 'lead:1');
  return lead ? <LeadFields lead={lead} /> : null;
};

let workspace: Workspace;

beforeEach(async () => {
  workspace = await renderInWorkspace(<StoredLead />);
  await workspace.collections.leads.upsert(sampleLead());
  await screen.findByText('Зал на 80 гостей');
});

afterEach(() => leaveWorkspace(workspace, 'leads'));

const stored = async (): Promise<Lead | undefined> =>
  (await workspace.collections.leads.findOne('lead:1').exec())?.toJSON() as Lead | undefined;
const pencil = (name: string) => screen.findByRole('button', { name: `Изменить: ${name}` });
const write = async (name: string, text: string) => {
  fireEvent.click(await pencil(name));
  const field = screen.getByRole('textbox', { name });
  expect(document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: text } });
  return field;
};

it('saves what was typed with Enter, and the focus is where it was', async () => {
  fireEvent.keyDown(await write('Сроки', ' в мае '), { key: 'Enter' });
  await waitFor(async () => expect((await stored())?.bant).toEqual({ ...sampleLead().bant, timing: 'в мае' }));
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Изменить: Сроки'));
  fireEvent.keyDown(await write('Потребность', 'зал'), { key: 'Enter', shiftKey: true });
  expect((await stored())?.bant).not.toHaveProperty('need');
});

it('leaves with Escape what was there', async () => {
  const before = await stored();
  fireEvent.keyDown(await write('Название', 'Ошибка'), { key: 'Escape' });
  expect(document.activeElement).toBe(await pencil('Название'));
  expect(await stored()).toEqual(before);
});

it('says what is wrong and saves nothing until it is right', async () => {
  const field = await write('Сумма', 'много');
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.getByRole('alert').textContent).toContain('Введите сумму');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(await stored()).not.toHaveProperty('amount');
  fireEvent.change(field, { target: { value: '150 000 ₽' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(async () => expect(await stored()).toMatchObject({ amount: 150_000, currency: 'RUB' }));
});

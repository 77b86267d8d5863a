import 'fake-indexeddb/auto';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useDocument } from '../../app/use-documents.ts';
import { useWorkspace, WorkspaceProvider } from '../../database/use-live.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { startI18n } from '../../i18n/i18n.ts';
import { LeadFields } from './lead-fields.tsx';

/** Before the session is made, which reads it once: a person who was signed in, and a server that is away. */
vi.hoisted(() => {
  const profile = {
    user: { id: 'anna', email: 'anna@example.com', name: 'Анна' },
    team: { id: 'team', slug: 'team', name: 'Полдень', role: 'rep' },
    server: 'http://localhost:1',
  };
  localStorage.setItem('inbetwin.profile', JSON.stringify(profile));
  localStorage.setItem('inbetwin.refresh-token', 'kept');
});

let workspace: Workspace | undefined;
const Held = () => {
  const opened = useWorkspace();
  const lead = useDocument('leads', 'lead:1');
  useEffect(() => {
    workspace = opened;
  }, [opened]);
  return lead ? <LeadFields lead={lead} /> : null;
};

const held = (): Workspace => {
  if (!workspace) throw new Error('The workspace is not open yet.');
  return workspace;
};

configure({ asyncUtilTimeout: 10_000 });

beforeEach(async () => {
  workspace = undefined;
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
  startI18n('ru');
  render(
    <Tooltip.Provider>
      <WorkspaceProvider>
        <Held />
      </WorkspaceProvider>
    </Tooltip.Provider>,
  );
  await waitFor(() => expect(workspace).toBeDefined());
  await held().collections.leads.upsert(sampleLead());
  await screen.findByText('Зал на 80 гостей');
});

afterEach(async () => {
  const { collections, database } = held();
  await collections.leads.find().remove();
  cleanup();
  await waitFor(() => expect(database.closed).toBe(true));
  vi.unstubAllGlobals();
});

const stored = async (): Promise<Lead | undefined> =>
  (await held().collections.leads.findOne('lead:1').exec())?.toJSON() as Lead | undefined;
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
  expect(document.activeElement).toBe(await pencil('Сроки'));
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
  expect(screen.getByRole('alert').textContent).toContain('Напишите сумму');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(await stored()).not.toHaveProperty('amount');
  fireEvent.change(field, { target: { value: '150 000 ₽' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(async () => expect(await stored()).toMatchObject({ amount: 150_000, currency: 'RUB' }));
});

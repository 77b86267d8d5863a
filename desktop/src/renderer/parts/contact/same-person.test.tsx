// @vitest-environment jsdom
import { suggestSamePerson } from '@inbetwin/shared/leads/same-person.ts';
import { sampleContact } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { SamePerson } from './same-person.tsx';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { readonly children: ReactNode }) => children,
}));

const Stored = () => {
  const contact = useDocument('contacts', 'person:1');
  return contact ? <SamePerson contact={contact} /> : null;
};

let workspace: Workspace;
beforeEach(async () => {
  workspace = await renderInWorkspace(<Stored />);
  const phone = '+79165551290';
  await workspace.collections.contacts.bulkInsert([
    sampleContact('person:1', { name: 'Рузанна', phone }),
    sampleContact('person:2', { name: 'Гость 30F6', phone }),
    sampleContact('person:3', { name: 'Борис', phone: '+79165551291' }),
  ]);
  await suggestSamePerson(workspace.documents, 'person:2');
});
afterEach(() => leaveWorkspace(workspace, 'contacts'));

const alikeOf = async (id: string) => (await workspace.collections.contacts.findOne(id).exec())?.toJSON().alike;

it('asks about a contact with the same phone number, and keeps the decision on both', async () => {
  await screen.findByText('Возможно, тот же человек');
  expect(screen.queryByText('Борис')).toBeNull();
  fireEvent.click(await screen.findByRole('button', { name: 'Один человек' }));
  await screen.findByText('Пишет и отсюда');
  expect(screen.getByText('Гость 30F6')).toBeDefined();
  await waitFor(async () => expect(await alikeOf('person:2')).toEqual([{ id: 'person:1', state: 'same' }]));
  expect(await alikeOf('person:1')).toEqual([{ id: 'person:2', state: 'same' }]);
});

it('no longer shows a contact that is somebody else', async () => {
  fireEvent.click(await screen.findByRole('button', { name: 'Разные люди' }));
  await waitFor(() => expect(screen.queryByText('Гость 30F6')).toBeNull());
  await waitFor(async () => expect(await alikeOf('person:2')).toEqual([{ id: 'person:1', state: 'different' }]));
});

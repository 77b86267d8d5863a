// @vitest-environment jsdom
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { editContact } from '@inbetwin/shared/leads/change-contact.ts';
import { sampleContact } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { act, waitFor } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import type { FormShape } from './form-state.ts';
import { type Form, useForm } from './use-form.ts';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));

type Card = { readonly name: string; readonly company: string };

const shape: FormShape<Contact, Card> = {
  read: ({ name, company = '' }) => ({ name, company }),
  write: (contact, changes) => ({ ...contact, ...changes }),
};
const shown = sampleContact('person:1', { name: 'Анна', company: 'Ромашка' });
const place = { collection: 'contacts', id: shown.id } as const;

let workspace: Workspace;
let form: Form<Contact, Card>;

const CardForm = () => {
  const current = useForm(shown, shape, place);
  useEffect(() => {
    form = current;
  });
  return null;
};

beforeEach(async () => {
  workspace = await renderInWorkspace(<CardForm />);
  await workspace.collections.contacts.upsert(shown);
});

afterEach(() => leaveWorkspace(workspace, 'contacts'));

it('keeps what was typed while it was being saved', async () => {
  act(() => form.change({ name: 'Анна К.' }));
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const saving = form.save(async (...edits) => {
    await held;
    return editContact(workspace, ...edits);
  });
  act(() => form.change({ company: 'Лютик' }));
  await act(async () => {
    release();
    await saving;
  });
  await waitFor(() => expect(form.changes).toEqual({ company: 'Лютик' }));
  const stored = await workspace.collections.contacts.findOne(shown.id).exec(true);
  expect(stored.toJSON()).toMatchObject({ name: 'Анна К.', company: 'Ромашка' });
  act(() => void form.reset());
});

it('keeps what could not be saved', async () => {
  act(() => form.change({ name: 'Анна К.' }));
  await act(() => expect(form.save(() => Promise.reject(new Error('full')))).rejects.toThrow('full'));
  expect(form.changes).toEqual({ name: 'Анна К.' });
  act(() => void form.reset());
});

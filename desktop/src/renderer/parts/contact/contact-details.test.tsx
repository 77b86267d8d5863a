// @vitest-environment jsdom
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { sampleContact } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { RxCollection } from 'rxdb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRemoteWriter } from '../../database/marks/remote-writer.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { ContactDetails } from './contact-details.tsx';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => () => undefined }));

const StoredContact = () => {
  const contact = useDocument('contacts', 'person:1');
  return contact ? <ContactDetails contact={contact} /> : null;
};

let workspace: Workspace;
/** React complains of one and the same fault once in a process. */
const complaints = vi.spyOn(console, 'error');

beforeEach(async () => {
  workspace = await renderInWorkspace(<StoredContact />);
  await workspace.collections.contacts.upsert(sampleContact('person:1', { company: 'Ромашка' }));
  await screen.findByText('Ромашка');
});

afterEach(() => leaveWorkspace(workspace, 'contacts'));
afterEach(() => expect(complaints.mock.calls).toEqual([]));

const stored = async (): Promise<Contact | undefined> =>
  (await workspace.collections.contacts.findOne('person:1').exec())?.toJSON() as Contact | undefined;

it('offers a group no fields that only a person has, unless they are filled in', async () => {
  await workspace.collections.contacts.upsert(sampleContact('person:1', { kind: 'group', name: 'Планёрка' }));
  expect(await screen.findByText('Планёрка')).toBeDefined();
  await waitFor(() => expect(screen.queryByText('Телефон')).toBeNull());
  expect(screen.queryByText('Почта')).toBeNull();
  expect(await screen.findByRole('button', { name: 'Изменить: Имя' })).toBeDefined();
});

const write = async (name: string, text: string) => {
  fireEvent.click(await screen.findByRole('button', { name: `Изменить: ${name}` }));
  const field = screen.getByRole('textbox', { name });
  fireEvent.change(field, { target: { value: text } });
  return field;
};

/** What this person's other device has saved arrives. */
let time = 0;
const arrive = async (company: string): Promise<void> => {
  const at = `${String(++time).padStart(15, '0')}-0000-otherdevice`;
  const current = await stored();
  if (!current) throw new Error('It is gone.');
  const { contacts } = workspace.collections;
  const arrived = {
    ...current,
    _deleted: false,
    company,
    edits: { ...current.edits, '/company': { at, by: 'anna' } },
    seen: { ...current.seen, otherdevice: at },
  } as SyncDocument;
  await createRemoteWriter('contacts', contacts as unknown as RxCollection<SyncDocument>).apply([arrived]);
};

it('saves a field, says what is wrong with it, and leaves the others alone', async () => {
  const field = await write('Телефон', '12');
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.getByRole('alert').textContent).toContain('Это не номер телефона');
  fireEvent.change(field, { target: { value: '8 916 123-45-67' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(async () => expect(await stored()).toMatchObject({ phone: '+79161234567', company: 'Ромашка' }));
  expect(await screen.findByRole('link', { name: '+7 916 123-45-67' })).toBeDefined();
});

it('tells beside a field that it was changed elsewhere meanwhile; saved without an answer, both are kept', async () => {
  const field = await write('Компания', 'ООО «Ромашка»');
  await arrive('Ромашка и сыновья');
  const notice = await screen.findByRole('status', { name: /Тем временем вы изменили это в другом месте/ });
  expect(notice.textContent).toContain('Ромашка и сыновья');
  expect(field).toHaveProperty('value', 'ООО «Ромашка»');
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(async () => expect((await stored())?.company).toBe('ООО «Ромашка»'));
  expect((await stored())?.conflicts).toMatchObject([{ path: '/company', value: 'Ромашка и сыновья' }]);
});

it('goes on with the value from elsewhere when the person takes it', async () => {
  await write('Компания', 'ООО «Ромашка»');
  await arrive('Ромашка и сыновья');
  const notice = await screen.findByRole('status', { name: /Тем временем/ });
  fireEvent.click(within(notice).getByRole('button', { name: 'Взять это' }));
  expect(screen.getByRole('textbox', { name: 'Компания' })).toHaveProperty('value', 'Ромашка и сыновья');
});

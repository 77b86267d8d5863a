// @vitest-environment node
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeContact } from '../features/contacts/contact-change.ts';
import { findNamesake, removeContact, restoreContact, setContactFields } from './change-contact.ts';
import { createLead } from './create-lead.ts';
import { openWorkspace, type Workspace } from './workspace-database.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace({ name: `test-${crypto.randomUUID()}`, multiInstance: false });
});
afterEach(() => workspace.close());

const enter = (name: string, email = '') => createLead(workspace, { name, phone: '', email, need: '' });
const leadOf = async (id: string) => (await workspace.collections.leads.findOne(id).exec())?.toMutableJSON();

test('a lead that goes by its customer’s name is renamed with them, and scored with what is new', async () => {
  const { id, contactId } = await enter('Гость 30F6');
  await setContactFields(workspace, contactId, (current) => ({ ...current, name: 'Анна', phone: '+79161234567' }));
  expect(await leadOf(id)).toMatchObject({ title: 'Анна', score: 15 });
});

test('another customer with the same address is told of', async () => {
  const first = await enter('Анна', 'a@b.ru');
  expect(await findNamesake(workspace, first.contactId)).toBeUndefined();
  const second = await enter('Анна Петрова', 'a@b.ru');
  expect(await findNamesake(workspace, second.contactId)).toMatchObject({ id: first.contactId });
});

test('a customer who was removed comes back with their leads', async () => {
  const { id, contactId } = await enter('Анна');
  const removed = await removeContact(workspace, contactId);
  expect(removed?.leads).toHaveLength(1);
  expect(await leadOf(id)).toBeUndefined();
  if (removed) await restoreContact(workspace, removed);
  expect(await leadOf(id)).toMatchObject({ title: 'Анна' });
  expect(await workspace.collections.contacts.findOne(contactId).exec()).not.toBeNull();
});

const contact = { id: 'c', kind: 'person' as const, name: 'Анна', identities: [], createdAt: 1, updatedAt: 1 };

test.each([
  ['phone', 'не телефон', 'wrongPhone'],
  ['phone', '12', 'wrongPhone'],
  ['email', 'anna(at)b.ru', 'wrongEmail'],
  ['name', ' ', 'empty'],
] as const)('%s is refused: %s', (field, typed, problem) => {
  expect(changeContact(contact, field, typed)).toBe(problem);
});

test.each([
  ['phone', '8 (916) 123-45-67', '+79161234567'],
  ['phone', '+44 20 7946 0958', '+442079460958'],
  ['email', ' Anna@B.RU ', 'anna@b.ru'],
  ['company', 'ООО «Ромашка»', 'ООО «Ромашка»'],
  ['phone', '', undefined],
] as const)('%s is taken: %s', (field, typed, value) => {
  expect(changeContact({ ...contact, phone: '+7' }, field, typed)).toMatchObject(
    value === undefined ? {} : { [field]: value },
  );
});

import 'fake-indexeddb/auto';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { editContact, removeContact, restoreContact } from '@inbetwin/shared/leads/change-contact.ts';
import { createLead } from '@inbetwin/shared/leads/change-lead.ts';
import { decideSamePerson, likenessOf, suggestSamePerson } from '@inbetwin/shared/leads/same-person.ts';
import {
  sampleContact,
  sampleConversation,
  sampleLead,
  sampleTwin,
} from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shown } from '../../testing/shown.ts';
import { openWorkspace, type Workspace } from '../workspace-database.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace({ name: `test-${crypto.randomUUID()}`, multiInstance: false });
});
afterEach(() => workspace.close());

const enter = (name: string, { phone = '', email = '' } = {}) =>
  createLead(workspace, { name, phone, email, need: '' }, crypto.randomUUID());
const leadOf = async (id: string) => (await workspace.collections.leads.findOne(id).exec())?.toMutableJSON();

test('a lead that goes by its customer’s name is renamed with them, and scored with what is new', async () => {
  const { id, contactId } = await enter('Гость 30F6');
  await editContact(workspace, {
    shown: await shown(workspace, 'contacts', contactId),
    next: (current) => ({ ...current, name: 'Анна', phone: '+79161234567' }),
  });
  expect(await leadOf(id)).toMatchObject({ title: 'Анна', score: 15 });
});

test.each([
  ['address', { email: 'a@b.ru' }, { email: 'A@b.ru' }],
  ['phone number', { phone: '8 (916) 123-45-67' }, { phone: '+79161234567' }],
])('another customer with the same %s is told of', async (_what, one, same) => {
  const first = await enter('Анна', one);
  const { documents } = workspace;
  expect(await suggestSamePerson(documents, first.contactId)).toEqual([]);
  const second = await enter('Анна Петрова', same);
  expect(await suggestSamePerson(documents, second.contactId)).toMatchObject([{ id: first.contactId }]);
  const before = await pairOf(first, second);
  expect(likenessOf(...before)).toBe('suggested');
  await suggestSamePerson(documents, second.contactId);
  expect(await pairOf(first, second)).toEqual(before);
});

const pairOf = async (first: Lead, second: Lead) =>
  [await shown(workspace, 'contacts', first.contactId), await shown(workspace, 'contacts', second.contactId)] as const;

test.each(['same', 'different'] as const)(
  'a decision that two customers are %s stays when their number is entered again',
  async (state) => {
    const [first, second] = [
      await enter('Анна', { phone: '+79161234567' }),
      await enter('А.', { phone: '89161234567' }),
    ];
    await suggestSamePerson(workspace.documents, second.contactId);
    await decideSamePerson(workspace, await pairOf(first, second), state);
    await suggestSamePerson(workspace.documents, first.contactId);
    const [one, other] = await pairOf(first, second);
    expect([likenessOf(one, other), likenessOf(other, one)]).toEqual([state, state]);
    expect([one.alike?.length, other.alike?.length]).toEqual([1, 1]);
  },
);

test('a removed customer is no longer noted as the same person', async () => {
  const [first, second] = [await enter('Анна', { email: 'a@b.ru' }), await enter('Аня', { email: 'a@b.ru' })];
  await suggestSamePerson(workspace.documents, second.contactId);
  await removeContact(workspace, await shownWithLead(second));
  expect((await shown(workspace, 'contacts', first.contactId)).alike).toEqual([]);
});

const shownWithLead = async ({ id, contactId }: Lead) => ({
  contact: await shown(workspace, 'contacts', contactId),
  leads: [await shown(workspace, 'leads', id)],
});
const contactOf = (id: string) => workspace.collections.contacts.findOne(id).exec();

test('a customer who was removed comes back with their leads', async () => {
  const lead = await enter('Анна');
  const before = await shownWithLead(lead);
  const { isRemoved, removed } = await removeContact(workspace, before);
  expect([isRemoved, await leadOf(lead.id), await contactOf(lead.contactId)]).toEqual([true, undefined, null]);
  await restoreContact(workspace, removed);
  expect(await leadOf(lead.id)).toMatchObject({ title: 'Анна' });
  expect(await contactOf(lead.contactId)).not.toBeNull();
});

test('a lead that was changed since it was shown stays with its customer, also when the removal is taken back', async () => {
  const lead = await enter('Анна');
  const before = await shownWithLead(lead);
  // In another window, which this one has not shown yet.
  const stored = await workspace.collections.leads.findOne(lead.id).exec(true);
  await stored.incrementalModify((current) => ({ ...current, title: 'Свадьба' }));
  const { isRemoved, removed } = await removeContact(workspace, before);
  expect(isRemoved).toBe(false);
  expect(await leadOf(lead.id)).toMatchObject({ title: 'Свадьба', conflicts: [{ path: '', deleted: true }] });
  expect(await contactOf(lead.contactId)).not.toBeNull();
  await restoreContact(workspace, removed);
  expect(await leadOf(lead.id)).toMatchObject({ title: 'Свадьба' });
});

test('a channel’s customer goes with what is known of them, and the conversation is closed until the removal is taken back', async () => {
  const { contacts, leads, twins, conversations } = workspace.collections;
  const id = 'contact:telegram:42:7';
  const identities = [{ channel: 'telegram', account: '42', externalId: '7', handle: 'anna' }];
  const conversation = sampleConversation('telegram:42:7', { contactId: id });
  await contacts.insert(sampleContact(id, { identities }));
  await leads.insert(sampleLead('lead:telegram:42:7', { contactId: id, conversationId: conversation.id }));
  await twins.insert(sampleTwin(id));
  await conversations.insert(conversation);
  const read = async () => ({
    contact: (await contacts.findOne(id).exec())?.identities[0]?.handle,
    lead: (await leads.findOne('lead:telegram:42:7').exec())?.id,
    facts: (await twins.findOne(id).exec())?.facts.length,
    status: (await conversations.findOne(conversation.id).exec())?.status,
  });
  const before = await read();
  const { removed } = await removeContact(workspace, {
    contact: await shown(workspace, 'contacts', id),
    leads: [await shown(workspace, 'leads', 'lead:telegram:42:7')],
  });
  expect(await read()).toEqual({ contact: undefined, lead: undefined, facts: undefined, status: 'closed' });
  await restoreContact(workspace, removed);
  expect(await read()).toEqual(before);
});

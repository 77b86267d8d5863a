import 'fake-indexeddb/auto';
import { removeContact, restoreContact } from '@inbetwin/shared/leads/change-contact.ts';
import {
  sampleContact,
  sampleConversation,
  sampleLead,
  sampleTwin,
} from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test } from 'vitest';
import { shown } from '../testing/shown.ts';
import { online, openStage, until } from './testing/open-stage.ts';

test('a channel’s customer who was removed on a device is gone on the server, and comes back when that is undone', async () => {
  const { server, register, openAs } = await openStage();
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  const id = 'contact:telegram:42:7';
  const conversation = sampleConversation('telegram:42:7', { contactId: id });
  const lead = sampleLead('lead:telegram:42:7', { contactId: id, conversationId: conversation.id });
  const identities = [{ channel: 'telegram', account: '42', externalId: '7', handle: 'anna' }];
  await documents.contacts.put(sampleContact(id, { identities, demo: true }));
  await documents.conversations.put(conversation);
  await documents.leads.put(lead);
  await documents.twins.put(sampleTwin(id));
  const device = await openAs('anna', ['contacts', 'leads', 'twins', 'conversations', 'messages']);
  await online(device);
  const { workspace } = device;
  const held = async () => ({
    handle: (await documents.contacts.get(id))?.identities[0]?.handle,
    lead: (await documents.leads.get(lead.id))?.title,
    facts: (await documents.twins.get(id))?.facts.length,
    status: (await documents.conversations.get(conversation.id))?.status,
  });
  const before = await held();

  const { removed } = await removeContact(workspace, {
    contact: await shown(workspace, 'contacts', id),
    leads: [await shown(workspace, 'leads', lead.id)],
  });
  await until(async () =>
    expect(await held()).toEqual({ handle: undefined, lead: undefined, facts: undefined, status: 'closed' }),
  );
  await online(device);
  await restoreContact(workspace, removed);
  await until(async () => expect(await held()).toEqual(before));
  expect(device.replication.state().refused).toEqual([]);
});

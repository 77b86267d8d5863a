import 'fake-indexeddb/auto';
import { editContact } from '@inbetwin/shared/leads/change-contact.ts';
import { setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import { sampleContact, sampleConversation, sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test } from 'vitest';
import { shown } from '../testing/shown.ts';
import { sendReply } from '../workspace/acts/actions.ts';
import { leadOn, offline, online, openStage, openWithLead, until } from './testing/open-stage.ts';

test('what was changed on both sides while the server was away is merged, and each reply leaves once', async () => {
  const { server, register, openAs } = await openStage();
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  await documents.conversations.put(sampleConversation());
  const device = await openAs('anna');
  await online(device);

  await server.goAway();
  await offline(device);
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:1'), 'won');
  await sendReply(device.workspace, { conversation: sampleConversation(), text: 'Забронировала!', author: user });
  await documents.leads.update('lead:1', (lead) => ({ ...lead, score: 77 }));
  await documents.leads.put(sampleLead('lead:meanwhile'));
  // Lead, message and conversation.
  await until(() => expect(device.replication.state().pending).toBe(3));

  await server.comeBack();
  await online(device);
  await until(async () => expect(await leadOn(device)).toMatchObject({ stage: 'won', score: 77 }));
  expect(await documents.leads.get('lead:1')).toMatchObject({ stage: 'won', score: 77 });
  await until(async () => expect(await leadOn(device, 'lead:meanwhile')).toBeDefined());
  const { items } = await documents.messages.find({ index: ['createdAt'], equals: [], limit: 10 });
  expect(items).toMatchObject([{ text: 'Забронировала!', delivery: { state: 'queued' } }]);
  expect(await documents.conversations.get('telegram:42:7')).toMatchObject({ mode: 'human' });
});

test('a score that follows from an edit is no change to be sent, and gives way to the server’s', async () => {
  const { server, register, openAs } = await openStage();
  const { team } = await register('anna');
  const { contactId } = sampleLead();
  const documents = server.documentsOf(team.id);
  await documents.contacts.put(sampleContact(contactId));
  await documents.leads.put(sampleLead());
  await documents.leads.put(sampleLead('lead:2', { contactId: 'contact:2' }));
  const device = await openAs('anna', ['contacts', 'leads', 'twins', 'messages']);
  await online(device);
  await server.goAway();
  await offline(device);
  await editContact(device.workspace, {
    shown: await shown(device.workspace, 'contacts', contactId),
    next: (contact) => ({ ...contact, phone: '+79161234567' }),
  });
  await until(async () => expect((await leadOn(device))?.scoreReasons).not.toEqual(sampleLead().scoreReasons));
  await until(() => expect(device.replication.state().pending).toBe(1));
  await editContact(device.workspace, {
    shown: await shown(device.workspace, 'contacts', contactId),
    next: (contact) => ({ ...contact, company: 'Север' }),
  });
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:2'), 'won');
  await until(() => expect(device.replication.state().pending).toBe(2));

  await documents.leads.update('lead:1', (lead) => ({ ...lead, score: 77 }));
  await server.comeBack();
  await online(device);
  await until(async () => expect(await leadOn(device)).toMatchObject({ score: 77 }));
  expect(await documents.contacts.get(contactId)).toMatchObject({ phone: '+79161234567', company: 'Север' });
});

test('a reply written with no server at all leaves after a restart, once', async () => {
  const { server, register, openAs, restart } = await openStage();
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.conversations.put(sampleConversation());
  const device = await openAs('anna');
  await online(device);
  await server.goAway();
  await sendReply(device.workspace, { conversation: sampleConversation(), text: 'Перезвоню', author: user });
  const restarted = await restart(device);
  await until(() => expect(restarted.replication.state()).toMatchObject({ status: 'offline', pending: 2 }));
  expect(restarted.session.snapshot().state).toBe('signed-in');
  expect(restarted.replication.state().lastSyncAt).toBeGreaterThan(0);

  await server.comeBack();
  await online(restarted);
  const { items } = await documents.messages.find({ index: ['createdAt'], equals: [], limit: 10 });
  expect(items.map(({ text }) => text)).toEqual(['Перезвоню']);
});

test('a suggestion that two devices of a person send offline reaches the customer once', async () => {
  const { server, register, openAs } = await openStage();
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.conversations.put(sampleConversation());
  const devices = [await openAs('anna'), await openAs('anna')];
  for (const device of devices) await online(device);
  await server.goAway();
  const suggested = { conversation: sampleConversation(), text: 'Зал свободен.', cause: 'work:run:1:suggestion' };
  for (const device of devices) await offline(device);
  for (const { workspace } of devices) await sendReply(workspace, { ...suggested, author: user });
  for (const { replication } of devices) await until(() => expect(replication.state().pending).toBe(2));
  await server.comeBack();
  for (const device of devices) await online(device);
  const { items } = await documents.messages.find({ index: ['createdAt'], equals: [], limit: 10 });
  expect(items.map(({ text, author }) => [text, author.id])).toEqual([['Зал свободен.', user.id]]);
  for (const { replication, workspace } of devices) {
    expect(replication.state().refused).toEqual([]);
    expect(await workspace.collections.messages.count().exec()).toBe(1);
  }
});

test('a suggestion that two people send offline is two messages, each by its author, and both see both', async () => {
  const { server, register, openAs, openFor } = await openStage();
  const anna = await register('anna');
  const boris = await server.api.signInAs('rep', anna);
  const documents = server.documentsOf(anna.team.id);
  await documents.conversations.put(sampleConversation());
  const only = ['conversations', 'messages'] as const;
  const devices = [
    { device: await openAs('anna', only), author: anna.user },
    { device: await openFor(boris, only), author: boris.user },
  ];
  for (const { device } of devices) await online(device);
  await server.goAway();
  const suggested = { conversation: sampleConversation(), text: 'Зал свободен.', cause: 'work:run:1:suggestion' };
  for (const { device } of devices) await offline(device);
  for (const { device, author } of devices) await sendReply(device.workspace, { ...suggested, author });
  for (const { device } of devices) await until(() => expect(device.replication.state().pending).toBe(2));
  await server.comeBack();
  for (const { device } of devices) await online(device);

  const sent = [anna.user.id, boris.user.id].toSorted();
  const { items } = await documents.messages.find({ index: ['createdAt'], equals: [], limit: 10 });
  expect(items.map(({ author }) => author.id).toSorted()).toEqual(sent);
  for (const { device } of devices) {
    await until(async () => {
      const shown = await device.workspace.collections.messages.find().exec();
      expect(shown.map(({ author }) => author.id).toSorted()).toEqual(sent);
      expect(shown.map(({ text }) => text)).toEqual(['Зал свободен.', 'Зал свободен.']);
      expect(device.replication.state()).toMatchObject({ pending: 0, refused: [] });
    });
  }
});

test('a push whose answer was lost is repeated without harm, even after the message was sent', async () => {
  const { server, register, openAs } = await openStage();
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.conversations.put(sampleConversation());
  const device = await openAs('anna');
  await online(device);
  server.loseAnswers(2);
  const message = await sendReply(device.workspace, { conversation: sampleConversation(), text: 'Да', author: user });
  await until(async () => expect(await documents.messages.get(message.id)).toBeDefined());
  await documents.messages.update(message.id, (stored) => ({
    ...stored,
    delivery: { state: 'sent', attempts: 1, platformIds: ['1'] },
  }));
  await online(device);
  await until(async () => {
    const shown = await device.workspace.collections.messages.findOne(message.id).exec(true);
    expect(shown.delivery.state).toBe('sent');
  });
  expect((await documents.messages.get(message.id))?.delivery.state).toBe('sent');
});

test('an edit survives a deletion made elsewhere meanwhile', async () => {
  const { server, documents, device } = await openWithLead();
  await server.goAway();
  await offline(device);
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:1'), 'won');
  await documents.leads.delete(['lead:1']);
  await server.comeBack();
  await until(async () => expect((await documents.leads.get('lead:1'))?.stage).toBe('won'));
  expect((await leadOn(device))?.stage).toBe('won');
});

import 'fake-indexeddb/auto';
import { setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import { sampleLead, sampleReply } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test } from 'vitest';
import { shown } from '../testing/shown.ts';
import { leadOn, online, openStage, openWithLead, until } from './testing/open-stage.ts';

test('a refused change waits with its reason, blocks nothing, survives a restart, and goes when it is corrected', async () => {
  const { server, register, openAs, restart } = await openStage();
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead('lead:1'));
  await documents.leads.put(sampleLead('lead:2'));
  const device = await openAs('anna');
  await online(device);
  const { leads } = device.workspace.collections;
  const bad = await leads.findOne('lead:1').exec(true);
  await bad.incrementalPatch({ contactId: 'contact:another', stage: 'won' });
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:2'), 'won');
  await until(async () => expect((await documents.leads.get('lead:2'))?.stage).toBe('won'));
  await until(() => expect(device.replication.state().refused).toHaveLength(1));
  expect((await documents.leads.get('lead:1'))?.stage).toBe('new');

  const restarted = await restart(device);
  await online(restarted);
  expect(restarted.replication.state().refused).toMatchObject([
    {
      id: 'lead:1',
      collection: 'leads',
      code: 'document.forbidden',
      document: { stage: 'won' },
      base: { stage: 'new' },
    },
  ]);

  await documents.leads.update('lead:1', (lead) => ({ ...lead, score: 99 }));
  await until(async () => expect((await leadOn(restarted))?.score).toBe(99));
  const corrected = await restarted.workspace.collections.leads.findOne('lead:1').exec(true);
  await corrected.incrementalPatch({ contactId: sampleLead().contactId, stage: 'won' });
  await until(async () => expect(await documents.leads.get('lead:1')).toMatchObject({ stage: 'won', score: 99 }));
  await until(() => expect(restarted.replication.state().refused).toEqual([]));
});

test('a corrected change keeps what the server did not refuse of it', async () => {
  const { documents, device } = await openWithLead();
  const lead = await device.workspace.collections.leads.findOne('lead:1').exec(true);
  await lead.incrementalPatch({ contactId: 'contact:another', stage: 'won' });
  await until(() => expect(device.replication.state().refused).toHaveLength(1));
  await lead.incrementalPatch({ contactId: sampleLead().contactId });
  await until(async () => expect((await documents.leads.get('lead:1'))?.stage).toBe('won'));
  await until(() => expect(device.replication.state().refused).toEqual([]));
});

test('a message that this device may not write waits as refused and never reaches the team', async () => {
  const { server, register, openAs } = await openStage();
  const { team } = await register('anna');
  const device = await openAs('anna');
  await online(device);
  await device.workspace.collections.messages.insert(sampleReply('somebody-else'));
  await until(() => expect(device.replication.state().refused).toMatchObject([{ code: 'document.forbidden' }]));
  expect(await server.documentsOf(team.id).messages.get('person:somebody-else:1')).toBeUndefined();
});

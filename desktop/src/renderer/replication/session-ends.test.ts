import 'fake-indexeddb/auto';
import { SYNC_VERSION, SYNC_VERSION_HEADER } from '@inbetwin/shared/contracts/sync.ts';
import { setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import { expect, test, vi } from 'vitest';
import { shown } from '../testing/shown.ts';
import { leadOn, online, openWithLead, until } from './testing/open-stage.ts';

test('an access token that expires is renewed unseen', async () => {
  const { server, documents, device } = await openWithLead();
  server.api.clock.advance(16 * 60_000);
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:1'), 'won');
  await until(async () => expect((await documents.leads.get('lead:1'))?.stage).toBe('won'));
  expect(device.session.snapshot().state).toBe('signed-in');
});

test('a session that is revoked is cut and loses nothing; the same person signs in and goes on', async () => {
  const { server, documents, device } = await openWithLead();
  await server.api.services.accounts.logout((await device.storage.loadToken()) ?? '');
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:1'), 'won');
  await until(() => expect(device.replication.state().status).toBe('signed-out'));
  expect(device.session.snapshot()).toMatchObject({ state: 'signed-out' });
  expect(device.replication.state().pending).toBe(1);

  expect(await device.session.signIn({ email: 'anna@example.com', password: 'long enough' })).toBe(true);
  await online(device);
  expect((await documents.leads.get('lead:1'))?.stage).toBe('won');
});

test('a device that is too old says so, works on what it has, and loses nothing until it is updated', async () => {
  const { server, documents, device } = await openWithLead();
  const send = fetch;
  const fetching = vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const headers = new Headers(init?.headers);
    if (headers.has(SYNC_VERSION_HEADER)) headers.set(SYNC_VERSION_HEADER, '1');
    return send(input, { ...init, headers });
  });
  await server.goAway();
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:1'), 'won');
  await server.comeBack();
  await until(() => expect(device.replication.state()).toMatchObject({ status: 'outdated', pending: 1 }));
  expect((await documents.leads.get('lead:1'))?.stage).toBe('new');
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:1'), 'lost');
  expect((await leadOn(device))?.stage).toBe('lost');
  fetching.mockRestore();
  await online(device);
  expect((await documents.leads.get('lead:1'))?.stage).toBe('lost');
});

/** The server's answers as a former version gave them: its stream did not say which form of replication it speaks. */
const spyAsFormerServer = () => {
  const send = fetch;
  return vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const response = await send(input, init);
    if (!String(input).endsWith('/sync/v1/stream') || !response.body) return response;
    const former = new TransformStream<string, string>({
      transform: (text, controller) => controller.enqueue(text.replace(`,"version":${SYNC_VERSION}`, '')),
    });
    const body = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(former);
    return new Response(body.pipeThrough(new TextEncoderStream()), response);
  });
};

test('a device whose server is too old says so, sends it nothing, and goes on once the server is updated', async () => {
  const { server, documents, device } = await openWithLead();
  const fetching = spyAsFormerServer();
  await server.goAway();
  await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:1'), 'won');
  await server.comeBack();
  await until(() => expect(device.replication.state()).toMatchObject({ status: 'server-outdated', pending: 1 }));
  expect((await documents.leads.get('lead:1'))?.stage).toBe('new');
  fetching.mockRestore();
  await online(device);
  expect((await documents.leads.get('lead:1'))?.stage).toBe('won');
});

import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { routes } from '@inbetwin/shared/contracts/http.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sampleContact, sampleConversation, sampleLead, sampleTwin } from '../../sync/testing/sample-documents.ts';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';

let api: Api;
let owner: Session;

beforeAll(async () => {
  api = await startApi();
  owner = await api.register('owner');
});
afterAll(() => api.close());

const send = (method: string, path: string, body?: unknown, token = owner.accessToken) =>
  api.send(method, `/api/v1/contacts/${path}`, { token, ...(body !== undefined && { body }) });
const documents = async () => (await api.services.team(owner.team.id)).documents;

/** A customer who came through a channel, with all that belongs to them. */
const storeCustomer = async (externalId: string) => {
  const [id, chat] = [`contact:telegram:42:${externalId}`, `telegram:42:${externalId}`];
  const stored = await documents();
  const identities = [{ channel: 'telegram', account: '42', externalId, handle: 'anna' }];
  await stored.contacts.put(sampleContact(id, { name: 'anna_92', identities }));
  await stored.conversations.put(sampleConversation(chat, { contactId: id, leadId: `lead:${chat}` }));
  await stored.leads.put(sampleLead(`lead:${chat}`, { contactId: id, title: 'anna_92', conversationId: chat }));
  await stored.twins.put(sampleTwin(id));
  return { id, chat };
};

/** The next write of one collection is refused. */
const failOnce = async (name: CollectionName) =>
  vi
    .spyOn((await documents())[name].stored, 'write')
    .mockRejectedValueOnce(new Failure('store.unavailable', 'The store does not answer.', 'Try again.'));

test('a channel’s customer is corrected: the lead goes by the new name, and the handle stays', async () => {
  const { id, chat } = await storeCustomer('1');
  const response = await send('PATCH', id, {
    name: 'Анна',
    phone: '8 (916) 123-45-67',
    email: 'A@B.ru',
    company: 'Ромашка',
  });
  const { contact, namesake } = routes.updateContact.response.parse(await response.json());
  expect(contact).toMatchObject({ name: 'Анна', phone: '+79161234567', email: 'a@b.ru', company: 'Ромашка' });
  expect(contact.identities).toMatchObject([{ handle: 'anna' }]);
  expect(contact.edits?.['/phone']).toMatchObject({ by: owner.user.id });
  expect(namesake).toBeUndefined();
  expect(await (await documents()).leads.get(`lead:${chat}`)).toMatchObject({ title: 'Анна' });
  const cleared = routes.updateContact.response.parse(await (await send('PATCH', id, { phone: null })).json());
  expect(cleared.contact).not.toHaveProperty('phone');
});

test('what is no phone and no address is refused, field by field, and nothing is changed', async () => {
  const { id } = await storeCustomer('2');
  const problem = await readProblem(await send('PATCH', id, { name: 'Пётр', phone: 'не телефон', email: 'нет' }));
  expect(problem.code).toBe('request.invalid');
  expect(problem.errors?.map(({ path }) => path)).toEqual(['phone', 'email']);
  expect(await (await documents()).contacts.get(id)).toMatchObject({ name: 'anna_92' });
});

test('a change or a removal that names the version it was made to is refused when that is another by now', async () => {
  const { id } = await storeCustomer('version');
  const path = `/api/v1/contacts/${id}`;
  const naming = (ifMatch: string, body?: object) => ({
    token: owner.accessToken,
    headers: { 'If-Match': ifMatch },
    body,
  });
  const read = async () => (await send('GET', id)).headers.get('ETag') ?? '';
  const first = await read();
  const changed = await api.send('PATCH', path, naming(first, { name: 'Анна' }));
  expect([changed.status, changed.headers.get('ETag')]).toEqual([200, await read()]);
  const late = await readProblem(await api.send('PATCH', path, naming(first, { name: 'Пётр' })));
  expect([late.status, late.code]).toEqual([412, 'resource.changed']);
  expect((await api.send('DELETE', path, naming(first))).status).toBe(412);
  expect(await (await documents()).contacts.get(id)).toMatchObject({ name: 'Анна' });
  expect((await api.send('DELETE', path, naming(await read()))).status).toBe(200);
});

test('the same number in another notation is told of', async () => {
  const [first, second] = [await storeCustomer('3'), await storeCustomer('4')];
  await send('PATCH', first.id, { phone: '+7 926 000 00 01' });
  const response = await send('PATCH', second.id, { phone: '8 (926) 000-00-01' });
  expect(routes.updateContact.response.parse(await response.json()).namesake).toBe(first.id);
});

test('a channel’s customer is removed with all that is known of them, and comes back', async () => {
  const { id, chat } = await storeCustomer('5');
  const stored = await documents();
  const read = async () => ({
    contact: await stored.contacts.get(id),
    lead: await stored.leads.get(`lead:${chat}`),
    twin: await stored.twins.get(id),
    status: (await stored.conversations.get(chat))?.status,
  });
  const before = await read();
  const removed = routes.deleteContact.response.parse(await (await send('DELETE', id)).json());
  expect(await read()).toEqual({ contact: undefined, lead: undefined, twin: undefined, status: 'closed' });
  expect((await readProblem(await send('DELETE', id))).code).toBe('resource.not_found');

  expect((await send('POST', `${id}/restore`, removed)).status).toBe(200);
  const after = await read();
  expect(after).toMatchObject({ contact: { name: 'anna_92' }, status: 'open', lead: { title: 'anna_92' } });
  expect(after.twin?.facts).toEqual(before.twin?.facts);
  expect((await readProblem(await send('POST', `${id}/restore`, removed))).code).toBe('resource.conflict');
});

test('a restore that the store cut short is repeated with the same body, wherever it was cut', async () => {
  for (const name of ['contacts', 'twins', 'leads', 'conversations'] as const) {
    const { id, chat } = await storeCustomer(`cut-${name}`);
    const removed = await (await send('DELETE', id)).json();
    await failOnce(name);
    expect((await send('POST', `${id}/restore`, removed)).status).toBe(503);
    expect((await send('POST', `${id}/restore`, removed)).status).toBe(200);
    const { leads, twins, conversations } = await documents();
    expect([await leads.get(`lead:${chat}`), await twins.get(id)]).not.toContain(undefined);
    expect((await conversations.get(chat))?.status).toBe('open');
  }
});

test('exactly what was removed is brought back, and nothing can be smuggled in with it', async () => {
  const [one, other] = [await storeCustomer('8'), await storeCustomer('9')];
  await send('PATCH', one.id, { name: 'Анна' });
  const remove = async (id: string) => routes.deleteContact.response.parse(await (await send('DELETE', id)).json());
  const restore = (id: string, body: unknown) => send('POST', `${id}/restore`, body);
  const [removed, others] = [await remove(one.id), await remove(other.id)];
  const [lead] = removed.leads;
  const forged = [
    { ...removed, contact: { ...removed.contact, phone: '+79990000000' } },
    { ...removed, contact: { ...removed.contact, edits: {}, seen: {} } },
    { ...removed, leads: [{ ...lead, stage: 'won', amount: 1 }] },
    { ...removed, leads: [...removed.leads, sampleLead('lead:new', { contactId: one.id })] },
    { ...removed, twin: { ...removed.twin, facts: [] } },
    { ...removed, conversations: [...removed.conversations, 'telegram:42:somebody'] },
    { ...removed, receipt: others.receipt },
    others,
  ];
  for (const body of forged) {
    const problem = await readProblem(await restore(one.id, body));
    expect([problem.code, problem.errors?.map(({ path }) => path)]).toEqual(['request.invalid', ['receipt']]);
  }
  const { contact: _, ...rest } = removed;
  // The order of fields says nothing.
  expect((await restore(one.id, { ...rest, contact: removed.contact })).status).toBe(200);

  await send('PATCH', one.id, { name: 'Мария' });
  const again = await remove(one.id);
  expect((await restore(one.id, removed)).status).toBe(422);
  expect((await restore(one.id, again)).status).toBe(200);
  expect(await (await documents()).contacts.get(one.id)).toMatchObject({ name: 'Мария' });
});

test('only what belonged to the contact is brought back with it, and only by who may delete', async () => {
  const { id } = await storeCustomer('6');
  const removed = routes.deleteContact.response.parse(await (await send('DELETE', id)).json());
  const foreign = { ...removed, leads: [sampleLead('lead:x', { contactId: 'somebody' })] };
  expect((await readProblem(await send('POST', `${id}/restore`, foreign))).code).toBe('request.invalid');
  const rep = await api.tokenAs('rep', owner);
  expect((await send('POST', `${id}/restore`, removed, rep)).status).toBe(403);
  expect((await send('DELETE', (await storeCustomer('7')).id, undefined, rep)).status).toBe(403);
  const never = { ...removed, contact: { ...removed.contact, id: 'new' }, leads: [], twin: undefined };
  expect((await send('POST', 'new/restore', never)).status).toBe(404);
});

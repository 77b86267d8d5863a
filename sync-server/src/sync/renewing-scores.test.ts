import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import type { Caller } from '../accounts/access-token.ts';
import { createSyncGateway } from './gateway.ts';
import { renewingScores } from './renewing-scores.ts';
import { createDevice } from './testing/create-device.ts';
import { openGateway } from './testing/open-gateway.ts';
import { sampleFact, sampleLead, sampleTwin } from './testing/sample-documents.ts';

const anna: Caller = { userId: 'anna', teamId: 'team1', role: 'manager', sessionId: 's1' };

/** A team whose gateway scores what devices change. */
const openTeam = () => {
  const store = createMemoryStore();
  const { documents, time } = openGateway('leads', store);
  const clock = time;
  const gateway = renewingScores(createSyncGateway({ store, clockOf: async () => clock }), {
    documentsOf: () => documents,
    clock,
  });
  const send = (
    collection: ReplicatedCollection,
    base: SyncDocument | null,
    next: Record<string, unknown> & { id: string },
  ) => gateway.push(anna, { collection, rows: [createDevice(collection, { userId: 'anna', now: time })(base, next)] });
  const score = async (id = 'deal:1') => {
    const lead = await documents.leads.get(id);
    return { score: lead?.score, codes: lead?.scoreReasons.map(({ code }) => code) };
  };
  return { documents, send, score, time };
};
const person = { id: 'person:1', kind: 'person' as const, name: 'Анна', identities: [], createdAt: 1, updatedAt: 1 };
const deal = sampleLead('deal:1', { contactId: person.id, bant: { need: 'зал' }, score: 0, scoreReasons: [] });

test('a lead made by hand is scored, whatever score its device guessed', async () => {
  const { send, score } = openTeam();
  await send('contacts', null, { ...person, phone: '+79161234567' });
  expect((await send('leads', null, { ...deal, score: 99 })).refused).toEqual([]);
  expect(await score()).toEqual({ score: 25, codes: ['has_phone', 'need_known'] });
});

test('what a person edits of a lead or its contact is scored', async () => {
  const { documents, send, score } = openTeam();
  await documents.contacts.put(person);
  await documents.leads.put(deal);
  const stored = { ...deal, _deleted: false };
  await send('leads', stored, { ...deal, bant: { ...deal.bant, budget: '500 тыс.' }, score: 1 });
  expect(await score()).toEqual({ score: 25, codes: ['budget_known', 'need_known'] });
  await send('contacts', { ...person, _deleted: false }, { ...person, email: 'a@b.ru' });
  expect(await score()).toMatchObject({ score: 35 });
});

test('a fact that a person forbids counts no more', async () => {
  const { documents, send, score } = openTeam();
  const fact = sampleFact('budget', '1 млн');
  const twin = { ...sampleTwin(person.id), facts: [fact] };
  await documents.contacts.put(person);
  await documents.twins.put(twin);
  await documents.leads.put(deal);
  const forbidden = { ...twin, facts: [{ ...fact, state: 'forbidden' as const }] };
  await send('contacts', { ...person, _deleted: false }, { ...person, company: 'Ромашка' });
  expect((await score()).codes).toContain('budget_known');
  await send('twins', { ...twin, _deleted: false }, forbidden);
  expect((await score()).codes).not.toContain('budget_known');
});

import { collectionNames } from '@inbetwin/shared/entities/registry.ts';
import { digestOf } from '@inbetwin/shared/knowledge/source-identity.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { removeDemo } from './remove-demo.ts';
import { seedDemo } from './seed-demo.ts';

const now = Date.UTC(2026, 5, 1);
const team = { name: 'Demo', slug: 'demo' };

const kept: string[] = [];
const forgotten: string[] = [];
const keepOriginal = async (bytes: Uint8Array) => kept.push(await digestOf(bytes));

const livingIds = async (documents: TeamDocuments) => {
  const ids: string[] = [];
  for (const name of collectionNames) {
    const { changes } = await documents[name].stored.changes({ limit: 1000 });
    ids.push(...changes.filter(({ deleted }) => !deleted).map(({ id }) => `${name}/${id}`));
  }
  return ids.sort();
};

test('the sample team holds both languages, and every citation quotes its passage to the letter', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'demo');
  await seedDemo({ documents, keepOriginal }, team, now);
  const { items: conversations } = await documents.conversations.find({ index: ['recency'], equals: [], limit: 100 });
  expect(new Set(conversations.map(({ language }) => language))).toEqual(new Set(['ru', 'en']));
  const { items: messages } = await documents.messages.find({ index: ['createdAt'], equals: [], limit: 1000 });
  const citations = messages.flatMap((message) => message.citations);
  expect(citations.length).toBeGreaterThan(4);
  for (const { passageId, quote } of citations) {
    expect((await documents.passages.get(passageId))?.text).toContain(quote);
  }
  const { items: leads } = await documents.leads.find({ index: ['updatedAt'], equals: [], limit: 100 });
  expect(leads.every(({ score, scoreReasons }) => score === 0 || scoreReasons.length > 0)).toBe(true);
});

test('the sample products cost what the sample knowledge says, and somebody has something to do', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'demo');
  await seedDemo({ documents, keepOriginal }, team, now);
  const { items: products } = await documents.catalog.find({ index: ['updatedAt'], equals: [], limit: 100 });
  const { items: passages } = await documents.passages.find({ index: ['updatedAt'], equals: [], limit: 1000 });
  const knowledge = passages.map(({ text }) => text).join('\n');
  expect(products.length).toBeGreaterThan(5);
  for (const { priceMicros } of products) {
    expect(knowledge).toContain((priceMicros / 1e6).toLocaleString('ru').replaceAll(/\s/g, ' '));
  }
  const { items: work } = await documents.work.find({ index: ['updatedAt'], equals: [], limit: 100 });
  expect(work.map(({ kind, state }) => [kind, state])).toEqual([
    ['task', 'open'],
    ['task', 'open'],
  ]);
});

test('seeding again after a crash before the end completes the samples', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'demo');
  await seedDemo({ documents, keepOriginal }, team, now);
  const before = await livingIds(documents);
  await documents.settings.delete(['team']);
  await documents.messages.delete(before.flatMap((id) => (id.startsWith('messages/') ? [id.slice(9)] : [])));
  await seedDemo({ documents, keepOriginal }, team, now + 1);
  expect(await livingIds(documents)).toEqual(before);
});

test('removed samples stay away with their originals, and what the team added itself stays', async () => {
  kept.length = 0;
  const documents = openTeamDocuments(createMemoryStore(), 'demo');
  await seedDemo({ documents, keepOriginal }, team, now);
  await documents.contacts.put({
    id: 'contact:own',
    kind: 'person',
    name: 'Own',
    identities: [],
    createdAt: now,
    updatedAt: now,
  });
  await removeDemo({ documents, forgetOriginals: async (digests) => void forgotten.push(...digests) }, now);
  expect(forgotten.toSorted()).toEqual(kept.toSorted());
  await seedDemo({ documents, keepOriginal }, team, now);
  expect(await livingIds(documents)).toEqual(['contacts/contact:own', 'settings/team']);
});

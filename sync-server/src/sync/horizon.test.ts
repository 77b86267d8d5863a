import type { PullResponse, SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import { leadStages, openStages } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { entities, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookUp } from './look-up.ts';
import { pull } from './pull.ts';
import { sampleConversation, sampleLead, sampleReply, sampleSource } from './testing/sample-documents.ts';

const sampleMessage = (id: string, changes: Partial<Message>) => sampleReply('anna', { id, ...changes });

const team = { teamId: 'team1' };

/** Pulls from the beginning until there is no more. */
const pullWith = async (next: (checkpoint: SyncCheckpoint | null) => Promise<PullResponse>) => {
  const ids: string[] = [];
  const pages: PullResponse[] = [];
  let checkpoint: SyncCheckpoint | null = null;
  for (let more = true; more; ) {
    const page = await next(checkpoint);
    ids.push(...page.documents.map(({ id }) => id));
    pages.push(page);
    ({ more, checkpoint } = page);
  }
  return { ids, pages };
};

test('a bounded first pull brings what is recent and what is open, whatever its age, once', async () => {
  const leadArbitrary = fc.record({
    stage: fc.constantFrom(...leadStages),
    updatedAt: fc.integer({ min: 0, max: 100 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(leadArbitrary, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 20 }),
      async (drawn, since, limit) => {
        const store = createMemoryStore();
        const leads = drawn.map((lead, at) => sampleLead(`lead:${at}`, lead));
        await openTeamDocuments(store, team.teamId).leads.insertMany(leads);
        const horizon = { since, wholeUpTo: 0 };
        const { ids, pages } = await pullWith((checkpoint) =>
          pull(store, team, { collection: 'leads', checkpoint, limit, ...(checkpoint === null && { horizon }) }),
        );
        const isOpen = (stage: string) => openStages.some((open) => open === stage);
        const expected = leads.filter(({ stage, updatedAt }) => isOpen(stage) || updatedAt >= since);
        expect(ids.toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
        for (const page of pages) expect(page).toMatchObject({ total: leads.length, since });
      },
    ),
    { seed: 70, numRuns: 60 },
  );
});

test('conversations are recent by their last message, and messages by when they were stored', async () => {
  const store = createMemoryStore();
  const { conversations, messages } = openTeamDocuments(store, team.teamId);
  const times = [10, 20, 30, 40];
  await conversations.insertMany(
    times.map((at) => sampleConversation(`telegram:1:${at}`, { recency: newestFirst(at) })),
  );
  // An imported history is written last.
  await messages.insertMany([40, 30, 20, 10].map((at) => sampleMessage(`telegram:1:1:${at}`, { createdAt: at })));
  for (const [collection, expected] of [
    ['conversations', ['telegram:1:40', 'telegram:1:30', 'telegram:1:20']],
    ['messages', ['telegram:1:1:40', 'telegram:1:1:30', 'telegram:1:1:20']],
  ] as const) {
    const horizon = { since: 20, wholeUpTo: 3 };
    const { ids } = await pullWith((checkpoint) => pull(store, team, { collection, checkpoint, limit: 2, horizon }));
    expect(ids).toEqual(expected);
  }
});

test('a small collection is sent whole, and so is one that nothing is left out of', async () => {
  const store = createMemoryStore();
  const { leads, sources } = openTeamDocuments(store, team.teamId);
  await leads.insertMany([sampleLead('lead:1', { stage: 'lost', updatedAt: 1 })]);
  const at = { collection: 'leads', checkpoint: null, limit: 10 } as const;
  const whole = await pull(store, team, { ...at, horizon: { since: 5, wholeUpTo: 1 } });
  expect(whole.documents).toHaveLength(1);
  expect(whole).not.toHaveProperty('since');
  const bounded = await pull(store, team, { ...at, horizon: { since: 5, wholeUpTo: 0 } });
  expect(bounded).toMatchObject({ documents: [], since: 5, total: 1, more: false });
  await sources.put(sampleSource('ab'));
  const whatever = await pull(store, team, { ...at, collection: 'sources', horizon: { since: 5, wholeUpTo: 0 } });
  expect(whatever.documents).toHaveLength(1);
  expect(whatever).not.toHaveProperty('since');
});

test('what changes after a bounded first pull began follows it, whatever its age', async () => {
  const store = createMemoryStore();
  const { leads } = openTeamDocuments(store, team.teamId);
  const old = sampleLead('lead:old', { stage: 'lost', updatedAt: 1 });
  await leads.insertMany([old, sampleLead('lead:new', { updatedAt: 9 })]);
  const horizon = { since: 5, wholeUpTo: 0 };
  const first = await pull(store, team, { collection: 'leads', checkpoint: null, limit: 1, horizon });
  await leads.put({ ...old, title: 'x' });
  const rest = await pull(store, team, { collection: 'leads', checkpoint: first.checkpoint, limit: 10 });
  const all = [...first.documents, ...rest.documents, ...(await changesAfter(store, rest)).documents];
  expect(all.map(({ id }) => id).toSorted()).toEqual(['lead:new', 'lead:old']);
});

const changesAfter = (store: ReturnType<typeof createMemoryStore>, { checkpoint }: PullResponse) =>
  pull(store, team, { collection: 'leads', checkpoint, limit: 10 });

test('a request for documents by their ids tells where a bounded first pull begins', async () => {
  const store = createMemoryStore();
  await openTeamDocuments(store, team.teamId).leads.insertMany([
    sampleLead('lead:old', { stage: 'won', updatedAt: 1 }),
    sampleLead('lead:new', { updatedAt: 9 }),
  ]);
  const horizon = { since: 5, wholeUpTo: 0 };
  const at = { collection: 'leads', limit: 10 } as const;
  const found = await pull(store, team, { ...at, checkpoint: null, ids: ['lead:old'], horizon });
  expect(found).toMatchObject({ since: 5, total: 2 });
  expect(found.documents.map(({ id }) => id)).toEqual(['lead:old']);
  const page = await pull(store, team, { ...at, checkpoint: found.checkpoint });
  expect(page.documents.map(({ id }) => id)).toEqual(['lead:new']);
});

test('what a device leaves out and what it must hold are declared by indexes and collections that exist', () => {
  for (const name of replicatedNames) {
    const { ofLargeTeams, references, schema } = entities[name];
    for (const { field, collection } of references) {
      expect(Object.keys(schema.shape)).toContain(field);
      expect(replicatedNames).toContain(collection);
    }
    if (ofLargeTeams === 'everything') continue;
    const {
      each = [],
      whateverAge = [],
    }: { readonly each?: readonly string[]; readonly whateverAge?: readonly string[] } = ofLargeTeams;
    expect(each).toEqual(expect.arrayContaining([...whateverAge]));
  }
});

test('messages are looked up by their conversation, the newest first, before a time and page by page', async () => {
  const store = createMemoryStore();
  const times = [1, 2, 3, 4, 5];
  await openTeamDocuments(store, team.teamId).messages.insertMany([
    ...times.map((at) => sampleMessage(`telegram:1:1:${at}`, { createdAt: at })),
    sampleMessage('telegram:1:2:1', { conversationId: 'telegram:1:2', createdAt: 2 }),
  ]);
  const { conversationId } = sampleReply('anna');
  const about = { collection: 'messages', field: 'conversationId', value: conversationId, limit: 2 } as const;
  const first = await lookUp(store, team, { ...about, before: 4 });
  expect(first.documents.map(({ id }) => id)).toEqual(['telegram:1:1:3', 'telegram:1:1:2']);
  const second = await lookUp(store, team, { ...about, before: 4, ...(first.next && { cursor: first.next }) });
  expect(second.documents.map(({ id }) => id)).toEqual(['telegram:1:1:1']);
  expect(second.next).toBeUndefined();
});

test('a field that no index begins with is refused, and a time where the order has none', async () => {
  const store = createMemoryStore();
  const about = { collection: 'messages', value: 'x', limit: 2 } as const;
  await expect(lookUp(store, team, { ...about, field: 'text' })).rejects.toMatchObject({ code: 'request.invalid' });
  const work = { ...about, collection: 'work', field: 'contactId', before: 4 } as const;
  await expect(lookUp(store, team, work)).rejects.toMatchObject({ code: 'request.invalid' });
});

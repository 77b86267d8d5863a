import type { DomainEvent } from '@inbetwin/shared/contracts/events.ts';
import { type Lead, leadStages, leads } from '@inbetwin/shared/entities/lead.ts';
import type { DocumentCollection, DocumentStore, WriteRow } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRandom } from '../testing/random.ts';
import { openTeamEvents } from './team-events.ts';

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const timing = { firstRetryMs: 1, longestRetryMs: 4 };
const sample = leads.samples.stored as Lead;

/** A store whose writes outside of the team's own documents fail sometimes, before or after they were made. */
const unreliable = (store: DocumentStore, fails: () => boolean): DocumentStore => {
  const broken = (collection: DocumentCollection): DocumentCollection => ({
    ...collection,
    write: async (rows: readonly WriteRow[]) => {
      if (fails()) throw new Error('killed before the write');
      const results = await collection.write(rows);
      if (fails()) throw new Error('killed after the write');
      return results;
    },
  });
  return {
    ...store,
    collection: (name, options) => {
      const collection = store.collection(name, options);
      return name.startsWith('team-') ? collection : broken(collection);
    },
  };
};

/** Begins to follow a team; what it publishes is in `heard`. */
const begin = (store: DocumentStore, heard: DomainEvent[], fails: () => boolean) => {
  const stopping = new AbortController();
  const feed = openTeamEvents({
    ...{ teamId: 'crew', store: unreliable(store, fails), log, timing, random: () => 0 },
    signal: stopping.signal,
    whenReachable: async () => undefined,
    publish: async (events) => {
      for (const event of events) {
        if (fails()) throw new Error('the broker is gone');
        heard.push(event);
      }
      if (fails()) throw new Error('the confirm is lost');
    },
  });
  const following = feed.follow();
  return async () => {
    stopping.abort();
    await following;
  };
};

test.each([1, 2, 3, 4, 5])(
  'however often it ends on the way, everything is told at least once and in order (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const fails = () => random() < 0.2;
    const store = createMemoryStore();
    onTestFinished(() => store.close());
    const documents = openTeamDocuments(store, 'crew');
    const heard: DomainEvent[] = [];
    const ids = Array.from({ length: 8 }, (_, index) => `lead-${index}`);
    for (let life = 0; life < 12; life++) {
      const end = begin(store, heard, fails);
      for (const id of ids) {
        const stage = leadStages[Math.floor(random() * leadStages.length)] ?? 'new';
        await documents.leads.upsert(id, (lead) => ({ ...(lead ?? { ...sample, id }), stage, score: life }));
        if (random() < 0.3) await vi.waitFor(() => expect(heard.length).toBeGreaterThan(life), { interval: 1 });
      }
      await end();
    }
    const end = begin(store, heard, () => false);
    onTestFinished(end);
    for (const id of ids) {
      const stored = await documents.leads.get(id);
      await vi.waitFor(() => expect(lastTold(heard, id)).toEqual({ stage: stored?.stage, score: 11 }), { interval: 3 });
    }
  },
);

/** What somebody knows who has applied the events of a lead, each one once. */
const lastTold = (heard: readonly DomainEvent[], id: string) => {
  const seen = new Set<string>();
  let known: { stage: string; score: number } | undefined;
  let newest = -1;
  for (const event of heard.filter(({ entity }) => entity.id === id)) {
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    if (event.type === 'lead.created') {
      expect(known).toBeUndefined();
      known = { stage: event.data.stage, score: event.data.score };
    } else if (!known) throw new Error('It was changed before it was created.');
    else if (event.type === 'lead.stage_changed') {
      expect(event.data.from).toBe(known.stage);
      known = { ...known, stage: event.data.to };
    } else if (event.type === 'lead.scored') {
      expect(event.data.from).toBe(known.score);
      known = { ...known, score: event.data.to };
    }
    expect(known?.score).toBeGreaterThanOrEqual(newest);
    newest = known?.score ?? newest;
  }
  return known;
};

test('what was told is not told again after a restart, or when the checkpoint is lost', async () => {
  const store = createMemoryStore();
  onTestFinished(() => store.close());
  const documents = openTeamDocuments(store, 'crew');
  const heard: DomainEvent[] = [];
  await documents.leads.upsert('a', () => ({ ...sample, id: 'a' }));
  const end = begin(store, heard, () => false);
  await vi.waitFor(() => expect(heard).toHaveLength(1), { interval: 1 });
  await documents.leads.upsert('a', (lead) => ({ ...(lead ?? sample), title: 'Другое' }));
  await documents.leads.upsert('b', () => ({ ...sample, id: 'b' }));
  await vi.waitFor(() => expect(heard).toHaveLength(2), { interval: 1 });
  await end();
  await store.deleteDatabase('server');
  onTestFinished(begin(store, heard, () => false));
  await documents.leads.upsert('c', () => ({ ...sample, id: 'c' }));
  await vi.waitFor(() => expect(heard.map(({ entity }) => entity.id)).toEqual(['a', 'b', 'c']), { interval: 1 });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedPage, FeedQuery } from './couch-feed.ts';
import { readLatest } from './couch-latest.ts';

/** A change feed of some shards, whose rows are merged in another order by each request, as CouchDB does. */
const createFeed = (shards: number) => {
  const rows = new Map<string, { readonly shard: number; readonly seq: number; readonly deleted: boolean }>();
  const ends = Array.from({ length: shards }, () => 0);
  let requests = 0;

  const write = (id: string, deleted = false): void => {
    const shard = rows.get(id)?.shard ?? rows.size % shards;
    const seq = (ends[shard] ?? 0) + 1;
    ends[shard] = seq;
    rows.delete(id);
    rows.set(id, { shard, seq, deleted });
  };

  const shardRows = (shard: number, since: number) =>
    [...rows].filter(([, row]) => row.shard === shard && row.seq > since).sort(([, a], [, b]) => a.seq - b.seq);

  const feed = async ({ since = '0', limit, descending }: FeedQuery): Promise<FeedPage> => {
    requests += 1;
    const at = since === '0' || descending ? ends.map(() => 0) : since.slice(2).split('_').map(Number);
    const queues = ends.map((_, shard) => shardRows(shard, at[shard] ?? 0));
    if (descending) for (const queue of queues) queue.reverse();
    const place = descending ? [...ends] : [...at];
    const pending = queues.reduce((sum, { length }) => sum + length, 0);
    const results: FeedPage['results'] = [];
    for (let turn = requests; results.length < Math.min(limit, pending); turn += requests) {
      const next = queues[turn % shards]?.shift() ?? queues.find(({ length }) => length > 0)?.shift();
      if (!next) break;
      const [id, { shard, seq, deleted }] = next;
      // Backward, a sequence is that of the place before the row was read.
      if (!descending) place[shard] = seq;
      results.push({ id, seq: `0-${place.join('_')}`, deleted, doc: { _id: id, _rev: `${seq}-x`, _deleted: deleted } });
      if (descending) place[shard] = seq - 1;
    }
    return { results, last_seq: `0-${place.join('_')}`, pending: pending - results.length };
  };

  const living = () => [...rows].filter(([id, { deleted }]) => !deleted && id.startsWith('docs:')).map(([id]) => id);
  return { write, feed, living };
};

const open = (shards: number) => {
  const couch = createFeed(shards);
  const getMany = async (ids: readonly string[]) => ids.map((id) => ({ id, rev: '1-x', deleted: false, body: { id } }));
  const reader = { collection: 'docs', feed: couch.feed, getMany, shards: async () => shards };
  return { ...couch, reader };
};

test('whatever is written while they are read, every living document comes with a page or behind the sequence', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        shards: fc.integer({ min: 1, max: 2 }),
        documents: fc.integer({ min: 0, max: 5000 }),
        // One document of the collection in so many.
        every: fc.integer({ min: 1, max: 9 }),
        limit: fc.integer({ min: 200, max: 1000 }),
        written: fc.integer({ min: 0, max: 300 }),
        seed: fc.nat(),
      }),
      async ({ shards, documents, every, limit, written, seed }) => {
        const { reader, write, feed, living } = open(shards);
        const idOf = (at: number) => (at % every === 0 ? `docs:${at}` : `others:${at}`);
        for (let at = 0; at < documents; at++) write(idOf(at), at % 11 === 3);
        const held = new Set<string>();
        const first = await readLatest(reader, { limit });
        let page = first;
        let turn = seed;
        let pages = 0;
        for (;;) {
          expect(page.documents.length).toBeLessThanOrEqual(limit);
          for (const { id } of page.documents) held.add(`docs:${id}`);
          pages += 1;
          // Several shards are read to the end of the feed, which must not move on for ever.
          for (let n = 0; n < written && pages < 20; n++) {
            turn = (turn * 48_271 + 11) % 2_147_483_647;
            write(idOf(turn % (documents + 100)), turn % 5 === 0);
          }
          if (page.next === undefined) break;
          page = await readLatest(reader, { limit, cursor: page.next });
        }
        const { results } = await feed({ since: first.sequence, limit: 100_000, documents: false });
        for (const { id } of results) held.add(id);
        expect(living().filter((id) => !held.has(id))).toEqual([]);
      },
    ),
    { seed: 65, numRuns: 40 },
  );
});

test('a document comes before all that are more than twice as deep in the feed', async () => {
  const { reader, write } = open(1);
  const documents = 20_000;
  for (let at = 0; at < documents; at++) write(`docs:${at}`);
  const read: number[] = [];
  let next: string | undefined;
  do {
    const page = await readLatest(reader, { limit: 1000, ...(next !== undefined && { cursor: next }) });
    read.push(...page.documents.map(({ id }) => documents - 1 - Number(id)));
    next = page.next;
  } while (next !== undefined);
  expect(read.slice(0, 1000)).toEqual(Array.from({ length: 1000 }, (_, depth) => depth));
  for (const [before, depth] of read.entries()) expect(depth).toBeLessThan(2 * (before + 1500));
  expect(new Set(read).size).toBe(documents);
});

test('a few documents among many others are not read with the documents of the others', async () => {
  const { reader, write } = open(1);
  for (let at = 0; at < 10_000; at++) write(at < 50 ? `docs:${at}` : `others:${at}`);
  let fetched = 0;
  const feed = async (query: FeedQuery) => {
    const page = await reader.feed(query);
    if (query.documents) fetched += page.results.length;
    return page;
  };
  const found: string[] = [];
  let next: string | undefined;
  do {
    const page = await readLatest({ ...reader, feed }, { limit: 100, ...(next !== undefined && { cursor: next }) });
    found.push(...page.documents.map(({ id }) => id));
    next = page.next;
  } while (next !== undefined);
  expect(found).toHaveLength(50);
  expect(fetched).toBeLessThan(1200);
});

import type { ChangeBatch, DocumentCollection } from '@inbetwin/shared/ports/document-store.ts';
import { describe, expect, it } from 'vitest';
import { indexes, pageLatest, readOn, rev, revOf, type StoreBench, writeOk } from './suite-steps.ts';

/** Contract tests for the change feed: order, checkpoints, and live following. */
export const describeFeed = ({ traits, patience, store, newCollection, newName, open }: StoreBench): void => {
  const within = { timeout: patience };

  describe('the change feed', () => {
    it('has each document once, in the order of its last write, deleted ones too', async () => {
      const collection = newCollection();
      const [a] = await writeOk(collection, ...['a', 'b', 'c'].map((id) => ({ id, body: { id, n: 1 } })));
      await writeOk(collection, { id: 'a', ...rev(await collection.get('a')), body: { id: 'a', n: 2 } });
      await writeOk(collection, { id: 'b', ...rev(await collection.get('b')), deleted: true, body: { id: 'b' } });
      const { changes } = await collection.changes({ limit: 10 });
      expect(changes.map(({ id, deleted, body }) => [id, deleted, body.n])).toEqual([
        ['c', false, 1],
        ['a', false, 2],
        ['b', true, undefined],
      ]);
      expect(changes[1]?.rev).not.toBe(revOf(a));
    });

    it('goes on behind a sequence, in steps of the limit', async () => {
      const collection = newCollection();
      const ids = Array.from({ length: 7 }, (_, n) => `d${n}`);
      for (const id of ids) await writeOk(collection, { id, body: { id } });
      const first = await collection.changes({ limit: 3 });
      expect(first.changes).toHaveLength(3);
      expect([...first.changes, ...(await readOn(collection, first.sequence))].map(({ id }) => id)).toEqual(ids);
      const newest = await collection.sequence();
      expect((await collection.changes({ since: newest, limit: 3 })).changes).toEqual([]);
      await writeOk(collection, { id: 'new', body: { id: 'new' } });
      expect((await collection.changes({ since: newest, limit: 3 })).changes.map(({ id }) => id)).toEqual(['new']);
    });

    it('counts what is behind a sequence, each document once', async () => {
      const collection = newCollection();
      const ids = ['a', 'b', 'c', 'd', 'e'];
      await writeOk(collection, ...ids.map((id) => ({ id, body: { id, n: 1 } })));
      const begin = await collection.changes({ limit: 2 });
      expect(await collection.countChanges(begin.sequence)).toBe(3);
      await writeOk(collection, { id: 'a', ...rev(await collection.get('a')), body: { id: 'a', n: 2 } });
      await writeOk(collection, { id: 'a', ...rev(await collection.get('a')), deleted: true, body: { id: 'a' } });
      expect(await collection.countChanges(begin.sequence)).toBe(4);
      expect(await collection.countChanges(await collection.sequence())).toBe(0);
    });

    it('refuses a sequence that it never gave out', async () => {
      const collection = newCollection();
      await writeOk(collection, { id: 'a', body: { id: 'a' } });
      for (const since of ['nonsense', '', '0.999999', '-1', '1 OR 1=1']) {
        await expect(collection.changes({ since, limit: 1 })).rejects.toMatchObject({ code: 'store.bad_sequence' });
        await expect(collection.countChanges(since)).rejects.toMatchObject({ code: 'store.bad_sequence' });
      }
      const iterator = collection.follow({ since: 'nonsense', limit: 1, signal: new AbortController().signal });
      await expect(iterator[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'store.bad_sequence' });
    });
  });

  describe('the latest documents', () => {
    it('are the living ones of the collection, what was written last first', async () => {
      const collection = newCollection();
      const others = store().collection(collection.name.replace(/docs$/, 'others'));
      for (const id of ['a', 'b', 'c', 'd']) await writeOk(collection, { id, body: { id } });
      await writeOk(others, { id: 'other', body: {} });
      await writeOk(collection, { id: 'a', ...rev(await collection.get('a')), body: { id: 'a', n: 2 } });
      await writeOk(collection, { id: 'c', ...rev(await collection.get('c')), deleted: true, body: { id: 'c' } });
      const page = await collection.latest({ limit: 10 });
      expect(page.documents.map(({ id, body }) => [id, body.n])).toEqual([
        ['a', 2],
        ['d', undefined],
        ['b', undefined],
      ]);
      expect(page.documents[0]).toEqual(await collection.get('a'));
      expect(await newCollection().latest({ limit: 10 })).toMatchObject({ documents: [] });
    });

    it('are followed by what is written while they are read, and none is missed', async () => {
      const collection = newCollection();
      for (let n = 0; n < 7; n++) await writeOk(collection, { id: `d${n}`, body: { id: `d${n}` } });
      const first = await collection.latest({ limit: 3 });
      expect(first.documents.map(({ id }) => id)).toEqual(['d6', 'd5', 'd4']);
      await writeOk(collection, { id: 'd0', ...rev(await collection.get('d0')), body: { id: 'd0', n: 2 } });
      await writeOk(collection, { id: 'new', body: {} });
      const seen = new Set(first.documents.map(({ id }) => id));
      for (let { next } = first; next !== undefined; ) {
        const page = await collection.latest({ limit: 3, cursor: next });
        for (const { id } of page.documents) seen.add(id);
        ({ next } = page);
      }
      for (const { id } of await readOn(collection, first.sequence)) seen.add(id);
      expect([...seen].sort()).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'new']);
      expect((await readOn(collection, first.sequence)).map(({ id }) => id)).toEqual(['d0', 'new']);
    });

    it('can be many', async () => {
      const collection = newCollection();
      const ids = Array.from({ length: 4500 }, (_, n) => `d${n}`);
      await writeOk(collection, ...ids.map((id) => ({ id, body: { id } })));
      expect([...(await pageLatest(collection, 900))].sort()).toEqual([...ids].sort());
    });

    it('are not read on from a cursor that was never given out', async () => {
      const collection = newCollection();
      await writeOk(collection, { id: 'a', body: {} });
      const forged = JSON.stringify({ bands: [{ since: 'nonsense', rows: 1, own: 1 }] });
      for (const cursor of ['nonsense', '{}', '', forged]) {
        await expect(collection.latest({ limit: 1, cursor })).rejects.toMatchObject({ code: 'request.invalid' });
      }
    });
  });

  describe('following', () => {
    it('yields what is there, then what comes, and ends when told to', async () => {
      const collection = newCollection();
      await writeOk(collection, { id: 'a', body: { id: 'a' } });
      const follower = startFollower(collection);
      await expect.poll(() => follower.ids(), within).toEqual(['a']);
      await writeOk(collection, { id: 'b', body: { id: 'b' } });
      await expect.poll(() => follower.ids(), within).toEqual(['a', 'b']);
      const stopping = performance.now();
      await follower.stop();
      expect(performance.now() - stopping).toBeLessThan(patience);
    });

    it('starts behind its checkpoint and serves several followers', async () => {
      const collection = newCollection();
      await writeOk(collection, { id: 'a', body: { id: 'a' } });
      const since = await collection.sequence();
      const followers = [startFollower(collection, since), startFollower(collection, since), startFollower(collection)];
      await writeOk(collection, { id: 'b', body: { id: 'b' } });
      for (const follower of followers) await expect.poll(() => follower.ids().includes('b'), within).toBe(true);
      expect(followers.map((follower) => follower.ids().length)).toEqual([1, 1, 2]);
      await Promise.all(followers.map((follower) => follower.stop()));
    });

    it('misses nothing that is written while it works', async () => {
      const collection = newCollection();
      const follower = startFollower(collection, undefined, 2);
      const ids = Array.from({ length: 60 }, (_, n) => `d${n}`);
      await Promise.all(ids.map((id) => collection.write([{ id, body: { id } }])));
      await expect.poll(() => new Set(follower.ids()).size, { timeout: 10 * patience }).toBe(60);
      await follower.stop();
    });

    it.runIf(traits.shared)('ends when its store closes', async () => {
      const other = open();
      const follower = startFollower(other.collection(`${newName()}/docs`, { indexes }));
      await other.collection(`${newName()}/docs`).get('a');
      await other.close();
      await follower.ended;
    });

    it.runIf(traits.shared)('sees what another process writes, within a second', async () => {
      const collection = newCollection();
      const other = open();
      const follower = startFollower(collection);
      for (const id of ['a', 'b', 'c']) {
        await writeOk(other.collection(collection.name, { indexes }), { id, body: { id } });
        await expect.poll(() => follower.ids().at(-1), within).toBe(id);
      }
      await follower.stop();
      await other.close();
    });
  });
};

const startFollower = (collection: DocumentCollection, since?: string, limit = 10) => {
  const abort = new AbortController();
  const seen: string[] = [];
  const follow = async () => {
    const query = since === undefined ? { limit } : { since, limit };
    for await (const batch of collection.follow({ ...query, signal: abort.signal })) collect(batch, seen);
  };
  const ended = follow();
  const stop = async () => {
    abort.abort();
    await ended;
  };
  return { ids: () => seen, ended, stop };
};

const collect = (batch: ChangeBatch, seen: string[]): void => {
  expect(batch.changes.length).toBeGreaterThan(0);
  seen.push(...batch.changes.map(({ id }) => id));
};

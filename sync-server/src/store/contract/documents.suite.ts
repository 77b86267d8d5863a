import { setTimeout as pause } from 'node:timers/promises';
import type { DocumentCollection, FindQuery } from '@inbetwin/shared/ports/document-store.ts';

import { describe, expect, it } from 'vitest';
import { byRank, outcome, pageThrough, rev, revOf, type StoreBench, writeOk } from './suite-steps.ts';

/** Contract tests for reading, writing, conflicts, and finding documents through indexes. */
export const describeDocuments = ({ traits, newCollection }: StoreBench): void => {
  const rounds = traits.remote ? 2 : 5;

  describe('reading and writing', () => {
    it('gives back what was written, to the letter', async () => {
      const collection = newCollection();
      const body = { id: 'a', text: 'Ёлка 🎄 "x" \\ \\ud800 \n', list: [1, -2.5, null, true], deep: { ' key ': [] } };
      const [result] = await collection.write([{ id: 'a', body }]);
      expect(result).toMatchObject({ id: 'a', ok: true });
      expect(await collection.get('a')).toEqual({ id: 'a', rev: revOf(result), deleted: false, body });
      expect(await collection.get('unknown')).toBeUndefined();
    });

    it('stores half an emoji as a replacement character instead of refusing the text', async () => {
      const collection = newCollection();
      await writeOk(collection, { id: 'a', body: { id: 'a', text: 'cut \ud83c' } });
      expect((await collection.get('a'))?.body).toEqual({ id: 'a', text: 'cut \ufffd' });
    });

    it('gives many in the order asked for and leaves out the unknown', async () => {
      const collection = newCollection();
      await writeOk(collection, ...['a', 'b', 'c'].map((id) => ({ id, body: { id } })));
      const found = await collection.getMany(['c', 'unknown', 'a']);
      expect(found.map(({ id }) => id)).toEqual(['c', 'a']);
      expect(await collection.getMany([])).toEqual([]);
    });

    it('asks every write for the revision that it replaces, and answers each row for itself', async () => {
      const collection = newCollection();
      const [first] = await writeOk(collection, { id: 'a', body: { id: 'a', n: 1 } });
      const results = await collection.write([
        { id: 'a', body: { id: 'a', n: 2 } },
        { id: 'a', rev: revOf(first), body: { id: 'a', n: 3 } },
        { id: 'a', rev: revOf(first), body: { id: 'a', n: 4 } },
        { id: 'c', body: { id: 'c' } },
      ]);
      expect(results.map(outcome)).toEqual(['conflict', 'ok', 'conflict', 'ok']);
      expect((await collection.get('a'))?.body).toEqual({ id: 'a', n: 3 });
      const foreign = ['nonsense', 'refused', '', '0-x', '1-', '99999999999999999999-1'];
      const answers = await collection.write(foreign.map((other) => ({ id: 'a', rev: other, body: {} })));
      expect(answers.map(outcome)).toEqual(foreign.map(() => 'conflict'));
    });

    it('lets one writer in when many create the same document at once', async () => {
      const collection = newCollection();
      const attempts = Array.from({ length: 8 }, (_, n) => collection.write([{ id: 'a', body: { id: 'a', n } }]));
      const results = (await Promise.all(attempts)).flat();
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect((await collection.get('a'))?.rev).toBe(revOf(results.find(({ ok }) => ok)));
    });

    it('refuses what no store can hold, row by row', async () => {
      const collection = newCollection();
      const results = await collection.write([
        { id: '', body: {} },
        { id: '_design/x', body: {} },
        { id: 'a', body: { _rev: '1-x' } },
        { id: 'b', body: { id: 'b' } },
      ]);
      expect(results.map(outcome)).toEqual(['invalid', 'invalid', 'invalid', 'ok']);
    });

    it('answers a large bulk in its order', async () => {
      const collection = newCollection();
      const rows = Array.from({ length: 1200 }, (_, n) => ({ id: `d${n}`, body: { id: `d${n}`, n } }));
      const results = await collection.write(rows);
      expect(results.map(({ id, ok }) => [id, ok])).toEqual(rows.map(({ id }) => [id, true]));
      expect(await collection.getMany(rows.map(({ id }) => id))).toHaveLength(1200);
    });
  });

  describe('deleting', () => {
    it('keeps the revision of a deleted document and lets a new one take its place', async () => {
      const collection = newCollection();
      const [first] = await writeOk(collection, { id: 'a', body: { id: 'a', n: 1 } });
      const [gone] = await writeOk(collection, { id: 'a', rev: revOf(first), deleted: true, body: { id: 'a' } });
      expect(await collection.get('a')).toEqual({ id: 'a', rev: revOf(gone), deleted: true, body: { id: 'a' } });
      expect((await collection.getMany(['a']))[0]).toMatchObject({ deleted: true, rev: revOf(gone) });
      const [again] = await writeOk(collection, { id: 'a', body: { id: 'a', n: 2 } });
      expect(await collection.get('a')).toMatchObject({ deleted: false, rev: revOf(again), body: { n: 2 } });
      expect([revOf(first), revOf(gone)]).not.toContain(revOf(again));
    });

    it('keeps what a deleted document held, in whatever way it is read', async () => {
      const collection = newCollection();
      const body = { id: 'a', seen: { node: '5' } };
      const [first] = await writeOk(collection, { id: 'a', body: { id: 'a', text: 'gone' } }, { id: 'b', body: {} });
      const [gone] = await writeOk(collection, { id: 'a', rev: revOf(first), deleted: true, body });
      const expected = { id: 'a', rev: revOf(gone), deleted: true, body };
      expect(await collection.get('a')).toEqual(expected);
      expect((await collection.getMany(['b', 'a']))[1]).toEqual(expected);
      expect((await collection.changes({ limit: 9 })).changes.at(-1)).toMatchObject(expected);
    });

    it('takes a second deletion that holds something else, and of two only the first', async () => {
      const collection = newCollection();
      const [first] = await writeOk(collection, { id: 'a', body: { id: 'a' } });
      const [gone] = await writeOk(collection, { id: 'a', rev: revOf(first), deleted: true, body: { id: 'a', n: 1 } });
      const since = await collection.sequence();
      const rows = [2, 3].map((n) => ({ id: 'a', rev: revOf(gone), deleted: true, body: { id: 'a', n } }));
      const [again, refused] = await collection.write(rows);
      expect([again, refused].map((result) => result && outcome(result))).toEqual(['ok', 'conflict']);
      const expected = { id: 'a', rev: revOf(again), deleted: true, body: { id: 'a', n: 2 } };
      expect(await collection.get('a')).toEqual(expected);
      expect((await collection.changes({ since, limit: 9 })).changes).toMatchObject([expected]);
      const stale = await collection.write([{ id: 'a', rev: revOf(gone), deleted: true, body: { id: 'a', n: 4 } }]);
      expect(stale.map(outcome)).toEqual(['conflict']);
    });

    it('lets one writer in when many delete the deleted anew or bring it back', async () => {
      for (let round = 0; round < rounds; round++) {
        const collection = newCollection();
        const [first] = await writeOk(collection, { id: 'a', body: { id: 'a' } });
        const [gone] = await writeOk(collection, {
          id: 'a',
          rev: revOf(first),
          deleted: true,
          body: { id: 'a', n: 0 },
        });
        const attempts = Array.from({ length: 8 }, async (_, n) => {
          await pause((n * (round + 1)) % 11);
          const deleted = n % 3 > 0;
          const [result] = await collection.write([
            { id: 'a', rev: revOf(gone), deleted, body: { id: 'a', n: n + 1 } },
          ]);
          return { n: n + 1, result };
        });
        const taken = (await Promise.all(attempts)).filter(({ result }) => result?.ok);
        expect(taken).toHaveLength(1);
        expect(await collection.get('a')).toMatchObject({ rev: revOf(taken[0]?.result), body: { n: taken[0]?.n } });
      }
    });

    it('also takes the revision of the deleted document, and a second deletion', async () => {
      const collection = newCollection();
      const [first] = await writeOk(collection, { id: 'a', body: { id: 'a' } });
      const [gone] = await writeOk(collection, { id: 'a', rev: revOf(first), deleted: true, body: { id: 'a' } });
      const [still] = await writeOk(collection, { id: 'a', rev: revOf(gone), deleted: true, body: { id: 'a' } });
      const stale = await collection.write([{ id: 'a', rev: revOf(first), body: { id: 'a' } }]);
      expect(stale.map(outcome)).toEqual(['conflict']);
      await writeOk(collection, { id: 'a', rev: revOf(still), body: { id: 'a', n: 2 } });
      expect(await collection.get('a')).toMatchObject({ deleted: false, body: { n: 2 } });
    });
  });

  describe('counting', () => {
    it('counts the living', async () => {
      const collection = newCollection();
      expect(await collection.count()).toBe(0);
      const [a] = await writeOk(collection, ...['a', 'b', 'c'].map((id) => ({ id, body: { id } })));
      expect(await collection.count()).toBe(3);
      const [gone] = await writeOk(collection, { id: 'a', rev: revOf(a), deleted: true, body: { id: 'a' } });
      await collection.write([{ id: 'b', body: { id: 'b' } }]);
      expect(await collection.count()).toBe(2);
      await writeOk(collection, { id: 'a', rev: revOf(gone), body: { id: 'a' } });
      expect(await collection.count()).toBe(3);
    });
  });

  describe('finding', () => {
    const ranks = [5, 1, 3, 3, 3, 2, 4];
    const fill = async (): Promise<DocumentCollection> => {
      const collection = newCollection();
      const rows = ranks.map((rank, n) => ({
        id: `d${n}`,
        body: { id: `d${n}`, rank, group: n % 2 ? 'odd' : 'even' },
      }));
      await writeOk(collection, ...rows, { id: 'other', body: { id: 'other', rank: null } });
      return collection;
    };
    const sorted = ['d1', 'd5', 'd2', 'd3', 'd4', 'd6', 'd0'];

    it('orders by the index, then by id, either way', async () => {
      const collection = await fill();
      expect(await pageThrough(collection, byRank)).toEqual(sorted);
      expect(await pageThrough(collection, { ...byRank, descending: true })).toEqual(sorted.toReversed());
      expect(await pageThrough(collection, { ...byRank, equals: [3], limit: 2 })).toEqual(['d2', 'd3', 'd4']);
    });

    it('takes values for the leading fields', async () => {
      const collection = await fill();
      const odd: FindQuery = { index: ['group', 'rank'], equals: ['odd'], limit: 2 };
      expect(await pageThrough(collection, odd)).toEqual(['d1', 'd5', 'd3']);
      expect(await pageThrough(collection, { ...odd, descending: true })).toEqual(['d3', 'd5', 'd1']);
      expect(await pageThrough(collection, { ...odd, equals: ['odd', 3] })).toEqual(['d3']);
      expect(await pageThrough(collection, { ...odd, equals: ["odd' OR 1=1 --"] })).toEqual([]);
      expect(await pageThrough(collection, { ...odd, equals: [] })).toEqual(['d2', 'd4', 'd6', 'd0', 'd1', 'd5', 'd3']);
    });

    it('finds by a field of an object only those documents that have it', async () => {
      const collection = newCollection();
      const rows = [
        ...['b', '', 'a'].map((step, n) => ({ id: `d${n}`, body: { open: { step } } })),
        { id: 'none', body: { rank: 1 } },
        { id: 'empty', body: { open: {} } },
        { id: 'flat', body: { open: 'a' } },
        { id: 'same', body: { open: { step: 'a' } } },
      ];
      await writeOk(collection, ...rows);
      const byStep: FindQuery = { index: ['open.step'], equals: [], limit: 1 };
      expect(await pageThrough(collection, byStep)).toEqual(['d1', 'd2', 'same', 'd0']);
      expect(await pageThrough(collection, { ...byStep, descending: true })).toEqual(['d0', 'same', 'd2', 'd1']);
      expect(await pageThrough(collection, { ...byStep, equals: ['a'] })).toEqual(['d2', 'same']);
    });

    it('tells apart what only looks the same, on every page', async () => {
      const collection = newCollection();
      const alike = ['chat', 'chat\u200d', 'cha\u00adt'];
      const rows = Array.from({ length: 12 }, (_, n) => ({ id: `d${n + 10}`, group: alike[n % 3] ?? '', rank: n }));
      await writeOk(collection, ...rows.map((body) => ({ id: body.id, body })));
      for (const group of alike) {
        const expected = rows.filter((row) => row.group === group).map(({ id }) => id);
        const query: FindQuery = { index: ['group', 'rank'], equals: [group], limit: 1 };
        for (const limit of [1, 4]) {
          expect(await pageThrough(collection, { ...query, limit })).toEqual(expected);
          expect(await pageThrough(collection, { ...query, limit, descending: true })).toEqual(expected.toReversed());
        }
      }
    });

    it('gives no cursor with the last page', async () => {
      const collection = await fill();
      expect((await collection.find({ ...byRank, limit: 7 })).next).toBeUndefined();
      expect((await collection.find({ ...byRank, limit: 6 })).next).toBeDefined();
      expect(await newCollection().find(byRank)).toEqual({ documents: [] });
    });

    it('goes on in the right place when the last document of a page is deleted or moved meanwhile', async () => {
      const collection = await fill();
      const first = await collection.find(byRank);
      const [, moved, removed] = first.documents;
      await writeOk(
        collection,
        { id: 'd2', ...rev(removed), deleted: true, body: { id: 'd2' } },
        { id: 'd5', ...rev(moved), body: { id: 'd5', rank: 9, group: 'odd' } },
      );
      const rest = await pageThrough(collection, { ...byRank, ...(first.next && { cursor: first.next }) });
      expect(rest).toEqual(['d3', 'd4', 'd6', 'd0', 'd5']);
    });

    it('refuses a damaged cursor, one of another query, an unknown index and a bad limit', async () => {
      const collection = await fill();
      const { next = '' } = await collection.find(byRank);
      const wrong: readonly Partial<FindQuery>[] = [
        { cursor: 'nonsense' },
        { cursor: '%' },
        { cursor: encodeURIComponent('[1,2]') },
        { cursor: next.slice(0, -4) },
        { cursor: next, descending: true },
        { cursor: next, index: ['group', 'rank'] },
        { index: ['unknown'] },
        { equals: [1, 2] },
        { limit: 0 },
        { limit: 1001 },
      ];
      for (const change of wrong) {
        await expect(collection.find({ ...byRank, ...change })).rejects.toMatchObject({ code: 'request.invalid' });
      }
    });
  });
};

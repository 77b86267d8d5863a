import { randomUUID } from 'node:crypto';
import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentCollection } from '@inbetwin/shared/ports/document-store.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDocuments } from './documents.suite.ts';
import { describeFeed } from './feed.suite.ts';
import { describeModel } from './model.suite.ts';
import {
  byRank,
  indexes,
  outcome,
  pageThrough,
  readOn,
  type StoreBench,
  type StoreTraits,
  type TestStore,
  writeOk,
} from './suite-steps.ts';

/** Runs the contract tests that every document store must pass (`ports/document-store.ts`), whatever its backend. */
export const describeStore = (name: string, setUp: () => Promise<TestStore>, traits: StoreTraits): void => {
  const limits = traits.remote ? { timeout: 180_000 } : {};
  describe(`document store: ${name}`, limits, () => {
    const prefix = `t-${randomUUID().slice(0, 8)}-`;
    let backend: TestStore;
    let made = 0;

    beforeAll(async () => {
      backend = await setUp();
    });
    afterAll(() => backend.close(), 180_000);

    const newName = () => `${prefix}${++made}`;
    const bench: StoreBench = {
      traits,
      patience: traits.remote ? 30_000 : 1000,
      store: () => backend.store,
      open: () => backend.open(),
      newName,
      newCollection: () => backend.store.collection(`${newName()}/docs`, { indexes }),
    };
    describeDocuments(bench);
    describeFeed(bench);
    describeDatabases(bench, prefix);
    describeModel(bench);
  });
};

const describeDatabases = (
  { traits, patience, newName, newCollection, store, open }: StoreBench,
  prefix: string,
): void => {
  describe('databases', () => {
    it('are made on first use, listed and deleted', async () => {
      const [first, second] = [newName(), newName()];
      const docsOf = (database: string) => store().collection(`${database}/docs`);
      expect(docsOf(first)).toBe(docsOf(first));
      for (const database of [second, first]) await writeOk(docsOf(database), { id: 'a', body: { id: 'a' } });
      const listed = await store().listDatabases(prefix);
      expect(listed).toEqual(expect.arrayContaining([first, second]));
      expect(listed).toEqual([...listed].sort());
      await store().deleteDatabase(first);
      await store().deleteDatabase(first);
      expect(await store().listDatabases(prefix)).not.toContain(first);
      expect(await docsOf(first).get('a')).toBeUndefined();
      expect(await docsOf(second).get('a')).toBeDefined();
    });

    it('give the changes of all their collections in one order, and those of each', async () => {
      const name = newName();
      const [leads, notes] = [store().collection(`${name}/leads`), store().collection(`${name}/notes`)];
      await writeOk(leads, { id: 'a', body: { of: 'leads' } });
      await writeOk(notes, { id: 'a', body: { of: 'notes' } }, { id: 'b', body: {} });
      const since = await leads.sequence();
      const sequenceOfNotes = await notes.sequence();
      await writeOk(leads, { id: 'b', body: {} }, { id: 'c', body: {} });
      const all = await store().database(name).changes({ limit: 10 });
      const ids = all.changes.map(({ collection, id }) => `${collection}/${id}`);
      expect(ids).toEqual(['leads/a', 'notes/a', 'notes/b', 'leads/b', 'leads/c']);
      expect((await readOn(notes)).map(({ id }) => id)).toEqual(['a', 'b']);
      expect((await readOn(leads, since)).map(({ id }) => id)).toEqual(['b', 'c']);
      expect((await readOn(leads, sequenceOfNotes)).map(({ id }) => id)).toEqual(['b', 'c']);
      expect(await readOn(notes, since)).toEqual([]);
      expect([await leads.countChanges(since), await notes.countChanges(since)]).toEqual([2, 0]);
      expect([await leads.count(), await notes.count()]).toEqual([3, 2]);
      expect((await leads.get('a'))?.body).toEqual({ of: 'leads' });
      expect((await notes.getMany(['a', 'c'])).map(({ body }) => body)).toEqual([{ of: 'notes' }]);
      // At its end, a collection's feed is past the changes of the others.
      const end = await notes.changes({ since, limit: 1 });
      expect(end).toEqual({
        changes: [],
        sequence: (await store().database(name).changes({ since, limit: 9 })).sequence,
      });
    });

    it('tell who follows one of them, or one of its collections, of each change', async () => {
      const name = newName();
      const [leads, notes] = [store().collection(`${name}/leads`), store().collection(`${name}/notes`)];
      await writeOk(leads, { id: 'a', body: {} });
      const ending = new AbortController();
      const seen: string[][] = await Promise.all(
        [store().database(name), notes].map(async (feed) => {
          const ids: string[] = [];
          const since = await feed.sequence();
          void (async () => {
            for await (const { changes } of feed.follow({ since, limit: 10, signal: ending.signal })) {
              ids.push(...changes.map(({ collection, id }) => `${collection}/${id}`));
            }
          })();
          return ids;
        }),
      );
      await writeOk(leads, { id: 'b', body: {} });
      await writeOk(notes, { id: 'n', body: {} });
      await expect.poll(() => seen, { timeout: patience }).toEqual([['leads/b', 'notes/n'], ['notes/n']]);
      ending.abort();
    });

    it('begin anew after a deletion: an old checkpoint is refused or misses nothing', async () => {
      const collection = newCollection();
      await writeOk(collection, { id: 'old', body: { id: 'old', rank: 1 } });
      const since = await collection.sequence();
      if (traits.remote) await nextSecond();
      await store().deleteDatabase(databaseOf(collection));
      await writeOk(collection, { id: 'new', body: { id: 'new', rank: 1 } });
      expect(await collection.get('old')).toBeUndefined();
      expect(await pageThrough(collection, byRank)).toEqual(['new']);
      const seen = await readOn(collection, since).catch((error: unknown) => {
        if (!hasCode(error, 'store.bad_sequence')) throw error;
        return readOn(collection);
      });
      expect(seen.map(({ id }) => id)).toEqual(['new']);
    });

    it('have names and indexes that every store can hold', () => {
      const invalid = expect.objectContaining({ code: 'request.invalid' });
      for (const name of ['Team', '', 'a/b', '_users', 'a b', `a${'b'.repeat(300)}`]) {
        expect(() => store().database(name)).toThrow(invalid);
        expect(() => store().collection(`${name}/docs`)).toThrow(invalid);
        if (name !== 'a/b') expect(() => store().collection(`a/${name}`)).toThrow(invalid);
      }
      expect(() => store().collection('docs')).toThrow(invalid);
      expect(() => store().collection('a/b', { indexes: [["x') --"]] })).toThrow(invalid);
    });

    it.runIf(traits.shared)('are made once when several processes use them first', async () => {
      const name = `${newName()}/docs`;
      const handles = Array.from({ length: 4 }, () => open());
      const results = await Promise.all(
        handles.map((handle, n) => handle.collection(name, { indexes }).write([{ id: `d${n}`, body: { rank: n } }])),
      );
      expect(results.flat().map(outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
      expect(await pageThrough(store().collection(name, { indexes }), byRank)).toEqual(['d0', 'd1', 'd2', 'd3']);
      await Promise.all(handles.map((handle) => handle.close()));
    });

    it('belong to one backend, which can be checked', async () => {
      const id = await store().backendId();
      expect(id).toMatch(/^\S{6,}$/);
      const other = open();
      expect(await other.backendId()).toBe(id);
      await Promise.all([store().check(), other.check()]);
      if (other !== store()) await other.close();
    });
  });
};

/** The database of a collection. */
const databaseOf = ({ name }: DocumentCollection): string => name.slice(0, name.indexOf('/'));

/** CouchDB puts the second of a database's creation into its file names, so a database recreated within one second could see old files. */
const nextSecond = () => {
  const begun = Date.now();
  return expect.poll(() => Date.now() - begun, { timeout: 5000 }).toBeGreaterThan(1100);
};

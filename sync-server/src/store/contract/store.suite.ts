import { randomUUID } from 'node:crypto';
import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
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
      newDatabase: () => backend.store.database(newName(), { indexes }),
    };
    describeDocuments(bench);
    describeFeed(bench);
    describeDatabases(bench, prefix);
    describeModel(bench);
  });
};

const describeDatabases = ({ traits, newName, newDatabase, store, open }: StoreBench, prefix: string): void => {
  describe('databases', () => {
    it('are made on first use, listed and deleted', async () => {
      const [first, second] = [newName(), newName()];
      expect(store().database(first)).toBe(store().database(first));
      for (const database of [second, first]) await writeOk(store().database(database), { id: 'a', body: { id: 'a' } });
      const listed = await store().listDatabases(prefix);
      expect(listed).toEqual(expect.arrayContaining([first, second]));
      expect(listed).toEqual([...listed].sort());
      await store().deleteDatabase(first);
      await store().deleteDatabase(first);
      expect(await store().listDatabases(prefix)).not.toContain(first);
      expect(await store().database(second).get('a')).toBeDefined();
    });

    it('begin anew after a deletion: an old checkpoint is refused or misses nothing', async () => {
      const database = newDatabase();
      await writeOk(database, { id: 'old', body: { id: 'old', rank: 1 } });
      const since = await database.sequence();
      if (traits.remote) await nextSecond();
      await store().deleteDatabase(database.name);
      await writeOk(database, { id: 'new', body: { id: 'new', rank: 1 } });
      expect(await database.get('old')).toBeUndefined();
      expect(await pageThrough(database, byRank)).toEqual(['new']);
      const seen = await readOn(database, since).catch((error: unknown) => {
        if (!hasCode(error, 'store.bad_sequence')) throw error;
        return readOn(database);
      });
      expect(seen.map(({ id }) => id)).toEqual(['new']);
    });

    it('have names and indexes that every store can hold', () => {
      for (const name of ['Team', '', 'a/b', '_users', 'a b', `a${'b'.repeat(300)}`]) {
        expect(() => store().database(name)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
      }
      expect(() => store().database('a', { indexes: [["x') --"]] })).toThrow();
    });

    it.runIf(traits.shared)('are made once when several processes use them first', async () => {
      const name = newName();
      const handles = Array.from({ length: 4 }, () => open());
      const results = await Promise.all(
        handles.map((handle, n) => handle.database(name, { indexes }).write([{ id: `d${n}`, body: { rank: n } }])),
      );
      expect(results.flat().map(outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
      expect(await pageThrough(store().database(name, { indexes }), byRank)).toEqual(['d0', 'd1', 'd2', 'd3']);
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

/** CouchDB puts the second of a database's creation into its file names, so a database recreated within one second could see old files. */
const nextSecond = () => {
  const begun = Date.now();
  return expect.poll(() => Date.now() - begun, { timeout: 5000 }).toBeGreaterThan(1100);
};

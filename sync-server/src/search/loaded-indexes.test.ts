import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLoadedIndexes, type LoadedIndexes, type LoadLimits, unneeded } from './loaded-indexes.ts';

const limits: LoadLimits = { bytes: 100, idleMs: 1000 };

type FakeIndex = {
  readonly name: string;
  bytes: number | undefined;
  size(): Promise<number | undefined>;
  close(): Promise<void>;
};

let now: number;
let opened: FakeIndex[];
let failures: unknown[];
/** Ends the closing of indexes, once it is replaced by one that waits. */
let closed: Promise<void>;
let indexes: LoadedIndexes<FakeIndex>;

const loader =
  (name: string, bytes: number | undefined = 40) =>
  (): FakeIndex => {
    const index: FakeIndex = { name, bytes, size: async () => index.bytes, close: () => closed };
    opened.push(index);
    return index;
  };
const query = (team: string, bytes?: number): Promise<string> =>
  indexes.use(team, loader(team, bytes), async ({ name }) => name);
const loaded = (): readonly string[] => indexes.all().map(({ name }) => name);
const settle = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  now = 0;
  opened = [];
  failures = [];
  closed = Promise.resolve();
  indexes = createLoadedIndexes({
    limits,
    clock: () => now++,
    onFailed: (...failure) => failures.push(failure),
    reviewMs: 5,
  });
});

afterEach(() => indexes.close());

it('loads an index once for queries that come together', async () => {
  expect(await Promise.all([query('a'), query('a'), query('b')])).toEqual(['a', 'a', 'b']);
  expect(opened.map(({ name }) => name)).toEqual(['a', 'b']);
});

it('drops the least recently used ones beyond the limit', async () => {
  for (const team of ['a', 'b', 'a', 'c', 'd']) {
    await query(team);
    await settle();
  }
  expect(loaded()).toEqual(['c', 'd']);
});

it('keeps the one that was used last, however large, and drops what has grown', async () => {
  await query('a', 500);
  await settle();
  expect(loaded()).toEqual(['a']);
  await query('b', 10);
  await vi.waitFor(() => expect(loaded()).toEqual(['b']));
  await query('c', 10);
  for (const index of opened) index.bytes = 60;
  await vi.waitFor(() => expect(loaded()).toEqual(['c']));
});

it('drops an index that nobody has used for long, even if its size is not known', async () => {
  await query('a');
  await query('b', undefined);
  now += 1000;
  await vi.waitFor(() => expect(loaded()).toEqual([]));
});

it('never drops an index under a query', async () => {
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const running = indexes.use('a', loader('a', 500), () => done);
  now += 5000;
  for (const team of ['b', 'c', 'd']) await query(team, 500);
  await vi.waitFor(() => expect(loaded()).toEqual(['a', 'd']));
  finish();
  await running;
  expect(opened.filter(({ name }) => name === 'a')).toHaveLength(1);
});

it('loads again only when dropping has ended', async () => {
  const { promise, resolve: saved } = Promise.withResolvers<void>();
  await query('a');
  closed = promise;
  await query('b', 500);
  await settle();
  const again = query('a');
  await settle();
  expect(opened.filter(({ name }) => name === 'a')).toHaveLength(1);
  saved();
  expect(await again).toBe('a');
  expect(opened.filter(({ name }) => name === 'a')).toHaveLength(2);
});

it('reports an index that could not be dropped, and goes on', async () => {
  await query('a');
  closed = Promise.reject(new Error('disk'));
  closed.catch(() => undefined);
  await query('b', 500);
  await vi.waitFor(() => expect(failures).toEqual([['a', expect.objectContaining({ message: 'disk' })]]));
  closed = Promise.resolve();
  expect(await query('a')).toBe('a');
});

it('loads nothing after it was closed', async () => {
  await query('a');
  await indexes.close();
  await expect(query('a')).rejects.toMatchObject({ code: 'store.unavailable' });
  expect(loaded()).toEqual([]);
});

const entries = fc.array(
  fc.record({ uses: fc.nat(1), usedAt: fc.nat(2000), bytes: fc.option(fc.nat(60), { nil: undefined }) }),
  { maxLength: 8 },
);

it('drops as few as possible, idle ones first, and none that is used', () => {
  fc.assert(
    fc.property(entries, (given) => {
      const dropped = new Set(unneeded(given, limits, 2000));
      const kept = given.filter((entry) => !dropped.has(entry));
      const sizeOf = (some: readonly { readonly bytes?: number | undefined }[]) =>
        some.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
      for (const { uses } of dropped) expect(uses).toBe(0);
      const isIdle = ({ usedAt }: { readonly usedAt: number }) => 2000 - usedAt >= limits.idleMs;
      expect(kept.filter((entry) => entry.uses === 0 && isIdle(entry))).toEqual([]);
      const forSpace = [...dropped].filter((entry) => !isIdle(entry));
      for (const entry of forSpace) {
        // Everything used before it is gone, and without dropping it there would be too much.
        const older = kept.filter(
          ({ uses, usedAt, bytes }) => uses === 0 && bytes !== undefined && usedAt < entry.usedAt,
        );
        expect(older).toEqual([]);
      }
      const last = forSpace.at(-1);
      if (last) expect(sizeOf(kept) + (last.bytes ?? 0)).toBeGreaterThan(limits.bytes);
      const latest = given.toSorted((a, b) => a.usedAt - b.usedAt).at(-1);
      const free = kept.filter((entry) => entry !== latest && entry.uses === 0 && entry.bytes);
      if (sizeOf(kept) > limits.bytes) expect(free).toEqual([]);
    }),
    { numRuns: 500, seed: 1 },
  );
});

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { UnclearTable } from '@inbetwin/shared/knowledge/import-source.ts';
import { describe, expect, it } from 'vitest';
import { createImportQueue } from './import-queue.ts';

const source: Source = {
  id: 'source:1',
  title: 'Prices',
  mediaType: 'text/plain',
  digest: '0'.repeat(64),
  size: 1,
  state: 'ready',
  warnings: [],
  passageCount: 1,
  language: 'en',
  createdAt: 0,
  updatedAt: 0,
};
const file = (name: string) => new File(['text'], name);

describe('the import queue', () => {
  it('reads one file at a time, in order, and forgets those that worked', async () => {
    const queue = createImportQueue();
    const seen: string[] = [];
    let reading = 0;
    await queue.add([file('a.md'), file('b.md')], async ({ name }) => {
      expect(++reading).toBe(1);
      seen.push(name);
      expect(queue.items().find((item) => item.name === name)?.state).toBe('reading');
      await Promise.resolve();
      reading--;
      return source;
    });
    expect(seen).toEqual(['a.md', 'b.md']);
    expect(queue.items()).toEqual([]);
  });

  it('keeps a failed file in sight with its code, and goes on', async () => {
    const queue = createImportQueue();
    await queue.add([file('photo.md'), file('b.md')], async ({ name }) => {
      if (name === 'photo.md') throw new Failure('knowledge.not_text', 'No text.', 'Save it as text.');
      return source;
    });
    expect(queue.items()).toMatchObject([{ name: 'photo.md', state: 'failed', code: 'knowledge.not_text' }]);
    queue.drop(queue.items()[0]?.key ?? -1);
    expect(queue.items()).toEqual([]);
  });

  it('asks how a table is meant, goes on with the others, and reads it as its person chose', async () => {
    const queue = createImportQueue();
    const choice = {
      likely: 'rows',
      entries: { pairs: [{ question: 'Лофт', text: '80' }], rows: [{ text: 'Лофт — 80' }] },
    } as const;
    const read: (string | undefined)[] = [];
    await queue.add([file('halls.csv'), file('b.md')], async ({ name }, { table }) => {
      if (name === 'halls.csv' && table === undefined) throw new UnclearTable(choice);
      read.push(`${name} ${table}`);
      return source;
    });
    expect(read).toEqual(['b.md undefined']);
    expect(queue.items()).toMatchObject([{ name: 'halls.csv', state: 'asking', choice }]);
    const { key = -1 } = queue.items()[0] ?? {};
    await Promise.all([queue.choose(key, 'pairs'), queue.choose(key, 'rows')]);
    expect(read).toEqual(['b.md undefined', 'halls.csv pairs']);
    expect(queue.items()).toEqual([]);
  });

  it('cancels what is read and what waits, and goes on with the next', async () => {
    const queue = createImportQueue();
    const read: string[] = [];
    const added = queue.add([file('a.md'), file('b.md'), file('c.md')], async ({ name }, { signal }) => {
      read.push(name);
      if (name === 'c.md') return source;
      const [a, b] = queue.items();
      for (const one of [b, a]) queue.cancel(one?.key ?? -1);
      signal.throwIfAborted();
      return source;
    });
    await added;
    expect(read).toEqual(['a.md', 'c.md']);
    expect(queue.items()).toEqual([]);
  });

  it('tells its listeners of every change', async () => {
    const queue = createImportQueue();
    const states: (string | undefined)[] = [];
    const stop = queue.subscribe(() => states.push(queue.items()[0]?.state));
    await queue.add([file('a.md')], async () => source);
    stop();
    expect(states).toEqual(['waiting', 'reading', undefined]);
  });
});

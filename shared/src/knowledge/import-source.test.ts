import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../contracts/errors.ts';
import type { Source } from '../entities/source.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { openTeamDocuments } from '../ports/team-documents.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { createFillingStore } from '../testing/writing-store.ts';
import { importFile } from './import-file.ts';
import { completeImports, importInto } from './import-source.ts';
import type { ImportPart } from './read-import.ts';
import type { ImportReader } from './reader/import-reader.ts';
import { lendHere, readerHere } from './reader/read-here.ts';
import { removeParts } from './remove-source.ts';
import { partsOf, readWhole, type WholeImport } from './testing/read-whole.ts';

const bytes = new TextEncoder().encode(
  `вопрос;ответ\n${Array.from({ length: 1200 }, (_, at) => `Номер ${at}?;Ответ ${at}`).join('\n')}`,
);

const prepare = (): Promise<WholeImport> => readWhole({ bytes, fileName: 'faq.csv' });

/** Counts the sources that queries give. */
const createCountingStore = () => {
  const store = createMemoryStore();
  const read = { found: 0 };
  const collection: DocumentStore['collection'] = (name, options) => {
    const real = store.collection(name, options);
    const find: typeof real.find = async (query) => {
      const page = await real.find(query);
      if (name.endsWith('/sources')) read.found += page.documents.length;
      return page;
    };
    return { ...real, find };
  };
  return { store: { ...store, collection }, read };
};

describe('importing', () => {
  it('stores a source and its passages once, however often it is repeated', async () => {
    const documents = openTeamDocuments(createMemoryStore(), 't');
    const prepared = await prepare();
    expect(await importInto(documents, partsOf(prepared))).toMatchObject({ changed: true, source: { state: 'ready' } });
    const sequence = await documents.passages.stored.sequence();
    expect(await importInto(documents, partsOf(prepared))).toMatchObject({ changed: false });
    expect(await documents.passages.stored.sequence()).toBe(sequence);
    expect(await documents.passages.get(`${prepared.source.id}:1199`)).toMatchObject({ question: 'Номер 1199?' });
  });

  it('can be repeated after a full disk or a crash at any write, and is then complete', async () => {
    for (const writes of [0, 1, 2, 3, 4]) {
      const { store, disk } = createFillingStore();
      const documents = openTeamDocuments(store, 't');
      const prepared = await prepare();
      disk.writes = writes;
      await expect(importInto(documents, partsOf(prepared))).rejects.toMatchObject({ code: 'store.full' });
      disk.writes = Number.POSITIVE_INFINITY;
      expect((await documents.sources.get(prepared.source.id))?.state).not.toBe('ready');
      expect(await importInto(documents, partsOf(prepared))).toMatchObject({
        changed: true,
        source: { state: 'ready' },
      });
      expect(await documents.passages.getMany(prepared.passages.map(({ id }) => id))).toEqual(prepared.passages);
      expect((await documents.sources.get(prepared.source.id))?.error).toBeUndefined();
    }
  });

  it('leaves a source that one write failed for as failed, with what to do', async () => {
    const { store } = createFillingStore();
    const documents = openTeamDocuments(store, 't');
    const prepared = await prepare();
    const passages = {
      ...documents.passages,
      insertMany: () => Promise.reject(new Failure('store.full', 'Full.', 'Make room.')),
    };
    await expect(importInto({ ...documents, passages }, partsOf(prepared))).rejects.toMatchObject({
      code: 'store.full',
    });
    expect(await documents.sources.get(prepared.source.id)).toMatchObject({
      state: 'failed',
      error: { code: 'store.full', hint: 'Make room.' },
    });
  });
});

describe('a file that cannot be read to its end', () => {
  const open = () => openTeamDocuments(createMemoryStore(), 't');
  const broken = async function* ({ source, passages }: WholeImport, error: Error): AsyncGenerator<ImportPart> {
    yield { kind: 'opened', source: { ...source, state: 'indexing' } };
    yield { kind: 'page', passages: passages.slice(0, 100) };
    throw error;
  };
  const unreadable = new Failure('knowledge.not_text', 'The file holds bytes that are no text.', 'Choose another.');

  it('leaves nothing of a new source', async () => {
    const documents = open();
    const prepared = await prepare();
    await expect(importInto(documents, broken(prepared, unreadable))).rejects.toThrow(unreadable);
    expect(await documents.sources.get(prepared.source.id)).toBeUndefined();
    expect(await documents.passages.getMany(prepared.passages.map(({ id }) => id))).toEqual([]);
  });

  it('leaves a source that was there before as failed, with what to do', async () => {
    const documents = open();
    const prepared = await prepare();
    await documents.sources.put({ ...prepared.source, state: 'indexing' });
    await expect(importInto(documents, broken(prepared, unreadable))).rejects.toThrow(unreadable);
    expect(await documents.sources.get(prepared.source.id)).toMatchObject({
      state: 'failed',
      error: { code: 'knowledge.not_text' },
    });
  });

  it('leaves a source that is called off to be completed', async () => {
    const documents = open();
    const prepared = await prepare();
    const stopping = new AbortController();
    stopping.abort(new Error('stopping'));
    const { signal } = stopping;
    await documents.sources.put({ ...prepared.source, state: 'indexing' });
    await expect(importInto(documents, partsOf(prepared), { signal })).rejects.toThrow('stopping');
    expect(await documents.sources.get(prepared.source.id)).toMatchObject({ state: 'indexing' });
  });
});

it('reads a file once, though it keeps the original of each import', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 't');
  let read = 0;
  let kept = 0;
  const here = readerHere();
  const reader: ImportReader = {
    ...here,
    read: (...asked) => {
      read += 1;
      return here.read(...asked);
    },
  };
  const importing = {
    reader,
    file: new Blob([bytes]),
    input: { fileName: 'faq.csv', now: 5 },
    keepOriginal: async () => {
      kept += 1;
    },
  };
  expect(await importFile(documents, importing)).toMatchObject({ changed: true });
  expect(await importFile(documents, importing)).toMatchObject({ changed: false, source: { passageCount: 1200 } });
  expect([read, kept]).toEqual([1, 2]);
});

it('does not come back when it is deleted while it is imported', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 't');
  const prepared = await prepare();
  const insertMany: typeof documents.passages.insertMany = async (batch) => {
    await removeParts(documents, prepared.source.id);
    return documents.passages.insertMany(batch);
  };
  const passages = { ...documents.passages, insertMany };
  await expect(importInto({ ...documents, passages }, partsOf(prepared))).rejects.toMatchObject({
    code: 'resource.conflict',
  });
  expect(await documents.sources.get(prepared.source.id)).toBeUndefined();
  expect(await documents.passages.getMany(prepared.passages.map(({ id }) => id))).toEqual([]);
});

it('is imported once though it is imported twice at the same time', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 't');
  const prepared = await prepare();
  await Promise.all([importInto(documents, partsOf(prepared)), importInto(documents, partsOf(prepared))]);
  expect(await documents.sources.get(prepared.source.id)).toMatchObject(prepared.source);
  expect(await documents.passages.getMany(prepared.passages.map(({ id }) => id))).toEqual(prepared.passages);
});

it('is ready only when every passage is stored, also those that a bulk write left out', async () => {
  const store = createMemoryStore();
  const collection: DocumentStore['collection'] = (name, options) => {
    const real = store.collection(name, options);
    const write: typeof real.write = async ([first, ...rest]) => {
      const results = await real.write(rest.length > 0 || !first ? rest : [first]);
      if (!first || rest.length === 0) return results;
      return [{ id: first.id, ok: false, code: 'conflict', message: 'busy' }, ...results];
    };
    return { ...real, write };
  };
  const documents = openTeamDocuments({ ...store, collection }, 't');
  const prepared = await prepare();
  await importInto(documents, partsOf(prepared));
  expect(await documents.passages.getMany(prepared.passages.map(({ id }) => id))).toEqual(prepared.passages);
});

describe('a source that was left unfinished', () => {
  const completion = {
    now: 9,
    lendReader: lendHere,
    signal: new AbortController().signal,
  };
  const leave = async () => {
    const documents = openTeamDocuments(createMemoryStore(), 't');
    const { source } = await prepare();
    await documents.sources.put({ ...source, state: 'indexing' });
    return { documents, source };
  };

  it('is completed from its original at the next start', async () => {
    const { documents, source } = await leave();
    expect(await completeImports({ ...completion, documents, readOriginal: async () => bytes })).toBe(1);
    expect(await documents.sources.get(source.id)).toMatchObject({ state: 'ready', passageCount: 1200 });
    expect(await documents.passages.get(`${source.id}:7`)).toBeDefined();
    expect(await completeImports({ ...completion, documents, readOriginal: async () => bytes })).toBe(0);
  });

  it('is found without reading the sources that are finished', async () => {
    const { store, read } = createCountingStore();
    const documents = openTeamDocuments(store, 't');
    const { source } = await prepare();
    const finished = Array.from({ length: 40 }, (_, at) => ({ ...source, id: `source:${at}`, updatedAt: at }));
    await documents.sources.insertMany(finished);
    await documents.sources.put({ ...source, id: 'source:changing', changing: { titleBefore: 'Old' } });
    await documents.sources.put({ ...source, state: 'indexing' });
    read.found = 0;
    expect(await completeImports({ ...completion, documents, readOriginal: async () => bytes })).toBe(2);
    expect(read.found).toBe(2);
    const { items } = await documents.sources.find({ index: ['updatedAt'], equals: [], limit: 100 });
    expect(items.every(({ state, changing }) => state === 'ready' && changing === undefined)).toBe(true);
  });

  it('is left to the device that imports it when its original was never here', async () => {
    const { documents, source } = await leave();
    expect(await completeImports({ ...completion, documents, readOriginal: async () => undefined })).toBe(0);
    expect(await documents.sources.get(source.id)).toMatchObject({ state: 'indexing' });
  });

  it('is marked as failed when its original is damaged, and the others are completed', async () => {
    const { documents, source } = await leave();
    const damaged = {
      ...source,
      id: 'source:damaged',
      digest: 'd'.repeat(64),
      state: 'indexing' as const,
      updatedAt: 1,
    };
    await documents.sources.put(damaged);
    const readOriginal = async (digest: string) => {
      if (digest === source.digest) return bytes;
      throw new Failure('store.unavailable', 'The file is damaged.', 'Import it again.');
    };
    expect(await completeImports({ ...completion, documents, readOriginal })).toBe(1);
    expect(await documents.sources.get(source.id)).toMatchObject({ state: 'ready' });
    expect(await documents.sources.get(damaged.id)).toMatchObject({
      state: 'failed',
      error: { hint: 'Import it again.' },
    });
  });
});

describe('a source that cannot be completed', () => {
  const completion = { now: 9, signal: new AbortController().signal };

  it('is failed whatever its reader throws, and the others are completed', async () => {
    const documents = openTeamDocuments(createMemoryStore(), 't');
    const { source } = await prepare();
    const bad: Source = { ...source, id: 'source:bad', digest: 'd'.repeat(64), state: 'indexing', updatedAt: 1 };
    await documents.sources.put(bad);
    await documents.sources.put({ ...source, state: 'indexing' });
    const reader: ImportReader = {
      ...readerHere(),
      read: (file, input) => {
        if (input.digest === bad.digest) throw new RangeError('Maximum call stack size exceeded');
        return readerHere().read(file, input);
      },
    };
    const completed = completeImports({
      ...completion,
      documents,
      lendReader: (work) => work(reader),
      readOriginal: async () => bytes,
    });
    expect(await completed).toBe(1);
    expect(await documents.sources.get(bad.id)).toMatchObject({ state: 'failed' });
    expect(await documents.sources.get(source.id)).toMatchObject({ state: 'ready' });
  });

  describe('when its original cannot be read for a while', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    /** The original cannot be read so many times; then it can. */
    const startCompletion = async (timesAway: number) => {
      const documents = openTeamDocuments(createMemoryStore(), 't');
      const { source } = await prepare();
      await documents.sources.put({ ...source, state: 'indexing' });
      const stopping = new AbortController();
      let reads = 0;
      const completed = completeImports({
        documents,
        now: 9,
        lendReader: lendHere,
        readOriginal: async () => {
          reads += 1;
          if (reads <= timesAway) throw new Failure('store.unavailable', 'Away.', 'Wait.');
          return bytes;
        },
        signal: stopping.signal,
      });
      const stateOf = async () => (await documents.sources.get(source.id))?.state;
      return { completed, stopping, stateOf, reads: () => reads };
    };

    it('is tried again', async () => {
      const { completed, stateOf, reads } = await startCompletion(3);
      await vi.runAllTimersAsync();
      expect([await completed, await stateOf(), reads()]).toEqual([1, 'ready', 4]);
    });

    it('is failed after five attempts', async () => {
      const { completed, stateOf, reads } = await startCompletion(9);
      await vi.runAllTimersAsync();
      expect([await completed, await stateOf(), reads()]).toEqual([0, 'failed', 5]);
    });

    it('stays as it is when the server stops', async () => {
      const { completed, stopping, stateOf, reads } = await startCompletion(9);
      const rejected = expect(completed).rejects.toThrow('stopping');
      await vi.waitFor(() => expect(reads()).toBe(2));
      stopping.abort(new Error('stopping'));
      await rejected;
      expect(await stateOf()).toBe('indexing');
    });
  });
});

describe('deleting a source', () => {
  it('removes all its passages and leaves other sources alone; importing it again brings it back', async () => {
    const documents = openTeamDocuments(createMemoryStore(), 't');
    const prepared = await prepare();
    const other = await readWhole({ bytes: 'Текст.', fileName: 'a.txt' });
    await importInto(documents, partsOf(prepared));
    await importInto(documents, partsOf(other));
    await removeParts(documents, prepared.source.id);
    expect(await documents.sources.get(prepared.source.id)).toBeUndefined();
    expect(await documents.passages.getMany(prepared.passages.map(({ id }) => id))).toEqual([]);
    expect(await documents.passages.get(`${other.source.id}:0`)).toBeDefined();
    expect(await importInto(documents, partsOf(prepared))).toMatchObject({ changed: true });
    expect(await documents.passages.getMany(prepared.passages.map(({ id }) => id))).toHaveLength(1200);
  });
});

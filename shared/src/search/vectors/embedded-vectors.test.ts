import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPassageSlots } from '../passage-slots.ts';
import type { IndexedPassage } from '../search-index.ts';
import { indexedPassage } from '../testing/indexed-passage.ts';
import { letterEmbedder, letterVector } from '../testing/letter-embedder.ts';
import { createEmbeddedVectors } from './embedded-vectors.ts';
import type { Embedder } from './embedder.ts';
import type { PassageVectors } from './passage-vectors.ts';

const never = new AbortController().signal;
const atOnce = async (): Promise<void> => undefined;

const opened: PassageVectors[] = [];
const open = (embedder: Embedder) => {
  const slots = createPassageSlots();
  const onFailed = vi.fn<(error: unknown) => void>();
  const vectors = createEmbeddedVectors({ passages: slots, embedder, onFailed });
  opened.push(vectors);
  const remove = (id: string): void => {
    const slot = slots.slotOf(id);
    if (slot === undefined) return;
    slots.free(id);
    vectors.removed(slot);
  };
  const put = (passage: IndexedPassage): number => {
    slots.free(passage.id);
    const slot = slots.add(passage);
    vectors.changed(slot);
    return slot;
  };
  /** How alike the passage's vector is to the one that the text has; undefined when it has none. */
  const similarity = async (id: string, text: string): Promise<number | undefined> => {
    const slot = slots.slotOf(id) ?? 0;
    const store = (await vectors.read(text, never))?.store;
    return store?.has(slot) ? store.similarTo(letterVector(text))(slot) : undefined;
  };
  return { vectors, onFailed, put, remove, similarity };
};

/** Calls wait until they are let go. */
const createGate = () => {
  const waiting: (() => void)[] = [];
  return {
    pass: (): Promise<void> => new Promise((resolve) => waiting.push(resolve)),
    waiting: (): number => waiting.length,
    release: (): void => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
};

afterEach(() => {
  for (const vectors of opened.splice(0)) vectors.close();
});

describe('passages', () => {
  it('are embedded together, 64 at a time, by title, question and text, and told by their ids', async () => {
    const embed = vi.fn<Embedder['embed']>(async (texts) => texts.map(letterVector));
    const { put, vectors } = open({ ...letterEmbedder(atOnce), embed });
    for (let at = 0; at < 150; at++) put(indexedPassage(`p${at}`, `текст ${at}`, { title: 'Зал', question: 'Где?' }));
    await vectors.settled();
    expect(embed.mock.calls.map(([texts]) => texts.length)).toEqual([64, 64, 22]);
    expect(embed.mock.calls[2]?.[0].at(-1)).toBe('Зал\nГде?\nтекст 149');
    expect(embed.mock.calls[2]?.[2]?.at(-1)).toBe('p149');
    expect((await vectors.read('зал', never))?.store.count()).toBe(150);
  });

  it('that could not be embedded are told of and tried again until it works', async () => {
    let failures = 2;
    const { put, vectors, onFailed, similarity } = open(
      letterEmbedder(async () => {
        if (failures-- > 0) throw new Error('out of order');
      }),
    );
    put(indexedPassage('a', 'шатёр'));
    await vectors.settled();
    expect(onFailed.mock.calls).toEqual([[new Error('out of order')], [new Error('out of order')]]);
    expect(await similarity('a', 'шатёр')).toBeCloseTo(1, 1);
  });

  it('that are replaced while their vector is under way do not get it', async () => {
    const gate = createGate();
    const { put, vectors, similarity } = open(letterEmbedder(gate.pass));
    put(indexedPassage('other', 'навес'));
    put(indexedPassage('a', 'эээ'));
    await vi.waitFor(() => expect(gate.waiting()).toBe(1));
    put(indexedPassage('a', 'ююю'));
    gate.release();
    await vi.waitFor(() => expect(gate.waiting()).toBe(1));
    const reading = similarity('a', 'эээ');
    await vi.waitFor(() => expect(gate.waiting()).toBe(2));
    gate.release();
    expect(await reading).toBeLessThan(0.1);
    await vectors.settled();
  });

  it('that were replaced have no vector until the new one is there', async () => {
    let gate: Promise<void> | undefined;
    let letGo = (): void => undefined;
    const { put, vectors } = open(letterEmbedder(async () => gate));
    const slot = put(indexedPassage('a', 'эээ'));
    await vectors.settled();
    const store = (await vectors.read('эээ', never))?.store;
    expect(store?.has(slot)).toBe(true);
    gate = new Promise((resolve) => {
      letGo = resolve;
    });
    expect(put(indexedPassage('a', 'ююю'))).toBe(slot);
    expect(store?.has(slot)).toBe(false);
    letGo();
    await vectors.settled();
    expect(store?.similarTo(letterVector('ююю'))(slot)).toBeCloseTo(1, 1);
  });

  it('that are removed while their vector is under way leave nothing behind', async () => {
    const gate = createGate();
    const { put, remove, vectors } = open(letterEmbedder(gate.pass));
    put(indexedPassage('a', 'шатёр'));
    put(indexedPassage('b', 'навес'));
    await vi.waitFor(() => expect(gate.waiting()).toBe(1));
    remove('a');
    gate.release();
    await vectors.settled();
    const reading = vectors.read('шатёр', never);
    gate.release();
    expect((await reading)?.store.count()).toBe(1);
  });
});

it('forgets the vector of a passage that is removed', async () => {
  const { put, remove, vectors } = open(letterEmbedder(atOnce));
  const slot = put(indexedPassage('a', 'шатёр'));
  put(indexedPassage('b', 'навес'));
  await vectors.settled();
  remove('a');
  const read = await vectors.read('шатёр', never);
  expect([read?.store.count(), read?.store.has(slot)]).toEqual([1, false]);
});

describe('a query', () => {
  it('is not embedded while there is nothing to compare it with', async () => {
    const before = vi.fn(atOnce);
    const { vectors } = open(letterEmbedder(before));
    expect(await vectors.read('шатёр', never)).toBeUndefined();
    expect(before).not.toHaveBeenCalled();
  });

  it('goes on without a vector when it could not be embedded, and that is told', async () => {
    let broken = false;
    const { put, vectors, onFailed } = open(
      letterEmbedder(async () => {
        if (broken) throw new Error('out of order');
      }),
    );
    put(indexedPassage('a', 'шатёр'));
    await vectors.settled();
    broken = true;
    expect(await vectors.read('шатёр', never)).toBeUndefined();
    expect(onFailed.mock.calls).toEqual([[new Error('out of order')]]);
  });

  it('that nobody waits for any more rejects with the reason, and nobody is told of a failure', async () => {
    let stalls = false;
    const { put, vectors, onFailed } = open(
      letterEmbedder(async (_, signal) => {
        if (stalls) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      }),
    );
    put(indexedPassage('a', 'шатёр'));
    await vectors.settled();
    stalls = true;
    const caller = new AbortController();
    const reading = vectors.read('шатёр', caller.signal);
    caller.abort(new Error('typed on'));
    await expect(reading).rejects.toThrow('typed on');
    expect(onFailed).not.toHaveBeenCalled();
  });
});

it('calls off what is under way when it is closed, and begins nothing more', async () => {
  const begun = vi.fn();
  const { put, vectors, onFailed } = open(
    letterEmbedder((_, signal) => {
      begun();
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    }),
  );
  put(indexedPassage('a', 'шатёр'));
  await vi.waitFor(() => expect(begun).toHaveBeenCalledOnce());
  vectors.close();
  await vectors.settled();
  put(indexedPassage('b', 'навес'));
  await vectors.settled();
  expect(begun).toHaveBeenCalledOnce();
  expect(onFailed).not.toHaveBeenCalled();
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPassageSlots, type PassageSlots } from '../passage-slots.ts';
import type { IndexedPassage } from '../search-index.ts';
import { indexedPassage } from '../testing/indexed-passage.ts';
import { lessonPassages } from '../testing/lesson-passages.ts';
import { createLearnedVectors } from './learned-vectors.ts';
import type { PassageVectors } from './passage-vectors.ts';

const never = new AbortController().signal;
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

type Rig = {
  readonly slots: PassageSlots;
  readonly vectors: PassageVectors;
  put(passage: IndexedPassage): number;
  remove(id: string): void;
};

const fail = (error: unknown): void => {
  throw error;
};
const opened: PassageVectors[] = [];
const open = (passages: readonly IndexedPassage[]): Rig => {
  const slots = createPassageSlots();
  const vectors = createLearnedVectors({ passages: slots, onFailed: fail });
  opened.push(vectors);
  const remove = (id: string): void => {
    const slot = slots.slotOf(id);
    if (slot === undefined) return;
    slots.free(id);
    vectors.removed(slot);
  };
  const put = (passage: IndexedPassage): number => {
    remove(passage.id);
    const slot = slots.add(passage);
    vectors.changed(slot);
    return slot;
  };
  for (const passage of passages) put(passage);
  return { slots, vectors, put, remove };
};

afterEach(() => {
  for (const vectors of opened.splice(0)) vectors.close();
});

/** Ids and similarities, best first. */
const nearest = async ({ slots, vectors }: Rig, query: string): Promise<(readonly [string, number])[]> => {
  const read = await vectors.read(query, never);
  if (!read) throw new Error('Nothing is learned yet.');
  return read.store
    .nearest(read.vector, 1000)
    .map(([slot, similarity]) => [slots.at(slot)?.id ?? `free slot ${slot}`, similarity]);
};

/** So many that learning takes several slices. */
const many = Array.from({ length: 30 }, (_, copy) =>
  lessonPassages.map((passage) => ({ ...passage, id: `${passage.id}-${copy}`, title: `Часть ${copy % 7}` })),
).flat();

describe('what is learned', () => {
  it('is there when it was waited for, and all passages have a vector', async () => {
    const rig = open(lessonPassages);
    expect(await rig.vectors.read('шатёр', never)).toBeUndefined();
    await rig.vectors.settled();
    const read = await rig.vectors.read('шатёр', never);
    expect(read).toMatchObject({ fusion: 'convex', model: 'builtin-1@12' });
    expect(read?.store.count()).toBe(lessonPassages.length);
  });

  it('is there by itself some time after the last change', async () => {
    const { vectors } = open(lessonPassages);
    await vi.waitFor(async () => expect(await vectors.read('шатёр', never)).toBeDefined());
  });

  it('is nothing while there are too few passages, and again when too few are left', async () => {
    const rig = open(lessonPassages.slice(0, 15));
    await rig.vectors.settled();
    expect(await rig.vectors.read('шатёр', never)).toBeUndefined();
    rig.put(indexedPassage('16', 'Ещё один навес и каркас.'));
    await rig.vectors.settled();
    expect(await rig.vectors.read('шатёр', never)).toBeDefined();
    rig.remove('16');
    await rig.vectors.settled();
    expect(await rig.vectors.read('шатёр', never)).toBeUndefined();
  });

  it('does not depend on the order in which the passages came', async () => {
    const one = open(lessonPassages);
    const other = open(lessonPassages.toReversed());
    other.remove('ru-food-1');
    other.put(lessonPassages.find(({ id }) => id === 'ru-food-1') ?? indexedPassage('none', ''));
    await Promise.all([one.vectors.settled(), other.vectors.settled()]);
    for (const query of ['шатёр', 'marquee', 'повар и музыка', 'микрофончик']) {
      expect(await nearest(other, query)).toEqual(await nearest(one, query));
      // Bit for bit, which the rounding of stored vectors would hide.
      const [vector, otherVector] = [await one.vectors.read(query, never), await other.vectors.read(query, never)];
      expect(otherVector?.vector).toEqual(vector?.vector);
    }
  });
});

describe('changes', () => {
  it('while it is learning are not lost', async () => {
    const rig = open(many);
    const settled = rig.vectors.settled();
    const left = new Map(many.map((passage) => [passage.id, passage]));
    for (const [at, { id }] of many.slice(0, 40).entries()) {
      await nextTurn();
      if (at % 4 === 0) {
        rig.remove(id);
        left.delete(id);
      } else {
        const changed = indexedPassage(at % 4 === 1 ? `new-${at}` : id, `Фейерверк и салют ${at}, каркас остаётся.`);
        rig.put(changed);
        left.set(changed.id, changed);
      }
    }
    await settled;
    await rig.vectors.settled();
    const anew = open([...left.values()]);
    await anew.vectors.settled();
    for (const query of ['салют', 'навес', 'chef'])
      expect(await nearest(rig, query)).toEqual(await nearest(anew, query));
  });

  it('count at once: a new passage is found before it is learned from, a removed one is not', async () => {
    const rig = open(lessonPassages);
    await rig.vectors.settled();
    rig.put(indexedPassage('new', 'Навес и каркас для шатра.'));
    rig.remove('ru-tent-1');
    const found = (await nearest(rig, 'навес каркас шатёр')).map(([id]) => id);
    expect(found[0]).toBe('new');
    expect(found).not.toContain('ru-tent-1');
    rig.put(indexedPassage('new', 'Музыка до полуночи.'));
    expect((await nearest(rig, 'навес каркас шатёр'))[0]?.[0]).not.toBe('new');
  });
});

describe('what changes while the first learning is under way', () => {
  it('is known as soon as that is done', async () => {
    const rig = open(many);
    void rig.vectors.settled();
    let turns = 0;
    for (; !(await rig.vectors.read('навес', never)); turns++) {
      rig.remove(many[turns]?.id ?? '');
      await nextTurn();
    }
    expect(turns).toBeGreaterThan(2);
    const found = await nearest(rig, 'навес');
    expect(found.map(([id]) => id).filter((id) => id.startsWith('free'))).toEqual([]);
    expect(found.length).toBe(rig.slots.count());
  });

  it('is learned from when nothing changes any more', async () => {
    const rig = open(many);
    const settled = rig.vectors.settled();
    await nextTurn();
    for (const { id } of many.slice(0, 100)) rig.remove(id);
    await settled;
    const anew = open(many.slice(100));
    await anew.vectors.settled();
    expect(await nearest(rig, 'навес')).toEqual(await nearest(anew, 'навес'));
  });
});

describe('closing', () => {
  it('ends learning that is under way, and whoever waits for it goes on', async () => {
    const { vectors } = open(many);
    const settled = vectors.settled();
    await nextTurn();
    vectors.close();
    await settled;
    expect(await vectors.read('шатёр', never)).toBeUndefined();
  });

  it('ends learning that has not begun, and lets no later change begin it', async () => {
    const rig = open(lessonPassages);
    rig.vectors.close();
    rig.put(indexedPassage('new', 'Навес.'));
    await rig.vectors.settled();
    expect(await rig.vectors.read('шатёр', never)).toBeUndefined();
  });
});

describe('a failure to learn', () => {
  it('is told, and the next change is learned from all the same', async () => {
    const slots = createPassageSlots();
    const failures: unknown[] = [];
    let isFull = true;
    const passages: PassageSlots = {
      ...slots,
      taken: () => {
        if (isFull) throw new RangeError('Array buffer allocation failed');
        return slots.taken();
      },
    };
    const vectors = createLearnedVectors({ passages, onFailed: (error) => failures.push(error) });
    opened.push(vectors);
    for (const passage of lessonPassages) vectors.changed(slots.add(passage));
    await vectors.settled();
    expect(failures).toEqual([new RangeError('Array buffer allocation failed')]);
    expect(await vectors.read('шатёр', never)).toBeUndefined();

    isFull = false;
    vectors.changed(slots.add(indexedPassage('new', 'Навес и каркас.')));
    await vectors.settled();
    expect(await vectors.read('шатёр', never)).toBeDefined();
  });
});

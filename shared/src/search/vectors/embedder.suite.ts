import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Embedder } from './embedder.ts';

const never = new AbortController().signal;
const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);

/** Written as escapes: a lone surrogate, a direction mark, a NUL. */
const strange = ['👩‍👩‍👧 семья', '\ud83d', 'a\udc00b', '\u202eназад', '\0', 'e\u0301', '١٢٣', '\ufeff', '   \n\t '];

type Rig = {
  /** Opens a fresh embedder; a learned one has been given some texts. */
  readonly open: () => Embedder | Promise<Embedder>;
  /**
   * Makes the next call hang until it is aborted; `underWay` resolves when that call has begun. Absent when calls end
   * within one turn of the event loop.
   */
  readonly stall?: () => { underWay(): Promise<unknown> };
};

/** The conformance suite of all embedders. */
export const describeEmbedder = (name: string, { open, stall }: Rig): void => {
  describe(`the embedder ${name}`, () => {
    test('names its model and the size of its vectors', async () => {
      const { model, dimensions } = await open();
      expect(model).toMatch(/^\S{1,200}$/);
      expect(Number.isInteger(dimensions) && dimensions > 0).toBe(true);
    });

    test('gives one vector of unit length per text, and zeros for no text', async () => {
      const embedder = await open();
      const vectors = await embedder.embed(['Доставка два дня', '', 'free parking'], never);
      expect(vectors.map(({ length }) => length)).toEqual(Array(3).fill(embedder.dimensions));
      expect(lengthOf(vectors[0] ?? new Float32Array())).toBeCloseTo(1, 4);
      expect(vectors[1]?.every((value) => value === 0)).toBe(true);
      expect(lengthOf(vectors[2] ?? new Float32Array())).toBeCloseTo(1, 4);
    });

    test('takes no texts at all', async () => {
      expect(await (await open()).embed([], never)).toEqual([]);
    });

    test('takes any text: emoji, halves of pairs, NUL, a megabyte', async () => {
      const embedder = await open();
      const vectors = await embedder.embed([...strange, 'слово '.repeat(90_000), 'x'.repeat(1_000_000)], never);
      expect(vectors).toHaveLength(strange.length + 2);
      for (const vector of vectors) {
        expect(vector.every(Number.isFinite)).toBe(true);
        const length = lengthOf(vector);
        expect(length === 0 || Math.abs(length - 1) < 1e-4).toBe(true);
      }
    });

    test('gives a text the same vector whatever stands beside it, in the order of the texts', async () => {
      const embedder = await open();
      const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('цена зала', 'parking', ''));
      await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 12 }), fc.nat(), async (texts, at) => {
          const place = at % texts.length;
          const [alone] = await embedder.embed([texts[place] ?? ''], never);
          const together = await embedder.embed(texts, never);
          expect(together).toHaveLength(texts.length);
          expect(together[place]).toEqual(alone);
        }),
        { numRuns: 40 },
      );
    });

    test('starts nothing for a caller that has gone', async () => {
      const gone = AbortSignal.abort(new Error('the query is out of date'));
      await expect((await open()).embed(['цена зала'], gone)).rejects.toThrow('the query is out of date');
    });

    test.runIf(stall)('stops at once when it is called off', async () => {
      const embedder = await open();
      const stalled = stall?.();
      const caller = new AbortController();
      const answer = embedder.embed(['цена зала'], caller.signal);
      const settled = vi.fn();
      answer.then(settled, settled);
      await stalled?.underWay();
      expect(settled).not.toHaveBeenCalled();
      caller.abort(new Error('the query is out of date'));
      await expect(answer).rejects.toThrow('the query is out of date');
    });
  });
};

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { contentStems } from '../language/analyze-text.ts';
import { lessonPassages } from '../testing/lesson-passages.ts';
import { type LearnedModel, learnModel } from './learned-model.ts';

const breathe = async (): Promise<void> => undefined;
const lessons = lessonPassages.map(({ text }) => contentStems(text));

const learn = async (passages: readonly (readonly string[])[]): Promise<LearnedModel> => {
  const model = await learnModel(passages, breathe);
  if (!model) throw new Error('Nothing was learned.');
  return model;
};
const model = await learn(lessons);

const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
const alike = (a: string, b: string): number => cosine(model.embed(contentStems(a)), model.embed(contentStems(b)));

describe('a learned model', () => {
  it.each([0, 1, 15])('is not to be had of %i passages', async (count) => {
    expect(await learnModel(lessons.slice(0, count), breathe)).toBeUndefined();
  });

  it('has half as many dimensions as passages, and 128 at most', async () => {
    expect((await learn(lessons.slice(0, 17))).dimensions).toBe(8);
    const many = Array.from({ length: 300 }, (_, at) => [`a${at % 40}`, `b${at % 60}`, `c${at % 7}`]);
    expect((await learn(many)).dimensions).toBe(128);
  });

  it('gives the very same vectors, bit for bit, when it is learned again', async () => {
    const again = await learn(structuredClone(lessons));
    for (const text of [...lessons, contentStems('шатры unknownword 500'), []]) {
      expect(again.embed(text)).toEqual(model.embed(text));
    }
  });

  it('gives finite vectors of unit length, or zeros for a text without words, whatever the passages', async () => {
    const stems = fc.array(
      fc.oneof(
        fc.constantFrom('зал', 'зала', 'tent', '500', 'x'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }),
      ),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(stems, { minLength: 16, maxLength: 24 }), stems, async (passages, text) => {
        const learned = await learn(passages);
        for (const one of [...passages, text]) {
          const vector = learned.embed(one);
          const length = Math.sqrt(cosine(vector, vector));
          expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true);
        }
        expect(learned.embed([]).every((value) => value === 0)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('puts words that share passages near each other, and those that do not far apart', () => {
    expect(alike('шатёр', 'навес')).toBeGreaterThan(0.8);
    expect(alike('marquee', 'canopy')).toBeGreaterThan(0.8);
    expect(alike('шатёр', 'повар')).toBeLessThan(0.2);
    expect(alike('marquee', 'chef')).toBeLessThan(0.2);
    expect(alike('шатёр', 'marquee')).toBeLessThan(0.5);
  });

  it('knows a word that no passage has by its pieces', () => {
    expect(alike('микрофончик', 'микрофон')).toBeGreaterThan(0.8);
    expect(alike('микрофончик', 'повар')).toBeLessThan(0.2);
    expect(alike('speakerphones', 'speakers')).toBeGreaterThan(alike('speakerphones', 'chef') + 0.3);
    expect(model.embed(['ъъъъъ', '🦄']).every((value) => value === 0)).toBe(true);
  });

  it('gives others turns while it learns, and stops when that is refused', async () => {
    const turns = vi.fn(breathe);
    await learnModel(lessons, turns);
    expect(turns.mock.calls.length).toBeGreaterThan(5);
    let left = 3;
    const refused = learnModel(lessons, async () => {
      left -= 1;
      if (left === 0) throw new Error('closed');
    });
    await expect(refused).rejects.toThrow('closed');
    expect(left).toBe(0);
  });
});

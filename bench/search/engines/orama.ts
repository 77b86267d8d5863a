import { create, insertMultiple, load, type RawData, save, search } from '@orama/orama';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemRussian } from '@orama/stemmers/russian';
import { stopwords as englishStopWords } from '@orama/stopwords/english';
import { stopwords as russianStopWords } from '@orama/stopwords/russian';
import { type BenchEngine, LIMIT, type Mode, SLICE } from '../bench-engine.ts';
import { vectorOf } from '../vectors.ts';

/**
 * Stock Orama with stop words and with a stemmer chosen by the word's alphabet: a tokenizer has one language, and this
 * language's splitter handles both alphabets.
 */
const createDatabase = () =>
  create({
    schema: { text: 'string', embedding: 'vector[384]' },
    components: {
      tokenizer: {
        language: 'russian',
        stemming: true,
        stemmer: (word) => (/[а-яё]/.test(word) ? stemRussian(word) : stemEnglish(word)),
        stopWords: [...russianStopWords, ...englishStopWords],
      },
    },
  });

/** Orama over texts, and in hybrid mode vectors. */
export const createOrama = (mode: Mode, database = createDatabase()): BenchEngine => ({
  fill: async (passages) => {
    for (let from = 0; from < passages.length; from += SLICE) {
      const documents = passages.slice(from, from + SLICE).map(({ id, text }) => ({ id, text, ...embed(mode, text) }));
      await insertMultiple(database, documents);
    }
  },
  search: async ({ text, vector }) => {
    const asked = { term: text, limit: LIMIT } as const;
    const hybrid = { mode: 'hybrid', vector: { value: Array.from(vector), property: 'embedding' } } as const;
    return (await search(database, mode === 'hybrid' ? { ...asked, ...hybrid } : asked)).hits.length;
  },
  save: async () => {
    const stored = JSON.stringify(save(database));
    return async () => {
      const restored = createDatabase();
      const raw: RawData = JSON.parse(stored);
      load(restored, raw);
      return createOrama(mode, restored);
    };
  },
});

/**
 * Orama accepts only plain arrays. `Array.from` creates arrays of doubles; a spread would create arrays of objects,
 * three times as large.
 */
const embed = (mode: Mode, text: string) => (mode === 'hybrid' ? { embedding: Array.from(vectorOf(text)) } : {});

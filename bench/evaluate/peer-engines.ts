import { contentStems } from '@inbetwin/shared/search/language/analyze-text.ts';
import { create, insertMultiple, search } from '@orama/orama';
import { stemmer as englishStemmer } from '@orama/stemmers/english';
import { stemmer as russianStemmer } from '@orama/stemmers/russian';
import { stopwords as englishStopWords } from '@orama/stopwords/english';
import { stopwords as russianStopWords } from '@orama/stopwords/russian';
import MiniSearch from 'minisearch';
import type { EngineFactory } from './engine.ts';

const languages = {
  ru: { language: 'russian', stemmer: russianStemmer, stopWords: russianStopWords },
  en: { language: 'english', stemmer: englishStemmer, stopWords: englishStopWords },
} as const;

/** Orama with its stemmer and stop words enabled. */
export const createStockOrama: EngineFactory = async ({ language: code, documents }) => {
  const { language, stemmer, stopWords } = languages[code];
  const database = create({
    schema: { title: 'string', text: 'string' },
    components: { tokenizer: { language, stemming: true, stemmer, stopWords: [...stopWords] } },
  });
  await insertMultiple(database, [...documents]);
  return {
    rank: async (term, limit) => (await search(database, { term, limit })).hits.map(({ id }) => String(id)),
  };
};

/** MiniSearch over the terms that our own engine uses. */
export const createMiniSearch: EngineFactory = async ({ documents }) => {
  const index = new MiniSearch({ fields: ['title', 'text'], tokenize: contentStems, processTerm: (term) => term });
  index.addAll(documents);
  return {
    rank: async (query, depth) =>
      index
        .search(query)
        .slice(0, depth)
        .map(({ id }) => String(id)),
  };
};

const K1 = 1.2;
const B = 0.75;

/**
 * Textbook BM25 (Manning, Raghavan and Schütze, 2008, 11.4.3) over the same terms, with title and text as one field.
 */
export const createTextbookBm25: EngineFactory = async ({ documents }) => {
  const postings = new Map<string, Map<number, number>>();
  const lengths = documents.map(({ title, text }, at) => {
    const terms = contentStems(`${title}\n${text}`);
    for (const term of terms) {
      const found = postings.get(term) ?? new Map<number, number>();
      postings.set(term, found.set(at, (found.get(at) ?? 0) + 1));
    }
    return terms.length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return {
    rank: async (query, depth) => {
      const scores = new Map<number, number>();
      for (const term of contentStems(query)) {
        const found = postings.get(term) ?? new Map<number, number>();
        const idf = Math.log(1 + (documents.length - found.size + 0.5) / (found.size + 0.5));
        for (const [at, frequency] of found) {
          const norm = K1 * (1 - B + (B * (lengths[at] ?? 0)) / average);
          scores.set(at, (scores.get(at) ?? 0) + (idf * frequency * (K1 + 1)) / (frequency + norm));
        }
      }
      const ranked = [...scores].sort(([a, x], [b, y]) => y - x || a - b).slice(0, depth);
      return ranked.flatMap(([at]) => documents[at]?.id ?? []);
    },
  };
};

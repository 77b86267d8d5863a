import type { CatalogItem } from '../entities/catalog-item.ts';
import { analyzeText } from '../search/language/analyze-text.ts';

/** The beginning of a description that is considered, in UTF-16 units; the rest is seldom about the product. */
const DESCRIPTION = 1000;
/** The weight of a word in the title, relative to one in the description. */
const TITLE_WEIGHT = 3;
/** A product with a smaller share of the best score is about something else. */
const NEAR_THE_BEST = 0.35;

/**
 * Returns the products that a query is about, best first; if it names none, all of them in their order. Words match in all their forms,
 * Russian or English, and count more the fewer products contain them (IDF, Spärck Jones 1972).
 */
export const rankProducts = (items: readonly CatalogItem[], query: string): readonly CatalogItem[] => {
  const asked = new Set(stemsOf(query));
  if (asked.size === 0) return items;
  const weighed = items.map((item) => ({ item, weights: weightsOf(item, asked) }));
  const rarity = new Map(
    [...asked].map((stem) => {
      const holders = weighed.filter(({ weights }) => weights.has(stem)).length;
      return [stem, Math.log(1 + items.length / Math.max(1, holders))];
    }),
  );
  const scored = weighed.map(({ item, weights }) => ({
    item,
    score: [...weights].reduce((sum, [stem, weight]) => sum + weight * (rarity.get(stem) ?? 0), 0),
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score > 0 && score >= best * NEAR_THE_BEST)
    .toSorted((a, b) => b.score - a.score || (a.item.id < b.item.id ? -1 : 1))
    .map(({ item }) => item);
};

/** The query's stems that a product contains. */
const weightsOf = (item: CatalogItem, asked: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const weights = new Map<string, number>();
  const note = (text: string, weight: number): void => {
    for (const stem of stemsOf(text)) if (asked.has(stem)) weights.set(stem, Math.max(weight, weights.get(stem) ?? 0));
  };
  note(item.description.slice(0, DESCRIPTION), 1);
  note(`${item.title} ${item.sku ?? ''}`, TITLE_WEIGHT);
  return weights;
};

const stemsOf = (text: string): readonly string[] =>
  analyzeText(text).flatMap(({ stop, stem }) => (stop ? [] : [stem]));

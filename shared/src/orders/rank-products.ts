import type { CatalogItem } from '../entities/catalog-item.ts';
import { analyzeText } from '../search/language/analyze-text.ts';

/** Of a description more is seldom about the product. In UTF-16 units. */
const DESCRIPTION = 1000;
/** A word of the title says more of a product than one of its description. */
const TITLE_WEIGHT = 3;
/** What scores less than this share of the best is about something else. */
const NEAR_THE_BEST = 0.35;

/**
 * The products that a query is about, the best first; all of them, in their order, when it names nothing. Words count in any of
 * their forms, Russian or English, and the more the fewer products have them (IDF, Spärck Jones 1972).
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

/** The query's stems that a product has. */
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

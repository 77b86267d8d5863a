import type { IIndex } from '@orama/orama';
import { index as stockIndex } from '@orama/orama/components';
import { readQuery } from './terms/read-query.ts';
import { fieldWeights, type SearchedField, type TermIndex } from './terms/term-index.ts';

/** Orama fetches, filters, counts facets and pages over this many of the best passages. */
export const MAX_CANDIDATES = 1000;

const isSearched = (property: string): property is SearchedField => property in fieldWeights;

/**
 * Orama's index component with its full text replaced by `terms`: stock Orama normalises length twice and drops term
 * frequency. Filters and facets over enum properties stay Orama's own.
 */
export const createOramaComponent = (terms: TermIndex): IIndex<stockIndex.Index> => ({
  ...stockIndex.createIndex(),
  insert: (...args) => {
    const [, , property, , slot, value] = args;
    if (!isSearched(property)) return stockIndex.insert(...args);
    terms.add(slot, property, String(value));
  },
  remove: (...args) => {
    const [, , property, , slot, value] = args;
    if (!isSearched(property)) return stockIndex.remove(...args);
    terms.remove(slot, property, String(value));
    return true;
  },
  search: (...args) => {
    const query = args[1];
    const allowed = args[10];
    return terms.rank(readQuery(query, terms).terms, MAX_CANDIDATES, allowed).map(([slot, score]) => [slot, score]);
  },
});

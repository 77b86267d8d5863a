import { create, insert, remove, search } from '@orama/orama';
import { internalDocumentIDStore, index as stockIndex } from '@orama/orama/components';
import type { IndexedPassage, SearchFilter } from './search-index.ts';
import type { SlotFilter } from './terms/best-slots.ts';

const schema = { sourceId: 'enum', language: 'enum', product: 'enum' } as const;

/** Ranks the allowed slots, or all of them, best first. */
type Rank = (allowed: SlotFilter | undefined) => readonly number[];

/**
 * Orama provides the schema, filters, counts and paging, while its index component uses our ranking: stock Orama
 * normalizes length twice and drops term frequency. Its document ids are our slots, so its table of ids, which never
 * shrinks, grows no longer than the slots do.
 */
export type OramaFace = {
  insert(slot: number, passage: IndexedPassage): void;
  remove(slot: number): void;
  /** Returns the first `limit` slots of the ranking of the passages that match the filter, in its order. */
  search(filter: SearchFilter | undefined, limit: number, rank: Rank): number[];
};

/** Creates an empty Orama database with our ranking as its index component. */
export const openOrama = (): OramaFace => {
  let rank: Rank = () => [];
  const database = create({
    schema,
    sort: { enabled: false },
    components: {
      index: {
        ...stockIndex.createIndex(),
        search: (...[, , , , , , , , , , allowed]) => inOrder(rank(allowed)),
      },
      // Nothing is tokenized here, because it would be stemmed again.
      tokenizer: { language: 'russian', normalizationCache: new Map(), tokenize: (text: string) => [text] },
    },
  });

  /**
   * Orama numbers documents in order of insertion, so the free slots of a restored index must use up their numbers,
   * too.
   */
  const numberUpTo = (slot: number): void => {
    const ids = database.internalDocumentIDStore;
    for (let next = ids.internalIdToId.length + 1; next <= slot; next++) {
      internalDocumentIDStore.getInternalDocumentId(ids, String(next));
    }
  };

  return {
    insert: (slot, { sourceId, language, product }) => {
      numberUpTo(slot);
      const document = { id: String(slot), sourceId, language };
      insert(database, product === undefined ? document : { ...document, product });
    },
    remove: (slot) => void remove(database, String(slot)),
    search: (filter, limit, ranking) => {
      rank = ranking;
      const found = search(database, { term: 'ranked by the component', where: whereOf(filter), limit });
      // The index and database are synchronous, so nothing changes between a ranking and its results.
      if (found instanceof Promise) throw new Error('Orama answered later');
      return found.hits.map(({ id }) => Number(id));
    },
  };
};

/** Orama sorts by score and then by slot, so scores are made to follow our order. */
const inOrder = (slots: readonly number[]): [number, number][] => slots.map((slot, at) => [slot, slots.length - at]);

const whereOf = ({ sourceIds, languages, products }: SearchFilter = {}) => ({
  ...(sourceIds && { sourceId: { in: [...sourceIds] } }),
  ...(languages && { language: { in: [...languages] } }),
  ...(products && { product: { in: [...products] } }),
});

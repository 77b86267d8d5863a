import { create, insert, remove, search } from '@orama/orama';
import { internalDocumentIDStore, index as stockIndex } from '@orama/orama/components';
import type { IndexedPassage, SearchFilter } from './search-index.ts';
import type { SlotFilter } from './terms/best-slots.ts';

const schema = { sourceId: 'enum', language: 'enum', product: 'enum' } as const;

/** Slots best first, of those that are allowed or of all. */
type Rank = (allowed: SlotFilter | undefined) => readonly number[];

/**
 * Orama as the engine's face: it keeps the schema, filters, counts and pages, while the ranking of its index component is
 * ours. Stock Orama normalises length twice and drops term frequency. Its ids are our slots, so its table of ids, which
 * forgets nothing, grows no longer than the slots do.
 */
export type OramaFace = {
  insert(slot: number, passage: IndexedPassage): void;
  remove(slot: number): void;
  /** The first `limit` slots of what `rank` gives for the passages that the filter lets through, in its order. */
  search(filter: SearchFilter | undefined, limit: number, rank: Rank): number[];
};

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
      // Nothing is cut into words here; it would be stemmed again.
      tokenizer: { language: 'russian', normalizationCache: new Map(), tokenize: (text: string) => [text] },
    },
  });

  /** Orama numbers documents as they come: free slots of a restored index take their numbers, too. */
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
      // Index and database are synchronous, so nothing changes between a ranking and its results.
      if (found instanceof Promise) throw new Error('Orama answered later');
      return found.hits.map(({ id }) => Number(id));
    },
  };
};

/** Orama sorts by score and, where that is the same, by slot; the order is ours. */
const inOrder = (slots: readonly number[]): [number, number][] => slots.map((slot, at) => [slot, slots.length - at]);

const whereOf = ({ sourceIds, languages, products }: SearchFilter = {}) => ({
  ...(sourceIds && { sourceId: { in: [...sourceIds] } }),
  ...(languages && { language: { in: [...languages] } }),
  ...(products && { product: { in: [...products] } }),
});

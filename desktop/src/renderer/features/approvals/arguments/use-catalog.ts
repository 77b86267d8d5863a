import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';
import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { totalMicrosOf } from '@inbetwin/shared/orders/order-lines.ts';
import { findItem } from '@inbetwin/shared/orders/read-catalog.ts';
import { formatMicros } from '@inbetwin/shared/text/format-money.ts';
import { useLive } from '../../../workspace/live/use-live.ts';

/** The team's catalog by title; undefined until it is read, and for tools that do not use it. */
export const useCatalog = (tool: string): readonly CatalogItem[] | undefined => {
  const isWanted = tool === 'create_order';
  const items = useLive(({ collections }) => (isWanted ? collections.catalog.find() : undefined), [isWanted]);
  return items?.toSorted((a, b) => a.title.localeCompare(b.title));
};

/** A product's price per unit as text. */
export const priceWords = (item: CatalogItem, language: Language): string =>
  `${formatMicros(item.priceMicros, item.currency, language)} / ${item.unit}`;

/** The total of an order at current catalog prices; undefined if one of its lines cannot be ordered. */
export const totalOf = (
  args: Readonly<Record<string, unknown>>,
  catalog: readonly CatalogItem[],
  language: Language,
): string | undefined => {
  const lines = Array.isArray(args.lines) ? args.lines : [];
  const priced = lines.flatMap((line) => {
    if (!isFields(line) || typeof line.quantity !== 'number') return [];
    const item = findItem(catalog, String(line.product));
    return item?.state === 'offered'
      ? [{ quantity: line.quantity, priceMicros: item.priceMicros, currency: item.currency }]
      : [];
  });
  const [first] = priced;
  const isWhole =
    first && priced.length === lines.length && priced.every(({ currency }) => currency === first.currency);
  return isWhole ? formatMicros(totalMicrosOf(priced), first.currency, language) : undefined;
};

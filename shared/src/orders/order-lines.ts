import type { CatalogItem } from '../entities/catalog-item.ts';
import type { OrderLine } from '../entities/work.ts';

/** A line of an order, named and priced by the catalogue as it is now. `id` tells it from the order's other lines. */
export const orderLineOf = (item: CatalogItem, { id, quantity }: Pick<OrderLine, 'id' | 'quantity'>): OrderLine => ({
  id,
  productId: item.id,
  title: item.title,
  quantity,
  priceMicros: item.priceMicros,
});

/** Whether a line of an order in this currency says of an item what the catalogue says now. */
export const isAsInCatalog = (
  line: OrderLine,
  item: Pick<CatalogItem, 'title' | 'priceMicros' | 'currency' | 'state'>,
  currency: string,
): boolean =>
  item.state === 'offered' &&
  item.title === line.title &&
  item.priceMicros === line.priceMicros &&
  item.currency === currency;

export const totalMicrosOf = (lines: readonly Pick<OrderLine, 'quantity' | 'priceMicros'>[]): number =>
  lines.reduce((sum, { quantity, priceMicros }) => sum + Math.round(quantity * priceMicros), 0);

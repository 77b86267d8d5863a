import type { CatalogItem } from '../entities/catalog-item.ts';
import type { OrderLine } from '../entities/work-kinds/order.ts';

/** A line of an order, named and priced by the present catalog. `id` distinguishes it from the order's other lines. */
export const orderLineOf = (item: CatalogItem, { id, quantity }: Pick<OrderLine, 'id' | 'quantity'>): OrderLine => ({
  id,
  productId: item.id,
  title: item.title,
  quantity,
  priceMicros: item.priceMicros,
});

export const totalMicrosOf = (lines: readonly Pick<OrderLine, 'quantity' | 'priceMicros'>[]): number =>
  lines.reduce((sum, { quantity, priceMicros }) => sum + Math.round(quantity * priceMicros), 0);

import { z } from 'zod';
import { isSameValue } from '../../merge/same-state.ts';
import { type CatalogItem, catalog } from '../catalog-item.ts';
import { idSchema } from '../declaring/fields.ts';
import { refuse, refuseFixed } from '../declaring/write-rule.ts';
import { orderNumberOf } from './order-number.ts';
import { defineWorkKind, madeByPeople } from './work-kind.ts';

const orderLineSchema = z.strictObject({
  id: z.string().min(1).max(120),
  /** An item of the catalog. */
  productId: idSchema,
  title: z.string().max(300),
  quantity: z.number().positive().max(1e9),
  /** Price per unit as the catalog had it when the order was made, in millionths of a unit of the currency. */
  priceMicros: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
});
export type OrderLine = z.infer<typeof orderLineSchema>;

const orderSchema = z.strictObject({
  lines: z.array(orderLineSchema).max(100),
  currency: z.string().length(3),
  number: z.string().max(40),
});
type Order = z.infer<typeof orderSchema>;

/** Whether a line of an order in this currency agrees with the present catalog. */
export const isAsInCatalog = (
  line: OrderLine,
  item: Pick<CatalogItem, 'title' | 'priceMicros' | 'currency' | 'state'>,
  currency: string,
): boolean =>
  item.state === 'offered' &&
  item.title === line.title &&
  item.priceMicros === line.priceMicros &&
  item.currency === currency;

const sold = ({ quantity: _, ...rest }: OrderLine) => rest;

/** Quantities may change and lines may be removed; the agreed prices stay. */
const findRepriced = (next: Order, present: Order) => {
  if (next.currency !== present.currency) return refuseFixed('order.currency');
  if (next.number !== present.number) return refuseFixed('order.number');
  const known = new Map(present.lines.map((line) => [line.id, sold(line)]));
  const forged = next.lines.find((line) => !isSameValue(sold(line), known.get(line.id)));
  return (
    forged && refuse('order.lines', 'Something else needs a new order: here quantities change only.', 'order.lines')
  );
};

export const order = defineWorkKind({
  fields: { order: orderSchema.optional() },
  merge: {
    order: {
      fields: {
        lines: {
          listById: { productId: 'immutable', title: 'keep-both', quantity: 'keep-both', priceMicros: 'keep-both' },
        },
        currency: 'immutable',
        number: 'immutable',
      },
    },
  },
  refusals: ['order.number', 'order.lines', 'order.of_catalog'],
  rights: madeByPeople,
  waitsInConversation: false,
  reads: ({ order }) => [{ entity: catalog, ids: (order?.lines ?? []).map(({ productId }) => productId) }],
  // A device that was offline may have old prices; orders are made only at the team's present prices.
  create: ({ id, order }, { find }) => {
    if (order && order.number !== orderNumberOf(id)) {
      return refuse('order.number', `The number must be ${orderNumberOf(id)}, after the id.`, 'order.number');
    }
    const wrong = order?.lines.find((line) => {
      const item = find(catalog, line.productId);
      return !item || !isAsInCatalog(line, item, order.currency);
    });
    return wrong && refuse('order.of_catalog', `The catalogue does not offer ${wrong.title} like this.`, 'order.lines');
  },
  check: ({ order }) => {
    const lineIds = order?.lines.map(({ id }) => id) ?? [];
    const isEmpty = order !== undefined && lineIds.length === 0;
    return isEmpty || new Set(lineIds).size < lineIds.length
      ? refuse('order.lines', 'An order has one line at least, each with its own id.', 'order.lines')
      : undefined;
  },
  change: (next, present) => next.order && present.order && findRepriced(next.order, present.order),
  sample: {
    order: {
      lines: [{ ...{ id: '1', productId: 'hall', quantity: 2 }, title: 'Зал «Атриум»', priceMicros: 120_000_000_000 }],
      currency: 'RUB',
      number: orderNumberOf('work:anna:1'),
    },
  },
});

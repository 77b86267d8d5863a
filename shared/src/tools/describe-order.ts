import type { Language } from '../entities/declaring/fields.ts';
import type { Work } from '../entities/work.ts';
import { totalMicrosOf } from '../orders/order-lines.ts';
import { formatMicros } from '../text/format-money.ts';
import type { JsonValue } from './tool.ts';

/** Describes an order for the model, which tells the customer about it. */
export const describeOrder = ({ state, order, createdAt }: Work, language: Language): JsonValue => {
  const { number = '', currency = '', lines = [] } = order ?? {};
  const money = (micros: number): string => formatMicros(micros, currency, language);
  return {
    number,
    state,
    orderedOn: new Date(createdAt).toISOString().slice(0, 10),
    lines: lines.map((line) => ({
      productId: line.productId,
      title: line.title,
      quantity: line.quantity,
      price: money(line.priceMicros),
      sum: money(totalMicrosOf([line])),
    })),
    total: money(totalMicrosOf(lines)),
    currency,
  };
};

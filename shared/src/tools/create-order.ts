import { z } from 'zod';
import type { CatalogItem } from '../entities/catalog-item.ts';
import type { Language } from '../entities/declaring/fields.ts';
import { NEVER } from '../entities/work.ts';
import type { OrderLine } from '../entities/work-kinds/order.ts';
import { orderNumberOf } from '../entities/work-kinds/order-number.ts';
import { orderLineOf, totalMicrosOf } from '../orders/order-lines.ts';
import { changedLines, termsOf } from '../orders/order-terms.ts';
import { findItem, readCatalog } from '../orders/read-catalog.ts';
import { cutText } from '../text/cut-text.ts';
import { formatMicros } from '../text/format-money.ts';
import { describeOrder } from './describe-order.ts';
import { makeWorkOnce, requireMakeable } from './new-work.ts';
import { defineTool, impossible } from './tool.ts';

const MOST_LINES = 50;

const argumentsSchema = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        product: z.string().trim().min(1).max(200).describe('productId or sku, as find_product returned it'),
        quantity: z.number().positive().max(1_000_000),
      }),
    )
    .min(1)
    .max(MOST_LINES),
  details: z.string().trim().min(1).max(4000).optional().describe('Wishes about the order, in the customer’s words'),
});

/** Proposes an order. A person approves each call, because an order binds the business to its prices. */
export const createOrder = defineTool({
  name: 'create_order',
  description:
    'Order products of the catalog for the customer, once they have said what and how many. Prices and titles are the catalog’s own. Find the products with find_product first.',
  effect: 'write',
  approval: 'always',
  arguments: argumentsSchema,
  timeLimitMs: 15_000,
  check: async ({ lines }, context) => {
    await requireMakeable(context, 'order');
    return termsOf(priceLines(lines, await readCatalog(context.documents)));
  },
  execute: async ({ lines, details }, context) => {
    const { conversation } = context.run;
    const order = await makeWorkOnce(context, 'order', async ({ id, conversation: { language } }) => {
      const number = orderNumberOf(id);
      const priced = priceLines(lines, await readCatalog(context.documents));
      requireTerms(priced, context.checked, language);
      return {
        title: titles[language](number),
        dueAt: NEVER,
        order: { ...priced, number },
        ...(details !== undefined && { details }),
      };
    });
    return describeOrder(order, conversation.language);
  },
});

const titles: Readonly<Record<Language, (number: string) => string>> = {
  ru: (number) => `Заказ ${number}`,
  en: (number) => `Order ${number}`,
};

type Wish = z.infer<typeof argumentsSchema>['lines'][number];

/**
 * Returns one line per product. Throws `tool.impossible` for products or units that the catalog does not offer
 * together.
 */
const priceLines = (wishes: readonly Wish[], catalog: readonly CatalogItem[]) => {
  const found = wishes.map(({ product, quantity }) => ({ product, quantity, item: findItem(catalog, product) }));
  refuseAny(found, ({ item }) => !item, 'not in the catalog: find_product tells the productId of what is');
  refuseAny(found, ({ item }) => item?.state !== 'offered', 'not sold any more: offer something else');
  const quantities = new Map<CatalogItem, number>();
  for (const { item, quantity } of found) if (item) quantities.set(item, quantity + (quantities.get(item) ?? 0));
  const currencies = [...new Set([...quantities.keys()].map(({ currency }) => currency))];
  const [currency = ''] = currencies;
  if (currencies.length > 1) {
    throw impossible(`One order has one currency, and these have ${currencies.join(', ')}: make an order for each.`);
  }
  const lines = [...quantities].map(([item, quantity], at) => orderLineOf(item, { id: String(at + 1), quantity }));
  requireCountable(lines);
  return { lines, currency };
};

type Found = Pick<Wish, 'product'> & { readonly item: CatalogItem | undefined };

const refuseAny = (found: readonly Found[], isWrong: (one: Found) => boolean, what: string): void => {
  const wrong = found.filter(isWrong).map(({ product }) => product.slice(0, 60));
  if (wrong.length > 0) throw impossible(`${wrong.slice(0, 3).join(', ')}: ${what}.`);
};

/** Throws unless the items and prices are still those that the customer asked for and a person approved. */
const requireTerms = (priced: ReturnType<typeof priceLines>, terms: unknown, language: Language): void => {
  const changed = changedLines(priced, terms).map(({ was, line }) => {
    const before = formatMicros(was.priceMicros, was.currency, language);
    const now = formatMicros(line.priceMicros, priced.currency, language);
    return `${cutText(was.title, 60)} at ${before} is now ${cutText(line.title, 60)} at ${now}`;
  });
  if (changed.length === 0) return;
  throw impossible(
    `Nothing was ordered, since the catalog changed meanwhile: ${changed.slice(0, 3).join('; ')}. Tell the customer, and order only what they then ask for.`,
  );
};

const requireCountable = (lines: readonly OrderLine[]): void => {
  if (totalMicrosOf(lines) <= Number.MAX_SAFE_INTEGER) return;
  throw impossible('The order is larger than anybody can mean: check the quantities with the customer.');
};

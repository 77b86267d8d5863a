import { z } from 'zod';
import type { CatalogItem } from '../entities/catalog-item.ts';
import { rankProducts } from '../orders/rank-products.ts';
import { readCatalog } from '../orders/read-catalog.ts';
import { cutText } from '../text/cut-text.ts';
import { formatMicros } from '../text/format-money.ts';
import { defineTool } from './tool.ts';

const MOST = 10;

const amountSchema = z.number().min(0).max(1e9);
const argumentsSchema = z.strictObject({
  query: z.string().trim().min(1).max(300).describe('What the customer looks for, in their language'),
  minPrice: amountSchema.optional().describe('Of one unit, in units of the currency'),
  maxPrice: amountSchema.optional(),
  currency: z.string().trim().length(3).toUpperCase().optional().describe('ISO 4217, such as RUB'),
  limit: z.int().min(1).max(MOST).optional(),
});

/** Finds catalog items that match the customer's words, with their prices. */
export const findProduct = defineTool({
  name: 'find_product',
  description:
    'Find products and services in the catalog with their prices. Name only what it returns, and no other price; what it does not return is not sold.',
  effect: 'read',
  inGroups: true,
  arguments: argumentsSchema,
  timeLimitMs: 10_000,
  execute: async ({ query, limit = 5, ...wanted }, { documents, run: { conversation } }) => {
    const items = await readCatalog(documents);
    const found = rankProducts(
      items.filter((item) => item.state === 'offered' && fits(item, wanted)),
      query,
    );
    return {
      products: found.slice(0, limit).map((item) => ({
        productId: item.id,
        ...(item.sku !== undefined && { sku: item.sku }),
        title: item.title,
        description: cutText(item.description, 300),
        unit: item.unit,
        price: formatMicros(item.priceMicros, item.currency, conversation.language),
        currency: item.currency,
      })),
      more: Math.max(0, found.length - limit),
    };
  },
});

type Wanted = Omit<z.infer<typeof argumentsSchema>, 'query' | 'limit'>;

const fits = ({ priceMicros, currency }: CatalogItem, { minPrice = 0, maxPrice, currency: asked }: Wanted): boolean =>
  priceMicros >= minPrice * 1e6 &&
  priceMicros <= (maxPrice ?? Number.POSITIVE_INFINITY) * 1e6 &&
  (asked === undefined || currency.toUpperCase() === asked);

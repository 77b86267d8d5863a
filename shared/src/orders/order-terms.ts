import { z } from 'zod';
import type { Work } from '../entities/work.ts';
import type { OrderLine } from '../entities/work-kinds/order.ts';

type Order = Pick<NonNullable<Work['order']>, 'lines' | 'currency'>;

const termsSchema = z.array(
  z.object({ productId: z.string(), title: z.string(), priceMicros: z.number(), currency: z.string() }),
);
type Terms = z.infer<typeof termsSchema>;

/** What an approval of an order covers besides quantities: which products, each at which price. */
export const termsOf = ({ lines, currency }: Order): Terms =>
  lines.map(({ productId, title, priceMicros }) => ({ productId, title, priceMicros, currency }));

type Changed = { readonly was: Terms[number]; readonly line: OrderLine };

/**
 * Returns the lines that were not approved; `terms` is what `termsOf` returned then. Lines that the approving person added are not in the
 * terms.
 */
export const changedLines = ({ lines, currency }: Order, terms: unknown): readonly Changed[] => {
  const known = new Map((termsSchema.safeParse(terms).data ?? []).map((one) => [one.productId, one]));
  return lines.flatMap((line) => {
    const was = known.get(line.productId);
    const isSame = was?.title === line.title && was.priceMicros === line.priceMicros && was.currency === currency;
    return was && !isSame ? [{ was, line }] : [];
  });
};

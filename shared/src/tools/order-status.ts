import { z } from 'zod';
import type { Work } from '../entities/work.ts';
import { readOrderNumber } from '../entities/work-kinds/order-number.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { describeOrder } from './describe-order.ts';
import { defineTool, impossible } from './tool.ts';

const PAGE = 100;
const MOST = 10;
const states = ['open', 'done', 'cancelled'] as const;

/** Returns the state of the customer's own orders. */
export const orderStatus = defineTool({
  name: 'order_status',
  description:
    'Look up the customer’s own orders, the newest first: open ones are not carried out yet. Orders of others are never found.',
  effect: 'read',
  arguments: z.strictObject({
    number: z.string().trim().min(1).max(60).optional().describe('The number of one order, as the customer gave it'),
  }),
  timeLimitMs: 10_000,
  execute: async ({ number }, { documents, run: { conversation }, signal }) => {
    const wanted = number === undefined ? undefined : readOrderNumber(number);
    if (number !== undefined && wanted === undefined) {
      throw impossible(
        `${number} is no number of an order: one looks like 7K2M4-QXD9F. Ask for it again, or leave it out.`,
      );
    }
    const own = await readOrdersOf(documents, conversation.contactId, signal);
    const asked = own.filter(({ order }) => wanted === undefined || order?.number === wanted);
    return {
      orders: asked.slice(0, MOST).map((order) => describeOrder(order, conversation.language)),
      more: Math.max(0, asked.length - MOST),
    };
  },
});

const readOrdersOf = async (
  documents: TeamDocuments,
  contactId: string,
  signal: AbortSignal,
): Promise<readonly Work[]> => {
  const found: Work[] = [];
  for (const state of states) {
    const query = { index: ['contactId', 'kind', 'state', 'dueAt'], equals: [contactId, 'order', state], limit: PAGE };
    for await (const page of eachPage(documents.work, query)) {
      signal.throwIfAborted();
      found.push(...page);
    }
  }
  return found.toSorted((a, b) => b.createdAt - a.createdAt);
};

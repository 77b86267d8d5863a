import type { Message } from '../entities/message.ts';
import { type Understanding, understand } from '../reading/understand.ts';
import { remember } from '../search/remember.ts';

/** What the customer's messages show, as far as scoring is concerned. */
export type LeadActivity = {
  readonly inboundCount: number;
  readonly lastInboundAt?: number;
  readonly askedPrice: boolean;
  readonly askedPerson: boolean;
  /** The newest word on it: a later question about the price takes a "not interested" back. */
  readonly declined: boolean;
};

type Signs = Pick<Understanding, 'asksPrice' | 'asksForPerson' | 'declines'> & { readonly needs: boolean };

/** A conversation is read anew with each of its messages. */
const signsOf = remember(2000, (text: string): Signs => {
  const { asksPrice, asksForPerson, declines, need } = understand(text);
  return { asksPrice, asksForPerson, declines, needs: need !== undefined };
});

/** Reads a conversation's messages, in any order. */
export const readActivity = (messages: readonly Pick<Message, 'direction' | 'text' | 'createdAt'>[]): LeadActivity => {
  const inbound = messages
    .filter((message) => message.direction === 'inbound')
    .sort((a, b) => a.createdAt - b.createdAt)
    .map((message) => ({ at: message.createdAt, ...signsOf(message.text) }));
  const last = inbound.at(-1);
  return {
    inboundCount: inbound.length,
    ...(last ? { lastInboundAt: last.at } : {}),
    askedPrice: inbound.some((message) => message.asksPrice),
    askedPerson: inbound.some((message) => message.asksForPerson),
    declined: inbound.findLast((message) => message.declines || message.asksPrice || message.needs)?.declines ?? false,
  };
};

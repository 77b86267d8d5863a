import type { Message } from '../entities/message.ts';
import { type Understanding, understand } from '../reading/understand.ts';
import { remember } from '../search/remember.ts';

/** The signals for lead scoring that a customer's messages give. */
export type LeadActivity = {
  readonly inboundCount: number;
  readonly lastInboundAt?: number;
  readonly askedPrice: boolean;
  readonly askedPerson: boolean;
  readonly wantedToBuy: boolean;
  /** The newest statement counts: asking about the price later cancels an earlier "not interested". */
  readonly declined: boolean;
};

type Signs = Pick<Understanding, 'asksPrice' | 'asksForPerson' | 'declines' | 'wantsToBuy'> & {
  readonly needs: boolean;
};

/** Cached, because a whole conversation is read again with each new message. */
const signsOf = remember(2000, (text: string): Signs => {
  const { asksPrice, asksForPerson, declines, wantsToBuy, need } = understand(text);
  return { asksPrice, asksForPerson, declines, wantsToBuy, needs: need !== undefined };
});

/** Derives the activity from a conversation's messages, given in any order. */
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
    wantedToBuy: inbound.some((message) => message.wantsToBuy),
    declined: inbound.findLast((message) => message.declines || message.asksPrice || message.needs)?.declines ?? false,
  };
};

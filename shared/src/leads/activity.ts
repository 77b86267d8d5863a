import type { Message } from '../entities/message.ts';
import { understand } from '../models/no-model/understanding/understand.ts';

/** What the customer's messages show, as far as scoring is concerned. */
export type LeadActivity = {
  readonly inboundCount: number;
  readonly lastInboundAt?: number;
  readonly askedPrice: boolean;
  readonly askedPerson: boolean;
  /** The newest word on it: a later question about the price takes a "not interested" back. */
  readonly declined: boolean;
};

/** Reads a conversation's messages, in any order. */
export const readActivity = (messages: readonly Pick<Message, 'direction' | 'text' | 'createdAt'>[]): LeadActivity => {
  const inbound = messages
    .filter((message) => message.direction === 'inbound')
    .sort((a, b) => a.createdAt - b.createdAt)
    .map((message) => ({ at: message.createdAt, ...understand(message.text) }));
  const last = inbound.at(-1);
  return {
    inboundCount: inbound.length,
    ...(last ? { lastInboundAt: last.at } : {}),
    askedPrice: inbound.some((message) => message.asksPrice),
    askedPerson: inbound.some((message) => message.asksForPerson),
    declined: inbound.findLast((message) => message.declines || message.asksPrice || message.need)?.declines ?? false,
  };
};

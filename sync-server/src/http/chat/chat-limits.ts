import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '../limits/network-of.ts';
import { createSlots, type Release, takeAll } from '../limits/slots.ts';
import { takePoint } from '../limits/take-point.ts';

/** Messages and reads per minute, and concurrently open streams. */
export type ChatLimits = {
  readonly messagesOfVisitor: number;
  readonly messagesOfAddress: number;
  readonly readsOfAddress: number;
  readonly streamsOfVisitor: number;
  readonly streamsOfAddress: number;
};

const defaultLimits: ChatLimits = {
  messagesOfVisitor: 30,
  messagesOfAddress: 300,
  readsOfAddress: 1200,
  streamsOfVisitor: 10,
  streamsOfAddress: 100,
};

/** Limits what one visitor, or one network address, can take of the chat. Every method throws `request.too_many`. */
export const createChatGuard = (limits: ChatLimits = defaultLimits) => {
  const perMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  const visitors = perMinute(limits.messagesOfVisitor);
  const writers = perMinute(limits.messagesOfAddress);
  const readers = perMinute(limits.readsOfAddress);
  const slotsOf = (limit: number) => createSlots({ limit, what: TOO_MUCH, retryAfter: 60 });
  const visitorStreams = slotsOf(limits.streamsOfVisitor);
  const addressStreams = slotsOf(limits.streamsOfAddress);
  return {
    admitMessage: async (chatId: string, address = ''): Promise<void> => {
      await take(writers, networkOf(address));
      await take(visitors, chatId);
    },
    admitReading: (address = ''): Promise<void> => take(readers, networkOf(address)),
    /** Returns a function to call when the stream has ended. */
    admitStream: (chatId: string, address = ''): Release =>
      takeAll([
        [visitorStreams, chatId],
        [addressStreams, networkOf(address)],
      ]),
  };
};

const TOO_MUCH = 'Too much';

const take = (limiter: RateLimiterMemory, key: string): Promise<void> => takePoint(limiter, key, TOO_MUCH);

import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from './network-of.ts';
import { takePoint, tooMany } from './take-point.ts';

/** Messages and reads in a minute, and streams open at once. */
export type ChatLimits = {
  readonly messagesOfVisitor: number;
  readonly messagesOfAddress: number;
  readonly readsOfAddress: number;
  readonly streamsOfAddress: number;
};

const defaultLimits: ChatLimits = {
  messagesOfVisitor: 30,
  messagesOfAddress: 300,
  readsOfAddress: 1200,
  streamsOfAddress: 100,
};

/** Keeps one visitor, or one address, from taking the chat from the others. Every method throws `request.too_many`. */
export const createChatGuard = (limits: ChatLimits = defaultLimits) => {
  const perMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  const visitors = perMinute(limits.messagesOfVisitor);
  const writers = perMinute(limits.messagesOfAddress);
  const readers = perMinute(limits.readsOfAddress);
  const streams = new Map<string, number>();
  return {
    admitMessage: async (chatId: string, address = ''): Promise<void> => {
      await take(writers, networkOf(address));
      await take(visitors, chatId);
    },
    admitReading: (address = ''): Promise<void> => take(readers, networkOf(address)),
    /** Returns what to call when the stream has ended. */
    admitStream: (address = ''): (() => void) => {
      const network = networkOf(address);
      const open = streams.get(network) ?? 0;
      if (open >= limits.streamsOfAddress) throw tooMany(TOO_MUCH, 60);
      streams.set(network, open + 1);
      return () => {
        const left = (streams.get(network) ?? 1) - 1;
        if (left > 0) streams.set(network, left);
        else streams.delete(network);
      };
    },
  };
};

const TOO_MUCH = 'Too much';

const take = (limiter: RateLimiterMemory, key: string): Promise<void> => takePoint(limiter, key, TOO_MUCH);

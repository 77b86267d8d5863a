import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '../limits/network-of.ts';
import { createSlots, type Release, takeAll } from '../limits/slots.ts';
import { takePoint, takePoints } from '../limits/take-point.ts';

/** Messages and reads per minute, concurrent streams and uploads, and kilobytes of files per day. */
export type ChatLimits = {
  readonly messagesOfVisitor: number;
  readonly messagesOfAddress: number;
  readonly readsOfAddress: number;
  readonly streamsOfVisitor: number;
  readonly streamsOfAddress: number;
  readonly uploadsOfAddress: number;
  readonly kilobytesOfVisitor: number;
  readonly kilobytesOfAddress: number;
};

const defaultLimits: ChatLimits = {
  messagesOfVisitor: 30,
  messagesOfAddress: 300,
  readsOfAddress: 1200,
  streamsOfVisitor: 10,
  streamsOfAddress: 100,
  uploadsOfAddress: 4,
  kilobytesOfVisitor: 100_000,
  kilobytesOfAddress: 300_000,
};

/** The limits of a chat. Every method throws `request.too_many`. */
export type ChatGuard = ReturnType<typeof createChatGuard>;

/** Limits what one visitor, or one network address, can take of the chat. Every method throws `request.too_many`. */
export const createChatGuard = (limits: ChatLimits = defaultLimits) => {
  const perMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  const visitors = perMinute(limits.messagesOfVisitor);
  const writers = perMinute(limits.messagesOfAddress);
  const readers = perMinute(limits.readsOfAddress);
  const slotsOf = (limit: number) => createSlots({ limit, what: TOO_MUCH, retryAfter: 60 });
  const visitorStreams = slotsOf(limits.streamsOfVisitor);
  const addressStreams = slotsOf(limits.streamsOfAddress);
  const uploads = slotsOf(limits.uploadsOfAddress);
  const perDay = (points: number) => new RateLimiterMemory({ points, duration: 86_400 });
  const filesOfVisitor = perDay(limits.kilobytesOfVisitor);
  const filesOfAddress = perDay(limits.kilobytesOfAddress);
  return {
    admitMessage: async (chatId: string, address = ''): Promise<void> => {
      await take(writers, networkOf(address));
      await take(visitors, chatId);
    },
    admitReading: (address = ''): Promise<void> => take(readers, networkOf(address)),
    /** Counts a file of so many bytes, whether or not they arrive. Returns a function to call when it has been read. */
    admitFile: async (chatId: string, address = '', bytes = 0): Promise<Release> => {
      const release = uploads.take(networkOf(address));
      try {
        const points = Math.ceil(bytes / 1024);
        await takePoints(filesOfAddress, { key: networkOf(address), points, what: TOO_MUCH });
        await takePoints(filesOfVisitor, { key: chatId, points, what: TOO_MUCH });
        return release;
      } catch (error) {
        release();
        throw error;
      }
    },
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

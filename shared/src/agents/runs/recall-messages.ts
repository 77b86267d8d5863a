import type { Message } from '../../entities/message.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';

/** The most messages that any part of a run reads. */
const LOOK_BACK = 50;

/** The latest messages of a run's conversation, read once for all parts of the run. */
export type Talk = {
  /** Newest first. */
  readonly latest: () => Promise<readonly Message[]>;
  /** Discards the messages after more were written; the next access reads them again. */
  readonly forget: () => void;
};

/** Caches the latest messages of a conversation. */
export const recallMessages = ({ messages }: Pick<TeamDocuments, 'messages'>, conversationId: string): Talk => {
  let known: Promise<readonly Message[]> | undefined;
  const read = async (): Promise<readonly Message[]> => {
    const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], descending: true };
    return (await messages.find({ ...query, limit: LOOK_BACK })).items;
  };
  const forget = (): void => {
    known = undefined;
  };
  return {
    forget,
    latest: () => {
      const reading = known ?? read();
      known = reading;
      // If the store failed, the next access reads again.
      reading.catch(() => {
        if (known === reading) forget();
      });
      return reading;
    },
  };
};

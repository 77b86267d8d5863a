import type { Message } from '../../entities/message.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';

/** As many as anybody in a run looks at. */
const LOOK_BACK = 50;

/** What was said last in a run's conversation, read once for everybody in the run. */
export type Talk = {
  /** Newest first. */
  readonly latest: () => Promise<readonly Message[]>;
  /** More was said: it is read anew when it is next asked for. */
  readonly forget: () => void;
};

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
      // A store that did not answer is asked again.
      reading.catch(() => {
        if (known === reading) forget();
      });
      return reading;
    },
  };
};

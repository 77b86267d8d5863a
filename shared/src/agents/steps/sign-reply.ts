import type { Message } from '../../entities/message.ts';
import { cutText } from '../../text/cut-text.ts';

const MAX_TEXT = 16_000;
const WEEK = 7 * 86_400_000;

type Talk = {
  /** The latest messages of the conversation, in any order. */
  readonly latest: readonly Pick<Message, 'direction' | 'runId' | 'createdAt'>[];
  readonly runId: string;
  readonly now: number;
};

/** Whether a run's reply is the first that the customer gets: the team has written nothing else in the last week. */
export const isFirstReply = ({ latest, runId, now }: Talk): boolean =>
  !latest.some(
    (message) => message.direction === 'outbound' && message.runId !== runId && message.createdAt > now - WEEK,
  );

/** Adds a paragraph to a text, which is shortened if both are too long for a message. */
export const withLine = (text: string, line: string): string =>
  `${cutText(text, MAX_TEXT - line.length - 2)}\n\n${line}`;

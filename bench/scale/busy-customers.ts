import { randomUUID } from 'node:crypto';
import type { Stage } from '../bench-area.ts';
import { messageIdIn, newVisitor, questionAt, writeToChat } from '../stage/demo-chat.ts';
import { followReplies, type Replies } from '../stage/follow-replies.ts';
import { type AnsweringTeam, addressAt } from './answering-teams.ts';

/** Questions of one customer, in one conversation. */
const QUESTIONS_EACH = 5;
const REPLY_LIMIT_MS = 60_000;

/** Customers who write one question after the other, each as soon as the last one is answered. */
export type BusyCustomers = {
  /** The number of answers so far. */
  answered(): number;
  /** Resolves when nobody writes any more. Rejects if any message was not answered. */
  stop(): Promise<void>;
};

type Customers = { readonly url: string; readonly teams: readonly AnsweringTeam[]; readonly perTeam: number };

/** Lets so many customers of each team write at once. Answers are those that the team's live stream brings. */
export const startCustomers = async (stage: Stage, { url, teams, perTeam }: Customers): Promise<BusyCustomers> => {
  const streams = await Promise.all(teams.map(({ accessToken }) => followReplies(url, accessToken, REPLY_LIMIT_MS)));
  const stopStreams = (): void => {
    for (const stream of streams) stream.stop();
  };
  stage.cleanUp(stopStreams);
  let answered = 0;
  let isEnding = false;
  let writers = 0;

  const writeOn = async ({ slug }: AnsweringTeam, replies: Replies): Promise<void> => {
    while (!isEnding) {
      const visitor = newVisitor();
      const from = addressAt(writers++);
      for (let turn = 0; turn < QUESTIONS_EACH && !isEnding; turn++) {
        const message = { id: randomUUID(), text: questionAt(writers + turn) };
        const replied = replies.to(messageIdIn(visitor, message));
        await Promise.all([writeToChat({ url, visitor, message, from, slug }), replied]);
        answered += 1;
      }
    }
  };
  const writing = Promise.all(
    teams.flatMap((team, at) => {
      const replies = streams[at];
      return replies ? Array.from({ length: perTeam }, () => writeOn(team, replies)) : [];
    }),
  );
  // Rejections are reported by `stop`.
  writing.catch(() => undefined);

  return {
    answered: () => answered,
    stop: async () => {
      isEnding = true;
      await writing;
      stopStreams();
    },
  };
};

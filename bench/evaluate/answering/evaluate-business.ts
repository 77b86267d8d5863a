import type { AnswerDialogue, AnswerTurn, Business, FactSet } from './answer-set.ts';
import { addTallies, compareFacts, type Tally } from './compare-facts.ts';
import { judgeTurn, type Verdict } from './judge-turn.ts';
import { type BusinessServer, withBusinessServer } from './open-business.ts';
import { type PlayedTurn, playDialogue } from './play-dialogue.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** One reply with its verdict. */
export type JudgedTurn = Pick<AnswerTurn, 'text' | 'expect' | 'must' | 'mustNot'> & {
  /** The dialogue and the number of its turn. */
  readonly id: string;
  readonly verdict: Verdict;
  readonly reply: string;
};

/** How a business is answered. */
export type BusinessReport = {
  readonly turns: readonly JudgedTurn[];
  readonly facts: Tally;
};

/** Customers who write at the same time. */
const AT_ONCE = 8;

/** Plays the dialogues of a business through the chat of a real server. */
export const evaluateBusiness = (
  { now, knowledge, dialogues }: Business,
  environment: Environment,
): Promise<BusinessReport> =>
  withBusinessServer({ now, knowledge, environment }, async (server) => {
    const judged = await inLanes(dialogues, async (dialogue) => judgeDialogue(server, dialogue));
    return {
      turns: judged.flatMap(({ turns }) => turns),
      facts: addTallies(judged.flatMap(({ facts }) => facts)),
    };
  });

const judgeDialogue = async (server: BusinessServer, dialogue: AnswerDialogue) => {
  const played = await playDialogue(server, dialogue);
  const pairs = dialogue.turns.flatMap((turn, at) => {
    const heard = played[at];
    return heard ? [{ turn, heard, id: `${dialogue.id}.${at + 1}` }] : [];
  });
  return {
    turns: pairs.map(
      ({ turn: { text, expect, must, mustNot }, heard, id }): JudgedTurn => ({
        id,
        text,
        expect,
        must,
        mustNot,
        verdict: judgeTurn({ expect, must, mustNot }, heard),
        reply: heard.reply,
      }),
    ),
    facts: pairs.flatMap(({ turn: { text, facts }, heard }) => (facts ? [tallyOf(text, facts, heard)] : [])),
  };
};

const tallyOf = (text: string, expected: FactSet['messages'][number]['facts'], heard: PlayedTurn): Tally =>
  compareFacts({ text, expected, before: heard.before, after: heard.after });

/** A message whose facts were not all found rightly. */
export type MisreadMessage = Pick<PlayedTurn, 'after'> & FactSet['messages'][number];

/** Sends each message to a business that knows nothing, and reads the cards. */
export const evaluateFacts = ({ now, messages }: FactSet, environment: Environment) =>
  withBusinessServer({ now, knowledge: [], environment }, async (server) => {
    const read = await inLanes(messages, async ({ text, facts }) => {
      const [heard] = await playDialogue(server, { language: 'ru', turns: [{ text }] });
      return heard ? [{ text, facts, after: heard.after, tally: tallyOf(text, facts, heard) }] : [];
    });
    const all = read.flat();
    return {
      facts: addTallies(all.map(({ tally }) => tally)),
      misread: all
        .filter(({ tally }) => Object.values(tally).some(({ extra, missing }) => extra + missing > 0))
        .map(({ text, facts, after }): MisreadMessage => ({ text, facts, after })),
    };
  });

/** The share of each verdict. */
export const sharesOf = (turns: readonly Pick<JudgedTurn, 'verdict'>[]): Readonly<Record<Verdict, number>> => {
  const share = (wanted: Verdict): number =>
    turns.filter(({ verdict }) => verdict === wanted).length / Math.max(1, turns.length);
  return {
    right: share('right'),
    part: share('part'),
    needless: share('needless'),
    wrong: share('wrong'),
    missed: share('missed'),
    silent: share('silent'),
  };
};

const inLanes = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
};

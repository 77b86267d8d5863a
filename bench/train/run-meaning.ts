import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answerConfidence } from '@inbetwin/shared/search/answers/answer-confidence.ts';
import { dot, type MeaningModel, openMeaning } from '@inbetwin/shared/search/meaning/meaning-model.ts';
import { areaUnderRoc, mean } from '@inbetwin/shared/search/metrics.ts';
import { askTrade } from './ask-trades.ts';
import { readTrades, type Trade } from './read-trades.ts';
import { saidOf, trainMeaning } from './train-meaning.ts';

const TRADES = path.join(import.meta.dirname, 'trades');
const WEIGHTS = path.join(import.meta.dirname, '../../shared/src/search/meaning/weights.json');
/** One business of this many is kept aside, to measure with. */
const KEPT_ASIDE = 6;

/** Returns the share of questions whose answer is the nearest statement of the business. */
const foundFirst = (model: MeaningModel, trades: readonly Trade[]): number =>
  mean(
    trades.flatMap(({ statements }) => {
      const vectors = statements.map((one) => model.embed(saidOf(one)));
      return statements.flatMap(({ questions }, answer) =>
        questions.map((text) => {
          const asked = model.embed(text);
          const scores = vectors.map((vector) => dot(asked, vector));
          return scores.every((score, at) => at === answer || score < (scores[answer] ?? 0)) ? 1 : 0;
        }),
      );
    }),
  );

/** Trains the model of meaning, measures it with businesses that it was not trained with, and writes the one trained with all. */
export const runMeaning = async (): Promise<void> => {
  const trades = await readTrades(TRADES);
  const isAside = (at: number): boolean => at % KEPT_ASIDE === KEPT_ASIDE - 1;
  const aside = trades.filter((_, at) => isAside(at));
  const model = openMeaning(trainMeaning(trades.filter((_, at) => !isAside(at))));
  const asked = aside.flatMap((trade) => askTrade(trade, model));
  const confidencesOf = (isRight: boolean): readonly number[] =>
    asked.flatMap((one) => (one.isPresent === isRight ? [answerConfidence(one.signs)] : []));
  console.table({
    businesses: trades.length,
    'nearest statement is right': foundFirst(model, aside),
    'best statement is right': mean(asked.map(({ isPresent }) => (isPresent ? 1 : 0))),
    'AUROC of the confidence': areaUnderRoc(confidencesOf(true), confidencesOf(false)),
  });
  await writeFile(WEIGHTS, `${JSON.stringify(trainMeaning(trades))}\n`);
};

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answerConfidence, meaningSigns } from '@inbetwin/shared/search/answers/answer-confidence.ts';
import { evidenceNames } from '@inbetwin/shared/search/answers/weighing/evidence.ts';
import { dot, type MeaningModel, openMeaning } from '@inbetwin/shared/search/meaning/meaning-model.ts';
import { areaUnderRoc, mean } from '@inbetwin/shared/search/metrics.ts';
import { fitConfidence } from './evaluate/declining/fit-confidence.ts';
import { askEveryday } from './train/ask-everyday.ts';
import { askTrade } from './train/ask-trades.ts';
import { chosenRight, fitChoice } from './train/fit-choice.ts';
import { readEveryday } from './train/read-everyday.ts';
import { readTrades, type Trade } from './train/read-trades.ts';
import { saidOf, trainMeaning } from './train/train-meaning.ts';

const EVERYDAY = path.join(import.meta.dirname, 'train/everyday');
const TRADES = path.join(import.meta.dirname, 'train/trades');
const WEIGHTS = path.join(import.meta.dirname, '../shared/src/search/meaning/weights.json');
/** One business of this many is kept aside, to measure with and to fit the confidence of answers to. */
const KEPT_ASIDE = 6;
/** The weight of the everyday messages in the fit, in collections. */
const FIT_WEIGHT = 10;

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
const weights = trainMeaning(trades);
await writeFile(WEIGHTS, `${JSON.stringify(weights)}\n`);

const businesses = await readEveryday(EVERYDAY);
const trained = openMeaning(weights);
const everyday = await Promise.all(businesses.map((one) => askEveryday(one, trained)));
const choices = everyday.map((questions) =>
  questions
    .filter(({ options }) => options.some(({ isRight }) => isRight))
    .map(({ options }) =>
      options.map(({ evidence, isRight }) => ({ features: evidenceNames.map((name) => evidence[name]), isRight })),
    ),
);
const isEven = (_: unknown, at: number): boolean => at % 2 === 0;
const isOdd = (_: unknown, at: number): boolean => at % 2 === 1;
const [even, odd] = [choices.filter(isEven).flat(), choices.filter(isOdd).flat()];
const chosen = fitChoice([...even, ...odd]);
console.table({
  'everyday questions': even.length + odd.length,
  'chosen right, fitted to the other half': mean([
    chosenRight(odd, fitChoice(even)),
    chosenRight(even, fitChoice(odd)),
  ]),
});
console.table(Object.fromEntries(evidenceNames.map((name, at) => [name, chosen[at]])));
console.table(fitConfidence([{ asked: everyday.flat(), weight: FIT_WEIGHT }], meaningSigns));

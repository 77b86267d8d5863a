import { meaningSigns } from '@inbetwin/shared/search/answers/answer-confidence.ts';
import { evidenceNames } from '@inbetwin/shared/search/answers/weighing/evidence.ts';
import { loadMeaning } from '@inbetwin/shared/search/meaning/load-meaning.ts';
import { mean } from '@inbetwin/shared/search/metrics.ts';
import { fitConfidence } from '../evaluate/declining/fit-confidence.ts';
import { askEveryday } from './ask-everyday.ts';
import { chosenRight, fitChoice } from './fit-choice.ts';
import type { EverydayBusiness } from './read-everyday.ts';

/** The weight of the messages in the fit, in collections. */
const FIT_WEIGHT = 10;

/** Fits to everyday messages which statement is chosen and how sure the answer is, and prints the weights. */
export const runChoices = async (businesses: readonly EverydayBusiness[]): Promise<void> => {
  const model = await loadMeaning();
  const everyday = await Promise.all(businesses.map((one) => askEveryday(one, model)));
  const choices = everyday.map((questions) =>
    questions
      .filter(({ options }) => options.some(({ isRight }) => isRight))
      .map(({ options }) =>
        options.map(({ evidence, isRight }) => ({ features: evidenceNames.map((name) => evidence[name]), isRight })),
      ),
  );
  const [even, odd] = [choices.filter((_, at) => at % 2 === 0).flat(), choices.filter((_, at) => at % 2 === 1).flat()];
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
};

import type { AnswerSigns } from '@inbetwin/shared/search/answers/answer-confidence.ts';
import { findAnswer } from '@inbetwin/shared/search/answers/extract-answer.ts';
import type { MeaningModel } from '@inbetwin/shared/search/meaning/meaning-model.ts';
import { openPassages } from './open-passages.ts';
import type { Trade } from './read-trades.ts';
import { passagesOf } from './trade-index.ts';

/** The evidence for the best statement, and whether it is the one that answers the question. */
type AskedStatement = { readonly signs: AnswerSigns; readonly isPresent: boolean };

/**
 * Asks each question of a business, every second one also with the statement removed that answers it, and the questions that the business
 * does not answer. A question for which nothing was found is left out.
 */
export const askTrade = (trade: Trade, model: MeaningModel): readonly AskedStatement[] => {
  const whole = openPassages(passagesOf(trade));
  const asked = trade.statements.flatMap(({ text, questions }, at) => {
    const without = openPassages(passagesOf(trade, at));
    return questions.flatMap((question, number) => [
      ...ask(question, { ...whole, model, answer: text }),
      ...(number % 2 === 0 ? ask(question, { ...without, model }) : []),
    ]);
  });
  return [...asked, ...trade.open.flatMap((question) => ask(question, { ...whole, model }))];
};

type Asking = ReturnType<typeof openPassages> & { readonly model: MeaningModel; readonly answer?: string };

const ask = (question: string, { index, passages, model, answer }: Asking): readonly AskedStatement[] => {
  const found = findAnswer(question, { index, passages, before: () => undefined, meaning: model });
  if (!found) return [];
  const { statement } = found.best;
  const isPresent =
    answer !== undefined && statement !== undefined && answer.includes(statement.text.replace(/^[-\s]+/u, ''));
  return [{ signs: found.signs, isPresent }];
};

import { readWhole } from '@inbetwin/shared/knowledge/testing/read-whole.ts';
import { questionsOf } from '@inbetwin/shared/models/no-model/questions/questions.ts';
import { understand } from '@inbetwin/shared/reading/understand.ts';
import type { AnswerSigns } from '@inbetwin/shared/search/answers/answer-confidence.ts';
import { findAnswer } from '@inbetwin/shared/search/answers/extract-answer.ts';
import { paragraphOf } from '@inbetwin/shared/search/answers/statements/paragraph.ts';
import type { Candidate } from '@inbetwin/shared/search/answers/weighing/candidate.ts';
import type { Evidence } from '@inbetwin/shared/search/answers/weighing/evidence.ts';
import type { MeaningModel } from '@inbetwin/shared/search/meaning/meaning-model.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { holdsWords } from '../evaluate/answering/holds-words.ts';
import { openPassages } from './open-passages.ts';
import type { EverydayBusiness } from './read-everyday.ts';

/** A statement that may answer a question, and whether it does. */
type Option = { readonly evidence: Evidence; readonly isRight: boolean };
/** A question with the statements most likely to answer it, the signs for the best, and whether that one answers it. */
export type EverydayQuestion = {
  readonly options: readonly Option[];
  readonly signs: AnswerSigns;
  readonly isPresent: boolean;
};

/** As many statements of a business as are compared. */
const MOST_OPTIONS = 30;

/**
 * Asks a business each message whose right answer holds one thing, or that it does not answer. A message behind another one is asked after
 * the right answer to that, and left out if there was none.
 */
export const askEveryday = async (
  { knowledge, messages }: EverydayBusiness,
  model: MeaningModel,
): Promise<readonly EverydayQuestion[]> => {
  const files = await Promise.all(knowledge.map(({ fileName, text }) => readWhole({ bytes: text, fileName })));
  const known = openPassages(files.flatMap(({ passages }): readonly IndexedPassage[] => passages));
  const asked: EverydayQuestion[] = [];
  let told: Told = { earlier: [], lastCited: [] };
  for (const { text, must: musts, isFirst } of messages) {
    if (isFirst) told = { earlier: [], lastCited: [] };
    const [must, ...more] = musts;
    const isNew = told.earlier.length === 0;
    const [question] = questionsOf({ text, understood: understand(text), earlier: told.earlier });
    const query = isNew ? text : (question?.queries[0] ?? text);
    const { lastCited } = told;
    const found = findAnswer(query, { ...known, before: () => undefined, meaning: model, lastCited });
    const isRight = (one: Candidate): boolean =>
      must !== undefined && toldBy(one).some((said) => holdsWords(said, must));
    const right = found?.candidates.find(isRight);
    told = { earlier: [...told.earlier, text], lastCited: right ? [right.read.passage.id] : [] };
    if (!found || more.length > 0 || (!isNew && lastCited.length === 0)) continue;
    const options = found.candidates
      .slice(0, MOST_OPTIONS)
      .map((one) => ({ evidence: one.evidence, isRight: isRight(one) }));
    asked.push({ options, signs: found.signs, isPresent: isRight(found.best) });
  }
  return asked;
};

/** The customer's earlier messages of a conversation, and the passages that were cited to the last of them. */
type Told = { readonly earlier: readonly string[]; readonly lastCited: readonly string[] };

/** Returns the sentences that a reply quotes along with a statement. */
const toldBy = ({ read, statement }: Candidate): readonly string[] =>
  statement ? paragraphOf(read, statement).map(({ label, readable }) => `${label} ${readable}`) : [read.passage.text];

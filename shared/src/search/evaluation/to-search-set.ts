import type { Language } from '../../entities/fields.ts';
import type { Judgement, Mark } from '../../entities/judgement.ts';
import { digestText } from '../../text/digest-text.ts';
import type { IndexedPassage } from '../search-index.ts';
import type { RankingQuery } from './evaluate-ranking.ts';

/** What `npm run evaluate -- search --in set.json` reads. */
export type SearchSet = {
  readonly language: Language;
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly RankingQuery[];
};

export type TeamSet = {
  readonly set: SearchSet;
  readonly leftOut: {
    /** Marks whose passages are no longer there. */
    readonly marks: number;
    /** Queries with no passage left that answers them: nothing can be measured by these. */
    readonly queries: number;
  };
};

export type SetPassage = Pick<IndexedPassage, 'id' | 'title' | 'text' | 'question' | 'language'>;

/** The team's judgements over its passages as an evaluation set. Of several marks of one passage the latest holds. */
export const toSearchSet = (judgements: readonly Judgement[], passages: readonly SetPassage[]): TeamSet => {
  const passageOf = findMarkedPassages(judgements, passages);
  const judged = judgements.map((judgement) => {
    const marks = judgement.marks.flatMap((mark) => {
      const passageId = passageOf(mark);
      return passageId === undefined ? [] : [{ passageId, grade: mark.grade, at: mark.at }];
    });
    const relevant = Object.fromEntries(
      marks.toSorted((a, b) => a.at - b.at).map(({ passageId, grade }) => [passageId, grade]),
    );
    return { judgement, relevant, gone: judgement.marks.length - marks.length };
  });
  const queries = judged
    .filter(({ relevant }) => Object.values(relevant).some((grade) => grade > 0))
    .map(({ judgement, relevant }) => ({ id: judgement.id, text: judgement.query, relevant }));
  return {
    set: {
      language: usualLanguage(passages),
      documents: passages.map(({ id, title, text, question }) => ({
        id,
        title,
        text: question === undefined ? text : `${question}\n${text}`,
      })),
      queries,
    },
    leftOut: {
      marks: judged.reduce((sum, { gone }) => sum + gone, 0),
      queries: judged.length - queries.length,
    },
  };
};

/** The passage as it was marked: under its id, or under another one since it was imported anew. */
const findMarkedPassages = (judgements: readonly Judgement[], passages: readonly SetPassage[]) => {
  const digests = new Set(judgements.flatMap(({ marks }) => marks.map(({ digest }) => digest)));
  const byDigest = new Map<string, string[]>();
  for (const { id, text } of passages) {
    const digest = digestText(text);
    if (digests.has(digest)) byDigest.set(digest, [...(byDigest.get(digest) ?? []), id]);
  }
  return ({ passageId, digest }: Mark): string | undefined => {
    const same = byDigest.get(digest) ?? [];
    return same.includes(passageId) ? passageId : same.toSorted()[0];
  };
};

const usualLanguage = (passages: readonly SetPassage[]): Language =>
  passages.filter(({ language }) => language === 'en').length * 2 > passages.length ? 'en' : 'ru';

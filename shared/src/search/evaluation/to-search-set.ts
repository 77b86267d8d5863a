import type { Language } from '../../entities/declaring/fields.ts';
import type { Judgement, Mark } from '../../entities/setting-kinds/judgement.ts';
import { digestText } from '../../text/digest-text.ts';
import type { IndexedPassage } from '../search-index.ts';
import type { RankingQuery } from './evaluate-ranking.ts';

/** The format that `npm run evaluate -- search --in set.json` reads. */
export type SearchSet = {
  readonly language: Language;
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly RankingQuery[];
};

/** A team's evaluation set with the number of judgments that could not be used. */
export type TeamSet = {
  readonly set: SearchSet;
  readonly leftOut: {
    /** Marks whose passages no longer exist. */
    readonly marks: number;
    /** Queries without a relevant passage, which cannot be measured. */
    readonly queries: number;
  };
};

/** The parts of a passage that an evaluation set contains. */
export type SetPassage = Pick<IndexedPassage, 'id' | 'title' | 'text' | 'question' | 'language'>;

/**
 * Converts the team's judgments of its passages to an evaluation set. If a passage has several marks, the latest
 * counts.
 */
export const toSearchSet = (judgements: readonly Judgement[], passages: readonly SetPassage[]): TeamSet => {
  const passageOf = findMarkedPassages(judgements, passages);
  const judged = judgements.map((judgement) => {
    const { marks: given = [] } = judgement;
    const marks = given.flatMap((mark) => {
      const passageId = passageOf(mark);
      return passageId === undefined ? [] : [{ passageId, grade: mark.grade, at: mark.at }];
    });
    const relevant = Object.fromEntries(
      marks.toSorted((a, b) => a.at - b.at).map(({ passageId, grade }) => [passageId, grade]),
    );
    return { judgement, relevant, gone: given.length - marks.length };
  });
  const queries = judged
    .filter(({ relevant }) => Object.values(relevant).some((grade) => grade > 0))
    .map(({ judgement, relevant }) => ({ id: judgement.id, text: judgement.value.query, relevant }));
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

/** Finds the passage that was marked, under its id or under a new one that it got when it was imported again. */
const findMarkedPassages = (judgements: readonly Judgement[], passages: readonly SetPassage[]) => {
  const digests = new Set(judgements.flatMap(({ marks = [] }) => marks.map(({ digest }) => digest)));
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

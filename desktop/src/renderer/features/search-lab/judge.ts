import { type Grade, type Judgement, MAX_QUOTE, type Mark } from '@inbetwin/shared/entities/judgement.ts';
import { judgementIdOf } from '@inbetwin/shared/search/evaluation/judgement-id.ts';
import type { SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { detectLanguage } from '@inbetwin/shared/text/detect-language.ts';
import { digestText } from '@inbetwin/shared/text/digest-text.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { markOf } from './grades.ts';

export type MarkedPassage = Pick<SearchResult, 'passageId' | 'sourceId' | 'text'>;

type Person = { readonly passage: MarkedPassage; readonly userId: string };

type NewGrade = Person & {
  readonly grade: Grade;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/**
 * The person's mark of a passage becomes this grade, or goes when it is this grade already and holds. Answers the person's
 * mark as it was before.
 */
export const gradePassage = async (
  workspace: Workspace,
  query: string,
  { passage, userId, grade, now }: NewGrade,
): Promise<Mark | undefined> => {
  let before: Mark | undefined;
  await change(workspace, query, (judgement) => {
    const { own, others } = splitMarks(judgement, { passage, userId });
    before = own;
    const isTakenBack = own?.grade === grade && markOf(judgement, passage.text) === own;
    // The newest word holds, even when this device's clock is late.
    const at = Math.max(now, ...others.map((mark) => mark.at + 1));
    const mark = isTakenBack ? [] : [markPassage({ passage, userId, grade, now: at })];
    return { ...judgement, marks: [...others, ...mark] };
  });
  return before;
};

/** The person's mark of a passage is again what it was. */
export const putMarkBack = (
  workspace: Workspace,
  query: string,
  { before, ...person }: Person & { readonly before: Mark | undefined },
): Promise<void> =>
  change(workspace, query, (judgement) => {
    const { others } = splitMarks(judgement, person);
    return { ...judgement, marks: before ? [...others, before] : others };
  });

const splitMarks = ({ marks }: Judgement, { passage, userId }: Person) => {
  const digest = digestText(passage.text);
  const isOwn = (mark: Mark): boolean =>
    mark.userId === userId && (mark.passageId === passage.passageId || mark.digest === digest);
  return { own: marks.find(isOwn), others: marks.filter((mark) => !isOwn(mark)) };
};

const markPassage = ({ passage, grade, userId, now }: NewGrade): Mark => ({
  id: `${passage.passageId} ${userId}`,
  passageId: passage.passageId,
  sourceId: passage.sourceId,
  grade,
  quote: cutText(passage.text, MAX_QUOTE),
  digest: digestText(passage.text),
  userId,
  at: now,
});

export const setNote = (workspace: Workspace, query: string, note: string): Promise<void> =>
  change(workspace, query, ({ note: _, ...judgement }) =>
    note.trim() === '' ? judgement : { ...judgement, note: note.trim().toWellFormed() },
  );

export const removeJudgement = async ({ collections }: Workspace, id: string): Promise<void> => {
  await (await collections.judgements.findOne(id).exec())?.incrementalRemove();
};

export const restoreJudgement = async ({ collections }: Workspace, judgement: Judgement): Promise<void> => {
  await collections.judgements.incrementalUpsert({ ...judgement, updatedAt: later(judgement) });
};

type Change = (judgement: Judgement) => Judgement;

const change = async (workspace: Workspace, query: string, next: Change): Promise<void> => {
  const { judgements } = workspace.collections;
  const id = judgementIdOf(query);
  const found = await judgements.findOne(id).exec();
  if (found) {
    const changed = await found.incrementalModify((current) => ({ ...next(current), updatedAt: later(current) }));
    if (changed.marks.length === 0 && changed.note === undefined) await changed.incrementalRemove();
    return;
  }
  const made = next(emptyJudgement(id, query));
  if (made.marks.length === 0 && made.note === undefined) return;
  try {
    await judgements.insert(made);
  } catch (error) {
    // Another tab, or the key before this one, made it in between.
    if (!isConflict(error)) throw error;
    await change(workspace, query, next);
  }
};

const emptyJudgement = (id: string, query: string): Judgement => {
  const text = query.trim().toWellFormed();
  return { id, query: text, language: detectLanguage(text) ?? 'ru', marks: [], updatedAt: Date.now() };
};

const later = ({ updatedAt }: Judgement): number => Math.max(updatedAt + 1, Date.now());

const isConflict = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'CONFLICT';

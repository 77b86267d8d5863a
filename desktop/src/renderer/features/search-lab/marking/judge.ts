import { isOfKind } from '@inbetwin/shared/entities/setting.ts';
import {
  type Grade,
  type Judgement,
  judgementIdOf,
  MAX_QUOTE,
  type Mark,
} from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { Edit } from '@inbetwin/shared/ports/collection.ts';
import type { SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { detectLanguage } from '@inbetwin/shared/text/detect-language.ts';
import { digestText } from '@inbetwin/shared/text/digest-text.ts';
import { editDocument, removeDocument } from '../../../database/documents/edit-document.ts';
import type { Workspace } from '../../../database/workspace-database.ts';
import { markOf } from './grades.ts';

/** The part of a search result that a mark records. */
export type MarkedPassage = Pick<SearchResult, 'passageId' | 'sourceId' | 'text'>;

type Person = { readonly passage: MarkedPassage; readonly userId: string };

type NewGrade = Person & {
  readonly grade: Grade;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** The marks of a query as shown; `judgement` is undefined if there are none. */
export type ShownJudgement = { readonly query: string; readonly judgement: Judgement | undefined };

/** Sets the person's grade of a passage, or removes it if it has this grade already. Returns the person's previous mark. */
export const gradePassage = async (
  workspace: Workspace,
  shown: ShownJudgement,
  { passage, userId, grade, now }: NewGrade,
): Promise<Mark | undefined> => {
  let before: Mark | undefined;
  await change(workspace, shown, (judgement) => {
    const { own, others } = splitMarks(judgement, { passage, userId });
    before = own;
    const isTakenBack = own?.grade === grade && markOf(judgement, passage.text) === own;
    // The newest mark must win, even if this device's clock is slow.
    const at = Math.max(now, ...others.map((mark) => mark.at + 1));
    const mark = isTakenBack ? [] : [markPassage({ passage, userId, grade, now: at })];
    return { ...judgement, marks: [...others, ...mark] };
  });
  return before;
};

/** Restores the person's mark of a passage to its previous state. */
export const putMarkBack = (
  workspace: Workspace,
  shown: ShownJudgement,
  { before, ...person }: Person & { readonly before: Mark | undefined },
): Promise<void> =>
  change(workspace, shown, (judgement) => {
    const { others } = splitMarks(judgement, person);
    return { ...judgement, marks: before ? [...others, before] : others };
  });

const splitMarks = ({ marks = [] }: Judgement, { passage, userId }: Person) => {
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

/** The note of a judged query, as form fields. */
export type Note = { readonly note: string };

/** Applies a note; an empty one is removed. */
export const withNote = ({ note: _, ...judgement }: Judgement, { note = '' }: Partial<Note>): Judgement =>
  note.trim() === '' ? judgement : { ...judgement, note: note.trim().toWellFormed() };

type Change = (judgement: Judgement) => Judgement;

const change = async (workspace: Workspace, { query, judgement }: ShownJudgement, next: Change): Promise<void> => {
  const shown = judgement ?? emptyJudgement(query);
  await saveJudgement(workspace, { shown, next, isNew: judgement === undefined });
};

/** Saves the marks of a query; without marks and note, the query leaves the set. */
export const saveJudgement = async (workspace: Workspace, { next, ...edit }: Edit<Judgement>): Promise<Judgement> => {
  const changed = await editDocument(workspace, 'settings', {
    ...edit,
    next: (setting) => (isOfKind(setting, 'judgement') ? next(setting) : setting),
  });
  const { marks = [], note } = changed;
  if (marks.length === 0 && note === undefined) await removeDocument(workspace, 'settings', changed);
  return isOfKind(changed, 'judgement') ? changed : edit.shown;
};

const emptyJudgement = (query: string): Judgement => {
  const text = query.trim().toWellFormed();
  const language = detectLanguage(text) ?? 'ru';
  return {
    id: judgementIdOf(query),
    value: { kind: 'judgement', query: text, language },
    marks: [],
    updatedAt: Date.now(),
  };
};

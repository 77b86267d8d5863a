import { elementsOf, type Fields, isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { pointerTo } from '@inbetwin/shared/merge/pointer.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';

/** A field that differs between two states of a document; undefined where a state does not have it. */
export type Difference = { readonly path: string; readonly mine: unknown; readonly theirs: unknown };

/** Sync metadata and derived fields, which nobody entered. */
const kept: ReadonlySet<string> = new Set([
  'id',
  '_deleted',
  'edits',
  'seen',
  'conflicts',
  'createdAt',
  'updatedAt',
  'recency',
  'lastMessage',
  'score',
  'scoreReasons',
  'scoreDueAt',
]);

/** The fields that differ, with their paths, in the order of the documents. */
export const differencesOf = (mine: object, theirs: object): readonly Difference[] =>
  compareFields({ ...mine }, { ...theirs }, '').filter(({ path }) => !kept.has(path.slice(1)));

const compareFields = (mine: Fields, theirs: Fields, path: string): readonly Difference[] =>
  [...new Set([...Object.keys(theirs), ...Object.keys(mine)])].flatMap((name) =>
    compare(mine[name], theirs[name], pointerTo(path, name)),
  );

const compare = (mine: unknown, theirs: unknown, path: string): readonly Difference[] => {
  if (isFields(mine) && isFields(theirs)) return compareFields(mine, theirs, path);
  if (hasElements(mine) && hasElements(theirs)) return compareFields(byId(mine), byId(theirs), path);
  return isSameValue(mine, theirs) ? [] : [{ path, mine, theirs }];
};

const hasElements = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && elementsOf(value).length === value.length;

const byId = (list: unknown): Fields => Object.fromEntries(elementsOf(list).map((element) => [element.id, element]));

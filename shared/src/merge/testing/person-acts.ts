import { elementsOf, type Mergeable } from '../mergeable.ts';
import { pointerTo, replaceAt, segmentsOf, valueAt } from '../pointer.ts';
import type { PersonField, PersonFields } from './person-fields.ts';

/**
 * The field or element that an act changes, and what is entered there. `command` is the number of the command in its
 * history: a text's new word is derived from it, so that no word is typed twice and all words are distinguishable.
 */
export type Choice = { readonly which: number; readonly n: number; readonly command: number };

/** Each of these returns the document as the person leaves it, or undefined if there is nothing to act on. */
export const edited = ({ fields }: PersonFields, document: Mergeable, choice: Choice): Mergeable | undefined => {
  const field = fields[choice.which % Math.max(1, fields.length)];
  return document._deleted || !field
    ? undefined
    : withValue(document, field.path, enter(field, valueAt(document, field.path), choice));
};

/** A person types, replaces or removes a word, adds a member, or sets another value. */
const enter = ({ kind, value }: PersonField, present: unknown, { n, command }: Choice): unknown => {
  if (kind === 'set') return Array.isArray(present) ? [...present.slice(n % 3 === 0 ? 1 : 0), value(n)] : [value(n)];
  if (kind === 'value') return value(n);
  const words = typeof present === 'string' ? present.split(' ') : [];
  const typed = n % 3 === 2 ? [] : [String(value(command))];
  return words.toSpliced(n % (words.length + 1), n % 2, ...typed).join(' ');
};

export const cleared = ({ fields, document: fresh }: PersonFields, document: Mergeable, which: number) => {
  const optional = fields.filter(({ path, kind }) => kind === 'value' && valueAt(fresh, path) === undefined);
  const field = optional[which % Math.max(1, optional.length)];
  return document._deleted || !field ? undefined : withValue(document, field.path, undefined);
};

const withValue = (document: Mergeable, path: string, value: unknown): Mergeable => ({
  ...(replaceAt(document, segmentsOf(path), value) as Mergeable),
});

const elementIds = ['a', 'b/~c', 'd'];
const elementIdOf = (which: number): string => elementIds[which % elementIds.length] ?? 'a';

export const added = ({ list }: PersonFields, document: Mergeable, { which, n }: Choice): Mergeable | undefined => {
  const id = elementIdOf(which);
  if (!list || document._deleted || valueAt(document, pointerTo(list.path, id))) return undefined;
  return withValue(document, list.path, [...elementsOf(valueAt(document, list.path)), list.element(id, n)]);
};

export const removed = ({ list }: PersonFields, document: Mergeable, which: number): Mergeable | undefined => {
  const place = list && pointerTo(list.path, elementIdOf(which));
  return place && !document._deleted && valueAt(document, place) ? withValue(document, place, undefined) : undefined;
};

export const editedElement = (
  { list }: PersonFields,
  document: Mergeable,
  { which, n }: Choice,
): Mergeable | undefined => {
  const field = list?.fields[n % Math.max(1, list.fields.length)];
  if (!list || !field || document._deleted) return undefined;
  const place = pointerTo(list.path, elementIdOf(which));
  return valueAt(document, place) ? withValue(document, place + field.path, field.value(n)) : undefined;
};

import type { Mergeable } from '../mergeable.ts';
import { conflictsOf } from '../mergeable.ts';
import { parentOf, pointerTo, valueAt } from '../pointer.ts';
import { isSameValue } from '../same-state.ts';
import type { PersonField, PersonFields } from './person-fields.ts';

/** One value that a person entered or cleared. */
export type Entry = {
  readonly id: number;
  readonly path: string;
  readonly kind: PersonField['kind'];
  /** The value, the word, or the member; undefined if it was cleared. */
  readonly value: unknown;
  /** Whether somebody who knew it put something else in its place. */
  replaced: boolean;
};

/**
 * Everything that people entered in a history, and which entries each state includes. The ledger is independent of
 * stamps.
 */
export type Ledger = {
  readonly entries: readonly Entry[];
  /** Records a change by somebody who knew the entries `known`, and returns the entries that a person made with it. */
  note(change: {
    before: Mergeable;
    after: Mergeable;
    known: ReadonlySet<number>;
    byPerson: boolean;
  }): readonly number[];
  /** Records that a waiting value was dismissed by somebody who knew it. */
  dismiss(path: string, value: unknown, known: ReadonlySet<number>): void;
  /** Returns entries that are neither in the document, nor waiting in it, nor replaced. */
  missingIn(document: Mergeable): readonly Entry[];
  /**
   * Returns words that occur twice in one text. No history types a word twice, so a merge doubled it. The ledger relies
   * on this: when two people each replace one of two equal words, both words are gone as both wanted, but neither
   * person saw the word vanish.
   */
  doubledIn(document: Mergeable): readonly unknown[];
};

type Place = { readonly path: string; readonly kind: PersonField['kind'] };

export const createLedger = (collection: PersonFields): Ledger => {
  const entries: Entry[] = [];
  const replace = (known: ReadonlySet<number>, which: (entry: Entry) => boolean): void => {
    for (const entry of entries) if (known.has(entry.id) && which(entry)) entry.replaced = true;
  };
  const enter = (place: Place, value: unknown): number => {
    const id = entries.length;
    entries.push({ id, ...place, value, replaced: false });
    return id;
  };

  return {
    entries,
    note: ({ before, after, known, byPerson }) => {
      if (after._deleted) replace(known, () => true);
      for (const place of placesGone(collection, before, after)) {
        replace(known, ({ path }) => path.startsWith(`${place}/`));
      }
      if (after._deleted) return [];
      return placesOf(collection, after).flatMap((place) => {
        const [was, is] = [partsAt(before, place), partsAt(after, place)];
        const has = (parts: readonly unknown[], part: unknown) => parts.some((other) => isSameValue(other, part));
        const isGone = ({ path, value }: Entry) => path === place.path && has(was, value) && !has(is, value);
        replace(known, isGone);
        const added = byPerson ? is.filter((part) => !has(was, part)) : [];
        return added.map((part) => enter(place, part));
      });
    },
    dismiss: (path, value, known) => {
      replace(
        known,
        (entry) => entry.path === path && partsOf(entry.kind, value).some((part) => isSameValue(part, entry.value)),
      );
    },
    missingIn: (document) => entries.filter((entry) => !entry.replaced && !isVisible(document, entry)),
    doubledIn: (document) =>
      document._deleted ? [] : placesOf(collection, document).flatMap((place) => doubledAt(document, place)),
  };
};

/** Returns every place of the document that a person may fill, including those of its elements. */
const placesOf = ({ fields, list }: PersonFields, document: Mergeable): readonly Place[] => {
  const elements = list ? (valueAt(document, list.path) as readonly { id: string }[]) : [];
  return [
    ...fields,
    ...elements.flatMap(({ id }) =>
      (list?.fields ?? []).map(({ path, kind }) => ({ path: pointerTo(list?.path ?? '', id) + path, kind })),
    ),
  ];
};

const placesGone = ({ list }: PersonFields, before: Mergeable, after: Mergeable): readonly string[] => {
  if (!list || before._deleted || after._deleted) return [];
  const elements = valueAt(before, list.path) as readonly { id: string }[];
  return elements.map(({ id }) => pointerTo(list.path, id)).filter((place) => valueAt(after, place) === undefined);
};

const partsAt = (document: Mergeable, { path, kind }: Place): readonly unknown[] =>
  document._deleted || valueAt(document, parentOf(path)) === undefined ? [] : partsOf(kind, valueAt(document, path));

const doubledAt = (document: Mergeable, place: Place): readonly unknown[] => {
  if (place.kind !== 'text') return [];
  return partsAt(document, place).filter((word, index, words) => words.indexOf(word) < index);
};

const partsOf = (kind: PersonField['kind'], value: unknown): readonly unknown[] => {
  if (kind === 'text') return typeof value === 'string' ? (value.match(/\S+/g) ?? []) : [undefined];
  if (kind === 'set') return Array.isArray(value) ? value : [];
  return [value];
};

const isVisible = (document: Mergeable, { path, kind, value }: Entry): boolean => {
  if (document._deleted) return false;
  const waiting = conflictsOf(document).filter((conflict) => conflict.path === path && !conflict.deleted);
  const shown = [valueAt(document, path), ...waiting.map((conflict) => conflict.value)];
  return shown.flatMap((each) => partsOf(kind, each)).some((part) => isSameValue(part, value));
};

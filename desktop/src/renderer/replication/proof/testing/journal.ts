import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Entity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { changedPlaces } from '@inbetwin/shared/merge/changed-places.ts';
import { conflictsOf, editsOf, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { covers } from '@inbetwin/shared/merge/version-vector.ts';
import { choicePathsOf } from './choice-paths.ts';

/** What somebody did to one document, and what they were shown when they did it. */
export type Act = {
  readonly who: string;
  readonly what: string;
  readonly collection: ReplicatedCollection;
  readonly id: string;
  readonly before: SyncDocument | undefined;
  /** The intended result; undefined for a deletion. */
  readonly after: SyncDocument | undefined;
};

/** A value that somebody entered. `word` is unique and can be found anywhere; a choice is one of a few values. */
export type Entry = {
  readonly act: Act;
  readonly kind: 'word' | 'choice' | 'deletion';
  readonly word: string;
  readonly path: string;
  readonly value: unknown;
  /** The device's stamp of it. */
  readonly at: string | undefined;
  /** Who replaced, deleted or dismissed it while it was shown to them. */
  readonly letGoBy: Act[];
};

export type Journal = {
  /** An act counts only once it is `done`. */
  begin(act: Act): PendingAct;
  entries(): readonly Entry[];
  acts(): readonly DoneAct[];
  /** Settles an act that a death interrupted; `stored` returns what is on disk. */
  settle(who: string, stored: (act: Act) => SyncDocument | undefined): void;
  /** Words of a rejected change that its author discarded. */
  letGo(act: Act, words: ReadonlySet<string>): void;
  /** Returns a new word or number each time. */
  nextWord(): string;
  nextAmount(): number;
};

export type PendingAct = { done(stored: SyncDocument | undefined): void; drop(): void };
export type DoneAct = Act & { readonly stored: SyncDocument | undefined };

const WORD = /w\d{5}w|\b9\d{8}\b/g;

export const wordsIn = (value: unknown): ReadonlySet<string> => {
  if (value === undefined) return new Set();
  return new Set(JSON.stringify(value).match(WORD) ?? []);
};

export const createJournal = (): Journal => {
  const entries: Entry[] = [];
  const acts: DoneAct[] = [];
  const pending = new Set<Act>();
  let next = 0;

  const confirm = (act: Act, stored: SyncDocument | undefined): void => {
    if (!pending.delete(act)) return;
    acts.push({ ...act, stored });
    for (const entry of entries) if (isLetGo(entry, { ...act, stored })) entry.letGoBy.push(act);
    entries.push(...enteredBy(act, stored));
  };

  return {
    begin: (act) => {
      pending.add(act);
      return { done: (stored) => confirm(act, stored), drop: () => pending.delete(act) };
    },
    entries: () => entries,
    acts: () => acts,
    settle: (who, read) => {
      for (const act of [...pending].filter((open) => open.who === who)) {
        const stored = read(act);
        if (isDone(act, stored)) confirm(act, stored);
        else pending.delete(act);
      }
    },
    letGo: (act, words) => {
      for (const entry of entries) {
        const isSame = entry.act.collection === act.collection && entry.act.id === act.id;
        if (entry.kind === 'word' ? words.has(entry.word) : isSame && entry.act.who === act.who)
          entry.letGoBy.push(act);
      }
    },
    nextWord: () => `w${String(next++).padStart(5, '0')}w`,
    nextAmount: () => 900_000_000 + next++,
  };
};

/** Whether every field that the act changed is stored as intended. `updatedAt` is ignored, because later changes raise it. */
const isDone = ({ collection, before, after }: Act, stored: SyncDocument | undefined): boolean => {
  if (!after) return stored !== undefined && (stored._deleted || conflictsOf(stored).some(({ path }) => path === ''));
  if (!stored || stored._deleted) return false;
  const { merge }: Entity = entities[collection];
  if (merge && before && !before._deleted) {
    return changedPlaces(merge, { before, after }).every((path) => isFound(stored, path, valueAt(after, path)));
  }
  const changed = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])].filter(
    (name) => !unchecked.has(name) && !isSameValue(before?.[name], after[name]),
  );
  return changed.every((name) => isSameValue(after[name], stored[name]));
};

/** Whether it is stored as entered, waits for a choice, or is part of a text that somebody else also changed. */
const isFound = (stored: SyncDocument, path: string, value: unknown): boolean => {
  if (showsChoice(stored, { path, value })) return true;
  const words = wordsIn(value);
  const found = wordsIn(valueAt(stored, path));
  return words.size > 0 && [...words].every((word) => found.has(word));
};

const unchecked: ReadonlySet<string> = new Set(['updatedAt', 'edits', 'seen']);

const enteredBy = (act: Act, stored: SyncDocument | undefined): readonly Entry[] => {
  const { collection, before, after } = act;
  const common = { act, letGoBy: [] as Act[] };
  const living = before?._deleted ? undefined : before;
  if (!after) {
    const at = stored && editsOf(stored)['']?.at;
    return [{ ...common, kind: 'deletion', word: '', path: '', value: undefined, at, letGoBy: [] }];
  }
  const known = wordsIn(living);
  const words = [...wordsIn(after)]
    .filter((word) => !known.has(word))
    .map((word): Entry => ({ ...common, kind: 'word', word, path: '', value: word, at: undefined, letGoBy: [] }));
  const choices = choicePathsOf(collection, after).flatMap((path): readonly Entry[] => {
    const value = valueAt(after, path);
    if (!living || value === undefined || isSameValue(value, valueAt(living, path))) return [];
    return [{ ...common, kind: 'choice', word: '', path, value, at: stampOf(stored, path, value), letGoBy: [] }];
  });
  return [...words, ...choices];
};

/** When the value was entered; of a value that lost, as recorded where it waits. */
const stampOf = (stored: SyncDocument | undefined, path: string, value: unknown): string | undefined => {
  if (!stored) return undefined;
  if (isSameValue(valueAt(stored, path), value)) return editsOf(stored)[path]?.at;
  return conflictsOf(stored).find((one) => one.path === path && isSameValue(one.value, value))?.at;
};

/** Whether the act removed an earlier value that its author had seen. */
const isLetGo = (entry: Entry, act: DoneAct): boolean => {
  const isSame = entry.act.collection === act.collection && entry.act.id === act.id;
  if (entry.kind === 'word') return wordsIn(act.before).has(entry.word) && !wordsIn(act.after).has(entry.word);
  if (!isSame || !act.before) return false;
  if (entry.kind === 'deletion') {
    const told = (document: SyncDocument | undefined): boolean =>
      document !== undefined && (document._deleted || conflictsOf(document).some(({ path }) => path === ''));
    return told(act.before) && !told(act.after) && act.after !== undefined;
  }
  // A choice that waited within a removed element is settled as stored.
  const shown = [act.after, act.stored].flatMap((document) => document ?? []);
  if (!showsChoice(act.before, entry) || (act.after && shown.every((one) => showsChoice(one, entry)))) return false;
  // Somebody else may have entered the same value independently.
  const isOwn = entry.act.who === act.who;
  return isOwn || entry.at === undefined || covers(seenOf(act.before), entry.at);
};

/** Whether it is in its place or among the values that wait for a choice. */
export const showsChoice = (document: SyncDocument, { path, value }: Pick<Entry, 'path' | 'value'>): boolean => {
  if (document._deleted) return false;
  if (isSameValue(valueAt(document, path), value)) return true;
  return conflictsOf(document).some((conflict) => {
    if (conflict.path === path) return isSameValue(conflict.value, value);
    const isWithin = path.startsWith(`${conflict.path}/`) && conflict.path !== '';
    return isWithin && isSameValue(valueAt(conflict.value, path.slice(conflict.path.length)), value);
  });
};

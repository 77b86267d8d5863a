import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { UnsavedFields } from '../../database/stored-form-drafts.ts';
import type { Edit } from '../../workspace/acts/edit-document.ts';

/** How a form shows a document as fields, and what a document becomes with changed fields. Both are pure. */
export type FormShape<T, F> = {
  readonly read: (document: T) => F;
  readonly write: (document: T, changes: Partial<F>) => T;
};

/** What a person has put into a field, and the document that they had before their eyes when they did. */
export type Touched<T, V> = { readonly value: V; readonly shown: T };

/** The fields that a person has changed and not saved. All others show the document as it is stored. */
export type FormState<T, F> = { readonly [K in keyof F]?: Touched<T, F[K]> };

/**
 * The state that a draft holds. The draft may have been left by another version of the program: what would not fit the fields
 * of this one is left out.
 */
export const stateIn = <T, F extends object>(
  { read }: FormShape<T, F>,
  document: T,
  draft: UnsavedFields = {},
): FormState<T, F> => {
  const fields = read(document) as Readonly<Record<string, unknown>>;
  const fitting = Object.entries(draft).filter(
    ([name, { value }]) => Object.hasOwn(fields, name) && isAlike(value, fields[name]),
  );
  return Object.fromEntries(fitting) as FormState<T, F>;
};

const isAlike = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined || (typeof a === typeof b && Array.isArray(a) === Array.isArray(b));

export const fieldsOf = <T, F extends object>(shape: FormShape<T, F>, document: T, state: FormState<T, F>): F => ({
  ...shape.read(document),
  ...changesIn(state),
});

/** The first change of a field fixes what was shown. A field that is as it was shown again is not changed. */
export const changeFields = <T, F extends object>(
  { read }: FormShape<T, F>,
  { state, document }: { readonly state: FormState<T, F>; readonly document: T },
  changes: Partial<F>,
): FormState<T, F> => {
  const next: { [K in keyof F]?: Touched<T, F[K]> } = { ...state };
  for (const name of namesIn(changes)) {
    const shown = state[name]?.shown ?? document;
    const value = changes[name] as F[typeof name];
    if (isSameValue(value, read(shown)[name])) delete next[name];
    else next[name] = { value, shown };
  }
  return next;
};

/** Whether the stored value is by now neither the one that was shown nor the one that was put in its place. */
export const isOvertaken = <T, F extends object>(
  { read }: FormShape<T, F>,
  { state, document }: { readonly state: FormState<T, F>; readonly document: T },
  name: keyof F,
): boolean => {
  const touched = state[name];
  if (!touched || touched.shown === document) return false;
  const stored = read(document)[name];
  return !isSameValue(stored, read(touched.shown)[name]) && !isSameValue(stored, touched.value);
};

/** The person has seen what is stored by now, and goes on with their own value. */
export const keepOwn = <T, F>(state: FormState<T, F>, name: keyof F, document: T): FormState<T, F> => {
  const touched = state[name];
  return touched ? { ...state, [name]: { ...touched, shown: document } } : state;
};

export const takeStored = <T, F>(state: FormState<T, F>, name: keyof F): FormState<T, F> => {
  const { [name]: _, ...others } = state;
  // The others of the same fields.
  return others as FormState<T, F>;
};

/** One edit for each changed field, by what was shown when it was changed; they save `draft`. */
export const editsIn = <T, F extends object>(
  { write }: FormShape<T, F>,
  state: FormState<T, F>,
  draft: string,
): readonly Edit<T>[] =>
  namesIn(state).flatMap((name) => {
    const touched = state[name];
    if (!touched) return [];
    const changes: Partial<F> = {};
    changes[name] = touched.value;
    return [{ shown: touched.shown, next: (document: T) => write(document, changes), draft }];
  });

/** What was typed while it was being saved is still to be saved. */
export const afterSaving = <T, F>(state: FormState<T, F>, saved: FormState<T, F>, stored: T): FormState<T, F> => {
  const left: { [K in keyof F]?: Touched<T, F[K]> } = {};
  for (const name of namesIn(state)) {
    const touched = state[name];
    if (!touched || isSameValue(touched.value, saved[name]?.value)) continue;
    left[name] = saved[name] ? { ...touched, shown: stored } : touched;
  }
  return left;
};

export const changesIn = <T, F>(state: FormState<T, F>): Partial<F> => {
  const changes: Partial<F> = {};
  for (const name of namesIn(state)) {
    const touched = state[name];
    if (touched) changes[name] = touched.value;
  }
  return changes;
};

const namesIn = <F extends object>(fields: F): readonly (keyof F)[] => Object.keys(fields) as (keyof F)[];

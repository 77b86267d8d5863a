import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { Edit } from '@inbetwin/shared/ports/collection.ts';
import type { UnsavedFields } from '../../database/stored-form-drafts.ts';

/** Converts a document to form fields and applies changed fields to a document. Both functions are pure. */
export type FormShape<T, F> = {
  readonly read: (document: T) => F;
  readonly write: (document: T, changes: Partial<F>) => T;
};

/** A changed field, with the document that was shown when the person changed it. */
export type Touched<T, V> = { readonly value: V; readonly shown: T };

/** The changed and unsaved fields. All other fields show the stored document. */
export type FormState<T, F> = { readonly [K in keyof F]?: Touched<T, F[K]> };

/**
 * The state stored in a draft. The draft may have been written by another version of the program, so values that do not fit the fields are
 * dropped.
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

/** The values to show: the stored document with the unsaved changes. */
export const fieldsOf = <T, F extends object>(shape: FormShape<T, F>, document: T, state: FormState<T, F>): F => ({
  ...shape.read(document),
  ...changesIn(state),
});

/** Applies changes. The first change of a field records what was shown; a field that is changed back to that is no longer changed. */
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

/** Whether the stored value now differs from both the value that was shown and the person's own. */
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

/** Keeps the person's own value, now as made with knowledge of the stored one. */
export const keepOwn = <T, F>(state: FormState<T, F>, name: keyof F, document: T): FormState<T, F> => {
  const touched = state[name];
  return touched ? { ...state, [name]: { ...touched, shown: document } } : state;
};

/** Discards the change of a field in favor of the stored value. */
export const takeStored = <T, F>(state: FormState<T, F>, name: keyof F): FormState<T, F> => {
  const { [name]: _, ...others } = state;
  // Forms of the same entity have the same fields.
  return others as FormState<T, F>;
};

/** One edit per changed field, based on the document that was shown then; together they save `draft`. */
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

/** Keeps what was typed during saving as unsaved. */
export const afterSaving = <T, F>(state: FormState<T, F>, saved: FormState<T, F>, stored: T): FormState<T, F> => {
  const left: { [K in keyof F]?: Touched<T, F[K]> } = {};
  for (const name of namesIn(state)) {
    const touched = state[name];
    if (!touched || isSameValue(touched.value, saved[name]?.value)) continue;
    left[name] = saved[name] ? { ...touched, shown: stored } : touched;
  }
  return left;
};

/** The changed fields with their new values. */
export const changesIn = <T, F>(state: FormState<T, F>): Partial<F> => {
  const changes: Partial<F> = {};
  for (const name of namesIn(state)) {
    const touched = state[name];
    if (touched) changes[name] = touched.value;
  }
  return changes;
};

const namesIn = <F extends object>(fields: F): readonly (keyof F)[] => Object.keys(fields) as (keyof F)[];

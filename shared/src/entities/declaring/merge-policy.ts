import type { syncFields } from './sync-fields.ts';

/**
 * What becomes of a field that two people changed without knowing of each other. Where one of them knew, theirs stands.
 * - `keep-both`: the newer is shown, the other waits in `conflicts` for a person's choice
 * - `text`: merged word by word where that is clean, else `keep-both`
 * - `set-union`: what either added, less what either removed
 * - `max`: of two numbers; needs no bookkeeping
 * - `last-writer`: the newer one; for what no person enters
 * - `immutable`: does not change; should two differ, the server's stands
 * - `server`: the server fills it; a device's value is a guess
 * - `listById`, `fields`: each field of each element, or of the object, by its own policy
 */
type PolicyFor<V> =
  | 'last-writer'
  | 'keep-both'
  | 'immutable'
  | 'server'
  | (V extends number ? 'max' : never)
  | (string extends V ? 'text' : never)
  | (V extends readonly unknown[] ? 'set-union' : never)
  | (V extends readonly (infer E extends { id: string })[] ? { readonly listById: MergePolicies<E> } : never)
  | (V extends readonly unknown[] | string | number | boolean ? never : { readonly fields: MergePolicies<V> });

/** Exhaustive: a field without a policy does not compile. */
export type MergePolicies<T> = {
  readonly [K in Exclude<keyof T, 'id' | keyof typeof syncFields>]-?: PolicyFor<NonNullable<T[K]>>;
};

/** The same where the collection is known at run time only. */
export type Policy =
  | 'last-writer'
  | 'keep-both'
  | 'immutable'
  | 'server'
  | 'max'
  | 'text'
  | 'set-union'
  | { readonly listById: Policies }
  | { readonly fields: Policies };
export type Policies = { readonly [field: string]: Policy };

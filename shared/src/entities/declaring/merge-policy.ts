import type { syncFields } from './sync-fields.ts';

/**
 * What happens to a field that two people changed concurrently. (If one of them knew the other's change, theirs wins.)
 * - `keep-both`: the newer value is shown, the other waits in `conflicts` for a person's choice
 * - `text`: merged word by word if possible, otherwise `keep-both`
 * - `set-union`: what either added, without what either removed
 * - `max`: the greater number; needs no bookkeeping
 * - `last-writer`: the newer value; for fields that nobody enters
 * - `immutable`: never changes; if two states differ, the server's wins
 * - `server`: computed by the server; a device's value is an estimate
 * - `listById`, `fields`: each field of each element, or of the object, has its own policy
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

/** Exhaustive: a field without a policy is a compile error. */
export type MergePolicies<T> = {
  readonly [K in Exclude<keyof T, 'id' | keyof typeof syncFields>]-?: PolicyFor<NonNullable<T[K]>>;
};

/** The same for a collection that is known only at run time. */
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

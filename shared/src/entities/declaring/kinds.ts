import type { z } from 'zod';

type Fields = Readonly<Record<string, z.ZodType>>;
type Kinds<P extends string> = { readonly [kind: string]: { readonly [part in P]: object } };

type Intersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;
type Joined<K, P extends string> = K extends { readonly [kind: string]: infer D }
  ? Intersection<D extends { readonly [part in P]: infer F } ? F : never>
  : never;
/** Flattens an intersection to a single object type. */
type Flat<T> = { [N in keyof T]: T[N] };

/** The combined fields that all kinds add to a document; no two kinds have a field of the same name. */
export const fieldsOfKinds = <K extends { readonly [kind: string]: { readonly fields: Fields } }>(
  kinds: K,
): Flat<Joined<K, 'fields'>> => joined(kinds, 'fields');

/** The merge policies of those fields. */
export const policiesOfKinds = <K extends { readonly [kind: string]: { readonly merge: object } }>(
  kinds: K,
): Flat<Joined<K, 'merge'>> => joined(kinds, 'merge');

// `Object.assign` loses the types of its arguments, which are those of `Joined`.
const joined = <P extends string, K extends Kinds<P>>(kinds: K, part: P): Flat<Joined<K, P>> =>
  Object.assign({}, ...Object.values(kinds).map((kind) => kind[part]));

/** The names of a registry's kinds, for an enum. */
export const namesOfKinds = <K extends string>(kinds: { readonly [N in K]: unknown }): [K, ...K[]] =>
  Object.keys(kinds) as [K, ...K[]];

type Refusing = { readonly [kind: string]: { readonly refusals: readonly string[] } };

export const refusalsOfKinds = <K extends Refusing>(kinds: K): readonly K[keyof K]['refusals'][number][] => [
  ...new Set(Object.values(kinds).flatMap(({ refusals }) => [...refusals])),
];

type Valued = { readonly [kind: string]: { readonly value: z.core.$ZodTypeDiscriminable } };

/** The schemas of a document's `value` by kind, for a discriminated union. */
export const valuesOfKinds = <K extends Valued>(kinds: K): readonly [K[keyof K]['value'], ...K[keyof K]['value'][]] =>
  Object.values(kinds).map(({ value }) => value) as [K[keyof K]['value'], ...K[keyof K]['value'][]];

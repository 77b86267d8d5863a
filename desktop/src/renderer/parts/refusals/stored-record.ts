import { namesOfKinds } from '@inbetwin/shared/entities/declaring/kinds.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';

/** A stored document of any collection, possibly written by another version. */
export type StoredRecord = { readonly collection: ReplicatedCollection; readonly document: { readonly id: string } };

/** The text in a field, if any; nested fields are named by their path with slashes. */
export const textAt = (document: object, field: string): string | undefined => {
  const value = valueAt(document, `/${field}`);
  return typeof value === 'string' ? value : undefined;
};

/** The kind that a document states, if this version knows it. */
export const kindIn = <K extends string>(
  kinds: { readonly [N in K]: unknown },
  name: string | undefined,
): K | undefined => namesOfKinds(kinds).find((known) => known === name);

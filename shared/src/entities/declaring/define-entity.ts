import type { z } from 'zod';
import type { MergePolicies, Policies } from './merge-policy.ts';
import type { Kinds, Rights } from './rights.ts';
import type { WriteRule } from './write-rule.ts';

type EntitySchema = z.ZodObject<{ id: z.ZodString } & z.ZodRawShape>;

/** Converts a document to the next version of its schema; pure, and also applied to deleted documents. */
type Migration = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** A migration that only added optional fields, so every older document is valid as it is. */
export const unchanged: Migration = (document) => document;

export const pullPhases = ['first', 'second', 'last'] as const;
export type PullPhase = (typeof pullPhases)[number];

/** Who deletes a document, apart from the removal of sample data: nobody, people, or whoever deletes the document that it belongs to. */
type Retention = {
  readonly until: 'team-ends' | 'removed' | { readonly removedWith: { readonly name: string } };
  /** The field with the digest of a file that is deleted together with the document. */
  readonly original?: string;
};

/** Sample documents for tests. They are created and changed by a person with the id `anna`. */
export type Samples<T> = {
  readonly stored: T;
  /** What Anna's device creates; if devices create no such documents, another stored one. */
  readonly made: T;
  /** What Anna's device changes in `stored`; if devices may not change it, what such a change would be. */
  readonly change: Partial<T>;
};

/** A stored document type: one database per team on the server and, if it is replicated, one RxDB collection per device. */
export type Entity<
  S extends EntitySchema = EntitySchema,
  R extends boolean = boolean,
  C extends string = string,
  K extends Kinds | undefined = Kinds | undefined,
> = {
  /** Whether every device holds a copy. Otherwise it stays on the server, and devices read it on demand. */
  readonly replicated: R;
  /** Collection name; the database is `team-<teamId>-<name>`. */
  readonly name: string;
  readonly schema: S;
  /** Compound indexes; every field in them must be required and bounded. */
  readonly indexes: readonly (readonly string[])[];
  /** Further indexes of the server only; a document without one of the fields is not in that index. */
  readonly serverIndexes?: readonly (readonly string[])[];
  /** Reasons for which the gateway refuses changes of these documents in particular, as codes that the interface has texts for. */
  readonly refusals: readonly C[];
  /** What devices may do to a document: a `WriteRule` of its type, as `defineEntity` requires. */
  readonly rule: object;
  readonly retention: Retention;
  readonly samples: Samples<z.infer<S>>;
  /** How to merge two states of a document. Without it, the document is immutable or written only by the server. */
  readonly merge?: Policies;
} & OnDevices<R> &
  Governed<K>;

/** Who may write: the same roles for all documents, or different ones per kind of document. */
type Governed<K extends Kinds | undefined> = K extends Kinds
  ? {
      readonly kinds: K;
      /** The kind of a document in any state; of a deleted one, only the id may be left. */
      kindOf(document: { readonly id: string }): string | undefined;
      readonly rights?: never;
    }
  : { readonly rights: Rights; readonly kinds?: never; readonly kindOf?: never };

/**
 * The order in which a new device receives a collection. `last-written` is the fastest, because the server's store reads its documents one
 * after another, and suits collections with many documents; screens may need that of one of the server's indexes instead.
 */
export type NewestFirst = 'last-written' | IndexOrder;

/** The order of one of the server's indexes. */
export type IndexOrder = {
  readonly index: readonly string[];
  readonly descending: boolean;
  /** All values of the index's first field, which are read one after another. */
  readonly each?: readonly string[];
};

/**
 * The order in which a new device receives a collection that is too large to be kept whole. The last field of the index is a time, or
 * `newestFirst` of one if the order is ascending.
 */
export type RecentOrder = IndexOrder & {
  /** A collection of at most this many documents is held whole, because people search it by name without a connection. */
  readonly wholeUpTo: number;
  /** Those of `each` whose documents every device holds, whatever their age. */
  readonly whateverAge?: readonly string[];
};

/** A field with the id of a document in another collection, without which screens cannot show this one. */
export type Reference = { readonly field: string; readonly collection: string };

/** How devices store a replicated collection, and how a new device fills it. */
type OnDevices<R extends boolean> = R extends true
  ? {
      /** Must be increased with every change of the schema, because RxDB opens no collection whose schema differs from the stored one. */
      readonly version: number;
      /** The migrations of a device's documents, by the version that they lead to: 1 to `version`. */
      readonly migrations?: Readonly<Record<number, Migration>>;
      /** The phase in which a new device receives the collection: first what the inbox shows, then what people open from it. */
      readonly firstPull: PullPhase;
      /** The order in which a new device receives the collection. */
      readonly newestFirst: NewestFirst;
      /** What a new device receives if the team has more documents than it should hold. */
      readonly ofLargeTeams: 'everything' | RecentOrder;
      /** What every device holds that holds the document. */
      readonly references: readonly Reference[];
    }
  : {
      readonly [P in 'version' | 'migrations' | 'firstPull' | 'newestFirst' | 'ofLargeTeams' | 'references']?: never;
    };

/** An entity that devices replicate. */
export type ReplicatedEntity = Entity<EntitySchema, true>;

/** An entity with sync fields must declare a merge policy for each of its fields; any other has nothing to merge. */
type Merging<S extends EntitySchema> = S['shape'] extends { edits: unknown }
  ? { readonly merge: MergePolicies<z.infer<S>> }
  : { readonly merge?: never };

type Indexed = Pick<Entity, 'indexes' | 'serverIndexes'>;

const storeIndexes = new WeakMap<Indexed, readonly (readonly string[])[]>();

/** All indexes that the server's store needs; the same array each time, because every team's collection refers to it. */
export const storeIndexesOf = (entity: Indexed): readonly (readonly string[])[] => {
  const known = storeIndexes.get(entity) ?? [...entity.indexes, ...(entity.serverIndexes ?? [])];
  storeIndexes.set(entity, known);
  return known;
};

export const defineEntity = <
  S extends EntitySchema,
  R extends boolean,
  const C extends string = never,
  K extends Kinds | undefined = undefined,
>(
  entity: Entity<S, R, C, K> & Merging<S> & { readonly rule: WriteRule<z.infer<S>, C> },
): Entity<S, R, C, K> => entity;

import type { z } from 'zod';
import type { MergePolicies, Policies } from './merge-policy.ts';
import type { Kinds, Rights } from './rights.ts';
import type { WriteRule } from './write-rule.ts';

type EntitySchema = z.ZodObject<{ id: z.ZodString } & z.ZodRawShape>;

/** A document of one version becomes one of the next: pure, and true of deleted documents too. */
type Migration = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** Only optional fields were added: every older document is a document of this version as it is. */
export const unchanged: Migration = (document) => document;

export const pullPhases = ['first', 'second', 'last'] as const;
export type PullPhase = (typeof pullPhases)[number];

/** Who ends a document, apart from the removal of samples: nobody, people, or whoever removes the document that it belongs to. */
type Retention = {
  readonly until: 'team-ends' | 'removed' | { readonly removedWith: { readonly name: string } };
  /** The field with the digest of a file that is deleted with the document. */
  readonly original?: string;
};

/** Sample documents for tests. A person with the id `anna` makes and changes them. */
export type Samples<T> = {
  readonly stored: T;
  /** What Anna's device makes; of what no device makes, another that is stored. */
  readonly made: T;
  /** What Anna's device changes in `stored`; of what no device changes, what it would change. */
  readonly change: Partial<T>;
};

/** A stored document type: one database per team on the server and, when it is replicated, one RxDB collection per device. */
export type Entity<
  S extends EntitySchema = EntitySchema,
  R extends boolean = boolean,
  C extends string = string,
  K extends Kinds | undefined = Kinds | undefined,
> = {
  /** Whether every device holds a copy. What is not replicated stays on the server, and devices read it on demand. */
  readonly replicated: R;
  /** Collection name; the database is `team-<teamId>-<name>`. */
  readonly name: string;
  readonly schema: S;
  /** Compound indexes; every field named here must be required and bounded. */
  readonly indexes: readonly (readonly string[])[];
  /** What the server indexes besides; a document without one of the fields is in no such index. */
  readonly serverIndexes?: readonly (readonly string[])[];
  /** Why the gateway refuses changes of these documents in particular, as codes that the interface words. */
  readonly refusals: readonly C[];
  /** What devices may do to a document: a `WriteRule` of its type, which `defineEntity` asks for. */
  readonly rule: object;
  readonly retention: Retention;
  readonly samples: Samples<z.infer<S>>;
  /** How two states of a document become one. Without it the document is immutable, or the server's alone. */
  readonly merge?: Policies;
} & OnDevices<R> &
  Governed<K>;

/** Who may write: the same people for all documents, or others for each kind of document. */
type Governed<K extends Kinds | undefined> = K extends Kinds
  ? {
      readonly kinds: K;
      /** The kind of a document in whatever state; of a deleted one only the id may be left. */
      kindOf(document: { readonly id: string }): string | undefined;
      readonly rights?: never;
    }
  : { readonly rights: Rights; readonly kinds?: never; readonly kindOf?: never };

/** The order of an index that the server has. */
export type NewestFirst = {
  readonly index: readonly string[];
  readonly descending: boolean;
  /** All values of the index's first field, one after the other in this order. */
  readonly each?: readonly string[];
};

/** How devices hold a replicated collection, and how a new one is filled with it. */
type OnDevices<R extends boolean> = R extends true
  ? {
      /** Raised with every change of the schema: RxDB opens no collection whose schema differs from the stored one. */
      readonly version: number;
      /** What a device's documents go through when a newer version opens them, by the version they reach: 1 to `version`. */
      readonly migrations?: Readonly<Record<number, Migration>>;
      /** When a new device receives the collection: what the inbox shows comes first, then what a person opens from it. */
      readonly firstPull: PullPhase;
      /** The order in which a new device receives the collection. */
      readonly newestFirst: NewestFirst;
    }
  : { readonly [P in 'version' | 'migrations' | 'firstPull' | 'newestFirst']?: never };

/** An entity of which devices hold copies. */
export type ReplicatedEntity = Entity<EntitySchema, true>;

/** A document that carries the sync fields declares how each of its fields merges; another has nothing to merge by. */
type Merging<S extends EntitySchema> = S['shape'] extends { edits: unknown }
  ? { readonly merge: MergePolicies<z.infer<S>> }
  : { readonly merge?: never };

/** All that a store of the server is opened with. */
export const storeIndexesOf = ({ indexes, serverIndexes = [] }: Pick<Entity, 'indexes' | 'serverIndexes'>) => [
  ...indexes,
  ...serverIndexes,
];

export const defineEntity = <
  S extends EntitySchema,
  R extends boolean,
  const C extends string = never,
  K extends Kinds | undefined = undefined,
>(
  entity: Entity<S, R, C, K> & Merging<S> & { readonly rule: WriteRule<z.infer<S>, C> },
): Entity<S, R, C, K> => entity;

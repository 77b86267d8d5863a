import type { z } from 'zod';

type EntitySchema = z.ZodObject<{ id: z.ZodString } & z.ZodRawShape>;

/** A document of one version becomes one of the next: pure, and true of deleted documents too. */
type Migration = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** Only optional fields were added: every older document is a document of this version as it is. */
export const unchanged: Migration = (document) => document;

/** A stored document type: one CouchDB database per team, one RxDB collection per desktop. */
export type Entity<S extends EntitySchema = EntitySchema> = {
  /** Collection name; the database is `team-<teamId>-<name>`. */
  readonly name: string;
  /** Raised with every change of the schema: RxDB opens no collection whose schema differs from the stored one. */
  readonly version: number;
  /** What a device's documents go through when a newer version opens them, by the version they reach: 1 to `version`. */
  readonly migrations?: Readonly<Record<number, Migration>>;
  readonly schema: S;
  /** Compound indexes; every field named here must be required and bounded. */
  readonly indexes: readonly (readonly string[])[];
};

export const defineEntity = <S extends EntitySchema>(entity: Entity<S>): Entity<S> => entity;

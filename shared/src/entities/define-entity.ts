import type { z } from 'zod';

type EntitySchema = z.ZodObject<{ id: z.ZodString } & z.ZodRawShape>;

/** A stored document type: one CouchDB database per team, one RxDB collection per desktop. */
export type Entity<S extends EntitySchema = EntitySchema> = {
  /** Collection name; the database is `team-<teamId>-<name>`. */
  readonly name: string;
  /** Raised with every incompatible change of the schema. */
  readonly version: number;
  readonly schema: S;
  /** Compound indexes; every field named here must be required and bounded. */
  readonly indexes: readonly (readonly string[])[];
};

export const defineEntity = <S extends EntitySchema>(entity: Entity<S>): Entity<S> => entity;

import type { Entity } from '@inbetwin/shared/entities/define-entity.ts';
import type { RxJsonSchema } from 'rxdb';
import { z } from 'zod';

/** RxDB's schema of an entity: draft-7 in one piece, the key bounded. Any JSON (`z.json`) is left unchecked here. */
export const rxSchemaOf = <T>(entity: Entity): RxJsonSchema<T> => {
  const exported = z.toJSONSchema(entity.schema, { target: 'draft-7', io: 'input', reused: 'inline' });
  const { $schema, definitions, ...schema } = exported;
  return {
    ...(withoutReferences(schema) as Omit<RxJsonSchema<T>, 'version' | 'primaryKey'>),
    title: entity.name,
    version: entity.version,
    primaryKey: 'id' as RxJsonSchema<T>['primaryKey'],
    indexes: entity.indexes.map((index) => [...index]),
  };
};

/** RxDB follows no `$ref`, and only a schema that refers to itself still has one. */
const withoutReferences = (schema: object): unknown =>
  JSON.parse(JSON.stringify(schema), (_key, part: unknown) =>
    typeof part === 'object' && part !== null && '$ref' in part ? {} : part,
  );

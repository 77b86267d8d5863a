import type { ReplicatedEntity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import type { RxJsonSchema } from 'rxdb';
import { z } from 'zod';
import { localSchemaOf } from '../local-keys.ts';

type Property = { readonly type?: string; readonly enum?: readonly string[] };
type Properties = Readonly<Record<string, Property>>;

/**
 * Converts an entity's schema to RxDB's: JSON Schema draft 7 without references, with a bounded key and the local keys. Arbitrary JSON
 * (`z.json`) is not validated.
 */
export const rxSchemaOf = <T>(entity: ReplicatedEntity): RxJsonSchema<T> => {
  const { keys, indexes } = localSchemaOf(entity.name);
  const stored = keys ? entity.schema.extend({ local: keys }) : entity.schema;
  const exported = z.toJSONSchema(stored, { target: 'draft-7', io: 'input', reused: 'inline' });
  const { $schema, definitions, properties = {}, ...schema } = withoutReferences(exported);
  return {
    ...(schema as Omit<RxJsonSchema<T>, 'version' | 'primaryKey' | 'properties'>),
    properties: withBounds(properties, [...entity.indexes, ...indexes].flat()) as RxJsonSchema<T>['properties'],
    title: entity.name,
    version: entity.version,
    primaryKey: 'id' as RxJsonSchema<T>['primaryKey'],
    indexes: [...entity.indexes, ...indexes].map((index) => [...index]),
  };
};

type Exported = {
  readonly $schema?: unknown;
  readonly definitions?: unknown;
  readonly properties?: Properties;
};

/** RxDB does not support `$ref`, and only recursive schemas still contain one. */
const withoutReferences = (schema: object): Exported =>
  JSON.parse(JSON.stringify(schema), (_key, part: unknown) =>
    typeof part === 'object' && part !== null && '$ref' in part ? {} : part,
  );

/** RxDB requires a maximum length for indexed strings and a step for indexed numbers, which enums and integers do not state. */
const withBounds = (properties: Properties, indexed: readonly string[]): Properties =>
  Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, indexed.includes(name) ? bounded(property) : property]),
  );

const bounded = (property: Property): object => {
  if (property.enum) return { maxLength: Math.max(...property.enum.map(({ length }) => length)), ...property };
  return property.type === 'integer' ? { multipleOf: 1, ...property } : property;
};

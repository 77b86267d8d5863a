import type { JsonObject } from './document-store.ts';

/** Returns the value of an indexed field: `a.b` is the field `b` of the object in the field `a`. */
export const indexedValue = (body: JsonObject, field: string): unknown =>
  field.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), body);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import fc from 'fast-check';
import { z } from 'zod';

type Schema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly pattern?: string;
};

type Like = {
  /** The texts to choose from. */
  readonly texts: readonly string[];
  /** Valid arguments; some of their fields are kept. */
  readonly sample: object;
};

/** Generates arguments of the form that a tool takes, most of them valid. */
export const argumentsLike = (schema: z.ZodType, { texts, sample }: Like): fc.Arbitrary<unknown> => {
  const exported: Schema = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' })));
  const changed = fc.tuple(fc.subarray(Object.entries(sample)), valueLike(exported, texts)).map(([kept, args]) => ({
    ...(typeof args === 'object' && args),
    ...Object.fromEntries(kept),
  }));
  return fc.oneof({ weight: 9, arbitrary: changed }, fc.jsonValue({ maxDepth: 2 }));
};

const valueLike = (schema: Schema, texts: readonly string[]): fc.Arbitrary<unknown> => {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'object') return objectLike(schema, texts);
  if (schema.type === 'array') return fc.array(valueLike(schema.items ?? {}, texts), { minLength: 1, maxLength: 3 });
  if (schema.type === 'integer') return fc.integer({ min: 1, max: 5 });
  if (schema.type === 'number') return fc.constantFrom(0.5, 1, 3);
  if (schema.type === 'boolean') return fc.boolean();
  const { pattern } = schema;
  const fitting = pattern === undefined ? texts : texts.filter((text) => new RegExp(pattern, 'u').test(text));
  return fc.constantFrom(...(fitting.length > 0 ? fitting : texts));
};

const objectLike = ({ properties = {}, required = [] }: Schema, texts: readonly string[]): fc.Arbitrary<unknown> =>
  fc.record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, valueLike(part, texts)])), {
    requiredKeys: [...required],
  });

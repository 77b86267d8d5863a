import { z } from 'zod';

/** The structure of a tool's arguments, as a form asks for them. */
export type ArgumentShape =
  | { readonly kind: 'text'; readonly isLong: boolean }
  /** Local date and time: `2026-06-20T15:00`. */
  | { readonly kind: 'moment' }
  | { readonly kind: 'number' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | GroupShape
  | { readonly kind: 'list'; readonly item: ArgumentShape; readonly most: number }
  /** Anything else is edited as JSON. */
  | { readonly kind: 'json' };

/** A part with several fields. */
export type GroupShape = { readonly kind: 'group'; readonly fields: readonly ArgumentField[] };
/** A named field of a part. */
export type ArgumentField = { readonly name: string; readonly isRequired: boolean; readonly shape: ArgumentShape };

/** The part of JSON Schema that the tools' schemas use. */
type Schema = {
  readonly type?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly pattern?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
};

const schemaSchema: z.ZodType<Schema> = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
  properties: z.lazy(() => z.record(z.string(), schemaSchema)).optional(),
  required: z.array(z.string()).optional(),
  items: z.lazy(() => schemaSchema).optional(),
});

/** Longer texts get a multi-line field. */
const ONE_LINE = 300;
const MOMENT = '2026-06-20T15:00';

/** Derives the structure from a tool's schema. */
export const shapeOf = (schema: z.ZodType): ArgumentShape => {
  const exported = z.toJSONSchema(schema, { io: 'input', reused: 'inline', unrepresentable: 'any' });
  const read = schemaSchema.safeParse(exported);
  return read.success ? shapeOfSchema(read.data) : { kind: 'json' };
};

const shapeOfSchema = (schema: Schema): ArgumentShape => {
  const { type, items, properties, required = [] } = schema;
  if (schema.enum) return { kind: 'choice', options: schema.enum };
  if (type === 'string') return textShape(schema);
  if (type === 'number' || type === 'integer') return { kind: 'number' };
  if (type === 'boolean') return { kind: 'flag' };
  if (type === 'array' && items) {
    return { kind: 'list', item: shapeOfSchema(items), most: schema.maxItems ?? Number.POSITIVE_INFINITY };
  }
  if (type !== 'object' || !properties) return { kind: 'json' };
  const fields = Object.entries(properties).map(([name, part]) => ({
    name,
    isRequired: required.includes(name),
    shape: shapeOfSchema(part),
  }));
  return { kind: 'group', fields };
};

const textShape = ({ pattern, maxLength = Number.POSITIVE_INFINITY }: Schema): ArgumentShape => {
  const isMoment = pattern !== undefined && new RegExp(pattern, 'u').test(MOMENT) && !new RegExp(pattern, 'u').test('');
  return isMoment ? { kind: 'moment' } : { kind: 'text', isLong: maxLength > ONE_LINE };
};

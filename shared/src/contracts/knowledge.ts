import { z } from 'zod';
import { citationSchema, detailFields, idSchema, languageSchema } from '../entities/declaring/fields.ts';
import { sourceSchema, tableKinds } from '../entities/source.ts';
import { type Day, readDayOrTime } from '../timing/days.ts';
import { byId, nothing, pageOf, pageQuerySchema, type RouteDefinition } from './route.ts';

const NO_TIME = 'Write a day (2026-12-31), an ISO time with its offset, or milliseconds since the epoch';
const MAX_ALTERNATIVES = 50;

const timeInput = z.union([z.string().max(40), z.int()]);

const toTime = (value: z.output<typeof timeInput>, edge: keyof Day, context: z.RefinementCtx): number => {
  const day = readDayOrTime(String(value).trim());
  if (day) return day[edge];
  context.addIssue({ code: 'custom', message: NO_TIME });
  return z.NEVER;
};

const readTime = (edge: keyof Day) => timeInput.transform((value, context) => toTime(value, edge, context));

const productSchema = z.string().trim().min(1).max(200).describe('The product or service it is about');
const fromSchema = readTime('from').describe(
  "The first moment it holds: a day (from its beginning, in the server's time zone), an ISO time, or milliseconds",
);
const untilSchema = readTime('until').describe(
  "The last moment it holds: a day (to its end, in the server's time zone), an ISO time, or milliseconds",
);

/** Details of a new source; they take precedence over those in the file. */
export const sourceDetailFields = {
  table: z
    .enum(tableKinds)
    .optional()
    .describe(
      'How a CSV table is read: `pairs` (questions with answers) or `rows` (each row by itself). By default like the last table of that file name, else as its columns suggest',
    ),
  product: productSchema.optional(),
  validFrom: fromSchema.optional(),
  validUntil: untilSchema.optional(),
};

/** Changes of an existing source; null clears a field. */
export const sourceDetailPatch = {
  product: productSchema.nullable().optional(),
  validFrom: fromSchema.nullable().optional(),
  validUntil: untilSchema.nullable().optional(),
};

/** One value or several; in a URL the parameter is repeated. */
const alternatives = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(one).min(1).max(MAX_ALTERNATIVES).optional(),
  );

/** The search options, in a URL or a body. */
export const filterFields = {
  sourceId: alternatives(idSchema).describe('Only these sources; repeat it for several'),
  language: alternatives(languageSchema).describe('Only these languages; repeat it for several'),
  product: alternatives(detailFields.product.unwrap()).describe('Only these products; repeat it for several'),
  validAt: timeInput
    .transform((value, context) => (value === 'any' ? value : toTime(value, 'from', context)))
    .optional()
    .describe('Only what holds at this time: a day, an ISO time or milliseconds; now by default; `any`: all of it'),
};

export type KnowledgeFilter = {
  readonly [Field in keyof typeof filterFields]?: z.output<(typeof filterFields)[Field]> | undefined;
};

/** A flag as it is written in a URL. */
export const flagSchema = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

const termMatchSchema = z.object({
  word: z.string().describe("The query's word as it was read"),
  stem: z.string().describe("The passage's stem that it met"),
  kind: z.enum(['exact', 'prefix', 'fuzzy', 'family']),
  weight: z.number().describe('0 to 1: what a match of this kind counts'),
  score: z.number().describe('Its part of the full-text score'),
});

const whySchema = z.object({
  fullText: z
    .object({
      rank: z.int().min(1),
      score: z.number(),
      terms: z.array(termMatchSchema),
      nearness: z.number().describe("Added for the query's words standing close together"),
      askedKind: z.number().describe('Added for holding the kind of thing asked for, such as a price'),
    })
    .optional(),
  vector: z
    .object({ rank: z.int().min(1), similarity: z.number().describe('Cosine, -1 to 1'), model: z.string() })
    .optional(),
  fused: z.number().describe('The score by which results are ordered'),
});

export const searchHitSchema = z.object({
  passageId: idSchema.describe('The best of the passages in it'),
  sourceId: idSchema,
  title: z.string(),
  text: z.string().describe('Of `passageId` alone'),
  score: z.number(),
  joined: z
    .array(z.object({ passageId: idSchema, text: z.string() }))
    .min(1)
    .describe('The passage and its neighbours that were found too, in reading order'),
  duplicates: z.array(idSchema).describe('Passages elsewhere that say the same'),
  why: whySchema.optional().describe('With `explain=true`'),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const textSourceSchema = z.object({
  title: z.string().trim().min(1).max(300),
  text: z.string().min(1).max(5_000_000),
  mediaType: z.enum(['text/plain', 'text/markdown', 'text/csv']),
  ...sourceDetailFields,
});

export const answerSchema = z.object({
  answered: z.boolean().describe('false: the knowledge base holds no answer'),
  answer: z.string(),
  citations: z.array(citationSchema),
});
export type Answer = z.infer<typeof answerSchema>;

export const knowledgeRoutes = {
  createSource: {
    method: 'post',
    path: '/api/v1/rag/sources',
    summary: 'Import a text or a file into the knowledge base',
    access: 'user',
    body: textSourceSchema,
    upload: true,
    status: 201,
    response: sourceSchema,
  },
  listSources: {
    method: 'get',
    path: '/api/v1/rag/sources',
    summary: 'Knowledge sources, newest first',
    access: 'user',
    query: pageQuerySchema,
    status: 200,
    response: pageOf(sourceSchema),
  },
  getSource: {
    method: 'get',
    path: '/api/v1/rag/sources/:id',
    summary: 'One knowledge source',
    access: 'user',
    params: byId,
    versioned: true,
    status: 200,
    response: sourceSchema,
  },
  updateSource: {
    method: 'patch',
    path: '/api/v1/rag/sources/:id',
    summary: 'Change a source and its passages; what is missing stays, and null clears',
    access: 'user',
    params: byId,
    body: z.strictObject({ title: z.string().trim().min(1).max(300).optional(), ...sourceDetailPatch }),
    versioned: true,
    status: 200,
    response: sourceSchema,
  },
  deleteSource: {
    method: 'delete',
    path: '/api/v1/rag/sources/:id',
    summary: 'Remove a source with its passages and its original',
    access: 'user',
    params: byId,
    versioned: true,
    status: 204,
    response: nothing,
  },
  searchKnowledge: {
    method: 'get',
    path: '/api/v1/rag/search',
    summary: 'Passages that fit a query and hold now, best first',
    access: 'user',
    query: z.object({
      q: z.string().max(1000),
      limit: z.coerce.number().int().min(1).max(100).default(10),
      ...filterFields,
      explain: flagSchema.describe('`true`: every result says why it ranked'),
    }),
    status: 200,
    response: z.object({ results: z.array(searchHitSchema) }),
  },
  answerQuestion: {
    method: 'post',
    path: '/api/v1/rag/answer',
    summary: 'An answer from what the knowledge base says now, with citations',
    access: 'user',
    body: z.object({ question: z.string().trim().min(1).max(4000), ...filterFields }),
    status: 200,
    response: answerSchema,
  },
} as const satisfies Record<string, RouteDefinition>;

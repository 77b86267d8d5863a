import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { sessionSchema } from '@inbetwin/shared/contracts/accounts.ts';
import { channelSchema } from '@inbetwin/shared/contracts/channels.ts';
import { errorCodeSchema, errorCodes, problemSchema } from '@inbetwin/shared/contracts/errors.ts';
import { FILE_MEDIA_TYPE, FILES_PATH, ORIGINAL, uploadedFileSchema } from '@inbetwin/shared/contracts/files.ts';
import { type RouteName, routes } from '@inbetwin/shared/contracts/http.ts';
import { answerSchema } from '@inbetwin/shared/contracts/knowledge.ts';
import {
  endLineOf,
  errorLineSchema,
  LINES_MEDIA_TYPE,
  type RouteDefinition,
} from '@inbetwin/shared/contracts/route.ts';
import { streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import { contactSchema } from '@inbetwin/shared/entities/contact.ts';
import { conversationSchema } from '@inbetwin/shared/entities/conversation.ts';
import { leadSchema } from '@inbetwin/shared/entities/lead.ts';
import { messageSchema } from '@inbetwin/shared/entities/message.ts';
import { runSchema, stepSchema } from '@inbetwin/shared/entities/run.ts';
import { sourceSchema } from '@inbetwin/shared/entities/source.ts';
import { z } from 'zod';

type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const security = [{ bearer: [] }];

/** Generates the OpenAPI 3.1 document from the contract's route table, so that the document and the served routes cannot differ. */
export const createOpenApiDocument = (): OpenApiDocument => {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  const nameSchema = createNaming();
  for (const name of Object.keys(routes) as RouteName[]) registry.registerPath(describeRoute(name, nameSchema));
  for (const path of operations(nameSchema)) registry.registerPath(path);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'inBeTwin',
      version: '1',
      description:
        'Errors are RFC 9457 problem documents with a stable `code` and a `hint`; what carries an `ETag` takes it in `If-Match`, and answers 412 when it was changed since; 429 and 503 tell in `Retry-After` how many seconds to wait. Lists are `{items, next?}`: send `next` as `cursor` for the page behind. Every answer carries an `X-Request-Id`.',
    },
    servers: [{ url: '/' }],
  });
};

type Naming = (schema: z.ZodType) => z.ZodType;

/** Makes entities components of their own. It names copies, so that the original schemas stay inline elsewhere. */
const createNaming = (): Naming => {
  const named = new Map<unknown, z.ZodType>(
    Object.entries({
      Session: sessionSchema,
      Source: sourceSchema,
      Answer: answerSchema,
      Lead: leadSchema,
      Contact: contactSchema,
      Conversation: conversationSchema,
      Message: messageSchema,
      Channel: channelSchema,
      Problem: problemSchema,
    }).map(([id, schema]) => [schema, schema.meta({ id })]),
  )
    .set(stepSchema, describedStep)
    .set(runSchema, describedRun);
  /** Undefined if no part of the schema has a name. */
  const nameIn = (schema: unknown): z.ZodType | undefined => {
    if (named.has(schema)) return named.get(schema);
    const element = schema instanceof z.ZodArray ? nameIn(schema.element) : undefined;
    if (element) return z.array(element);
    if (!(schema instanceof z.ZodObject)) return undefined;
    const parts = Object.entries(schema.shape).flatMap(([key, part]) => {
      const renamed = nameIn(part);
      return renamed ? [[key, renamed] as const] : [];
    });
    return parts.length > 0 ? schema.extend(Object.fromEntries(parts)) : undefined;
  };
  return (schema) => nameIn(schema) ?? schema;
};

/** A step's input and output are arbitrary JSON, whose recursive schema could not be expanded here. */
const describedStep = stepSchema.extend({ input: z.unknown(), output: z.unknown().optional() }).meta({ id: 'Step' });
const describedRun = runSchema.extend({ steps: z.array(describedStep) }).meta({ id: 'Run' });

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });

const describeRoute = (name: RouteName, nameSchema: Naming): RouteConfig => {
  const route: RouteDefinition = routes[name];
  const { method, path, summary, access, status, response, progress } = route;
  const statuses = failuresOf(route);
  const problem = { 'application/problem+json': { schema: nameSchema(problemSchema) } };
  return {
    method,
    path: path.replaceAll(/:(\w+)/g, '{$1}'),
    operationId: name,
    tags: [tagOf(path)],
    summary,
    ...(access !== 'public' && { security }),
    request: {
      ...(route.params instanceof z.ZodObject && { params: route.params }),
      ...(route.query instanceof z.ZodObject && { query: route.query }),
      ...(takesVersion(route) && { headers: versionHeader }),
      ...(route.body && { body: { required: true, content: { ...json(route.body), ...(route.upload && multipart) } } }),
    },
    responses: {
      [status]:
        status === 204
          ? { description: 'Done' }
          : {
              ...(route.versioned &&
                method !== 'delete' && {
                  headers: z.object({ ETag: z.string().describe('The version of what is shown') }),
                }),
              description: progress ? `Success; ${inLines}` : 'Success',
              content: { ...json(nameSchema(response)), ...(progress && linesOf(progress, response, nameSchema)) },
            },
      ...Object.fromEntries(statuses.map((failed) => [failed, { description: titleOf(failed), content: problem }])),
      default: { description: 'Any other failure', content: problem },
    },
  };
};

const takesVersion = ({ versioned, method }: RouteDefinition): boolean =>
  versioned !== undefined && (method === 'patch' || method === 'delete');

const versionHeader = z.object({
  'If-Match': z
    .string()
    .optional()
    .describe('The `ETag` of what the change is made to, as it was read: nothing is changed if it is another by now'),
});

const inLines = `with \`Accept: ${LINES_MEDIA_TYPE}\` told while it is made, a line of JSON each; \`end\` or \`error\` is the last. Whoever leaves stops it`;

/** The union of all kinds of lines. */
const linesOf = (progress: z.ZodType, response: z.ZodType, nameSchema: Naming) => {
  const told: readonly unknown[] = progress instanceof z.ZodUnion ? progress.options : [progress];
  const all = [...told, endLineOf(response), errorLineSchema];
  const lines = all.flatMap((line) => (line instanceof z.ZodType ? [nameSchema(line)] : []));
  return { [LINES_MEDIA_TYPE]: { schema: z.union(lines) } };
};

const multipart = {
  'multipart/form-data': {
    schema: {
      type: 'object' as const,
      required: ['file'],
      properties: {
        file: { type: 'string' as const, contentMediaType: 'application/octet-stream', description: 'At most 25 MB' },
        title: { type: 'string' as const, maxLength: 300 },
        product: { type: 'string' as const, maxLength: 200, description: 'The product or service it is about' },
        validFrom: { type: 'string' as const, description: 'The first day or time it holds' },
        validUntil: { type: 'string' as const, description: 'The last day or time it holds' },
      },
    },
  },
};

/** The groups of the reference: `auth`, `rag`, `leads`, `sync`, ... */
const tagOf = (path: string): string => path.replace(/^\/api\/v1/, '').split('/')[1] ?? 'api';

const failuresOf = (route: RouteDefinition): readonly number[] => {
  const { access, path, body, query } = route;
  return [
    ...(body ? [400, 413, 415] : []),
    ...(access === 'public' ? [401, 429] : [401]),
    ...(access === 'admin' ? [403] : []),
    ...(path.includes(':') ? [404] : []),
    ...(takesVersion(route) ? [412] : []),
    ...(body || query || path.includes(':') ? [422] : []),
    503,
  ];
};

const titleOf = (status: number): string =>
  [...new Set(Object.values(errorCodes).flatMap(([code, title]) => (code === status ? [title] : [])))].join('; ');

const teamWorkSchema = z
  .object({ waiting: z.int(), failing: z.int() })
  .describe('Teams for which it is not done yet, and those of them for whom it failed the last time');

const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  store: errorCodeSchema.optional().describe('What is wrong with the store'),
  broker: z
    .object({
      code: errorCodeSchema.optional().describe('What is wrong with the message broker'),
      behind: z.int().describe('Teams with events that it has not accepted'),
    })
    .optional()
    .describe('How publishing events goes'),
  embedding: z.looseObject({}).optional().describe('How embedding goes when a model does it'),
  teams: z
    .object({
      beginning: teamWorkSchema,
      imports: teamWorkSchema,
      takenOver: z.int().describe('Teams that another server took over since this one started'),
    })
    .optional()
    .describe('What is due for each team after a start'),
});

/** Operations that are not part of the route table. */
const operations = (nameSchema: Naming): readonly RouteConfig[] => [
  {
    method: 'get',
    path: '/health',
    operationId: 'health',
    tags: ['operations'],
    summary:
      'The process is alive; `degraded` while its store cannot be read or written, events do not reach the broker, or when another server took teams over',
    responses: { 200: { description: 'Alive', content: json(healthSchema) } },
  },
  {
    method: 'get',
    path: '/ready',
    operationId: 'ready',
    tags: ['operations'],
    summary: 'The store can be read, and the last write to it succeeded',
    responses: {
      200: { description: 'Ready', content: json(z.object({ status: z.literal('ready') })) },
      503: {
        description: titleOf(503),
        content: { 'application/problem+json': { schema: nameSchema(problemSchema) } },
      },
      507: {
        description: titleOf(507),
        content: { 'application/problem+json': { schema: nameSchema(problemSchema) } },
      },
    },
  },
  {
    method: 'get',
    path: '/sync/v1/stream',
    operationId: 'stream',
    tags: ['sync'],
    summary: 'Changes of all collections, live: each event is one of these as JSON',
    security,
    responses: { 200: { description: 'Events', content: { 'text/event-stream': { schema: streamEventSchema } } } },
  },
  {
    method: 'post',
    path: FILES_PATH,
    operationId: 'uploadFile',
    tags: ['sync'],
    summary: 'A file for replies to name: the body is its bytes, at most 25 MB',
    security,
    request: { body: { required: true, content: { [FILE_MEDIA_TYPE]: { schema: z.string() } } } },
    responses: {
      201: { description: 'Stored', content: json(uploadedFileSchema) },
      ...Object.fromEntries(
        [401, 403, 413, 429, 507].map((status) => [
          status,
          {
            description: titleOf(status),
            content: { 'application/problem+json': { schema: nameSchema(problemSchema) } },
          },
        ]),
      ),
    },
  },
  {
    method: 'get',
    path: `${FILES_PATH}/{digest}/${ORIGINAL}`,
    operationId: 'readOriginal',
    tags: ['sync'],
    summary:
      "An original by its source's `digest`; beside it CouchDB's replication protocol, as far as PouchDB needs it",
    security,
    request: { params: z.object({ digest: z.string() }) },
    responses: {
      200: { description: 'The bytes', content: { [FILE_MEDIA_TYPE]: { schema: z.string() } } },
      404: {
        description: titleOf(404),
        content: { 'application/problem+json': { schema: nameSchema(problemSchema) } },
      },
    },
  },
];

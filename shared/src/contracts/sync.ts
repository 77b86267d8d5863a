import { z } from 'zod';
import { idSchema, timeSchema } from '../entities/declaring/fields.ts';
import { commonRefusals } from '../entities/declaring/write-rule.ts';
import { entities, type ReplicatedCollection, replicatedNames } from '../entities/registry.ts';
import { errorCodeSchema } from './errors.ts';
import { nothing, type RouteDefinition } from './route.ts';
import { runSummarySchema } from './runs.ts';

/**
 * The version of the replication protocol that a program speaks, sent in this header with each request. It is raised, together with the
 * oldest supported version, when older programs would lose or misinterpret something; added fields require neither. A program that sends no
 * header is responsible for itself.
 */
export const SYNC_VERSION_HEADER = 'x-inbetwin-sync';
export const SYNC_VERSION = 5;
export const OLDEST_SYNC_VERSION = 5;

/** Maximum number of conversations whose runs one stream watches, for all windows of a device. */
export const MAX_WATCHED = 50;

const collectionSchema = z.enum(replicatedNames as [ReplicatedCollection, ...ReplicatedCollection[]]);

/** A replicated document: the entity's fields and `_deleted`. */
export const syncDocumentSchema = z.looseObject({ id: z.string().min(1).max(200), _deleted: z.boolean() });
export type SyncDocument = z.infer<typeof syncDocumentSchema>;

/**
 * Opaque. Sequences belong to one backend; a different `backend` means starting over. With a `cursor`, the first pull is in progress, and
 * changes after `sequence` follow it.
 */
export const checkpointSchema = z.object({
  backend: z.string().max(100),
  sequence: z.string().max(4000),
  cursor: z.string().max(4000).optional(),
});
export type SyncCheckpoint = z.infer<typeof checkpointSchema>;

/**
 * The documents with which a first pull ends early, if the collection is one that devices hold in part: those before `since`. A collection
 * with at most `wholeUpTo` documents is sent whole nevertheless.
 */
const horizonSchema = z.object({ since: timeSchema, wholeUpTo: z.int().min(0) });
export type Horizon = z.infer<typeof horizonSchema>;

export const pullRequestSchema = z.object({
  collection: collectionSchema,
  /** Null if the device has nothing yet. */
  checkpoint: checkpointSchema.nullable(),
  limit: z.int().min(1).max(2000),
  /** Without a checkpoint, what a first pull should bring; everything if absent. The checkpoints of its pages remember it. */
  horizon: horizonSchema.optional(),
  /** Requests the number of `remaining` documents. */
  count: z.boolean().optional(),
  /** Requests only these documents, wherever they are. Without a checkpoint, that of the response is where the first pull begins. */
  ids: z.array(z.string().min(1).max(200)).max(200).optional(),
});
export const pullResponseSchema = z.object({
  /** Roughly newest first during a first pull, then in the order of changes. A page may be empty although more follow. */
  documents: z.array(syncDocumentSchema),
  checkpoint: checkpointSchema,
  /**
   * Set on the first page of a first pull: save this checkpoint before storing anything of the page, or a crash loses track of when
   * deletions begin to matter.
   */
  beginning: checkpointSchema.optional(),
  /** The server does not know the checkpoint's backend or position (another store, or an older backup), so every change is sent again. */
  restarted: z.literal(true).optional(),
  /** Those of the requested `ids` that did not fit into this response; request them again. */
  rest: z.array(z.string()).optional(),
  /** More documents follow: pull again from `checkpoint`. */
  more: z.boolean(),
  /** During a first pull, the number of documents when it began. */
  total: z.int().min(0).optional(),
  /** During a first pull that ends early, the time before which documents are missing. */
  since: timeSchema.optional(),
  /** After a first pull, if `count` was set: the approximate number of changed documents after this page. */
  remaining: z.int().min(0).optional(),
});
export type PullResponse = z.infer<typeof pullResponseSchema>;

/** Documents that have one value in one field, whether or not the device holds them. */
export const lookUpRequestSchema = z.object({
  collection: collectionSchema,
  field: z.string().max(100).describe('The first field of one of the collection’s indexes'),
  value: idSchema,
  limit: z.int().min(1).max(1000),
  /** Only documents before this time; the last field of the index must be one. */
  before: timeSchema.optional(),
  /** `next` of the previous page. */
  cursor: z.string().max(4000).optional(),
});
export const lookUpResponseSchema = z.object({
  /** The newest first, if the index ends with a time. */
  documents: z.array(syncDocumentSchema),
  /** The cursor of the following page, absent on the last one. */
  next: z.string().optional(),
});
export type LookUpResponse = z.infer<typeof lookUpResponseSchema>;

export const pushRequestSchema = z.object({
  collection: collectionSchema,
  rows: z
    .array(
      z.object({
        assumedMasterState: syncDocumentSchema.nullable().optional(),
        newDocumentState: syncDocumentSchema,
      }),
    )
    .max(500),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

/** Why the gateway refused a change: stable codes that the interface has texts for. `reason` says the same in English. */
export const refusalRules = [
  ...new Set([...commonRefusals, ...Object.values(entities).flatMap(({ refusals }) => [...refusals])]),
];
export type RefusalRule = (typeof refusalRules)[number];

export const refusedRowSchema = z.object({
  id: z.string(),
  code: errorCodeSchema,
  /** Absent for refusals that this version does not know. */
  rule: z.enum(refusalRules).optional(),
  /** The field concerned, as a path of names: `bant.need`. */
  field: z.string().optional(),
  /** A sentence in English. */
  reason: z.string(),
});
export type RefusedRow = z.infer<typeof refusedRowSchema>;

export const pushResponseSchema = z.object({
  /** The server's present state of each row that was not stored exactly as sent; what was sent is merged into it. */
  conflicts: z.array(syncDocumentSchema),
  /** Refused rows never block those after them. */
  refused: z.array(refusedRowSchema),
});
export type PushResponse = z.infer<typeof pushResponseSchema>;

/**
 * The server-sent events of `GET /sync/v1/stream`, for all collections on one connection. After (re)connecting, a client pulls each
 * collection once; from then on batches follow one another without gaps.
 */
export const streamEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('changes'),
    collection: collectionSchema,
    documents: z.array(syncDocumentSchema),
    checkpoint: checkpointSchema,
  }),
  /** The server could not keep up with this client, or the backend changed: pull from your checkpoint. */
  z.object({ type: z.literal('resync'), collection: collectionSchema }),
  /** Changes of the runs that this stream watches. `removed` contains ids of any runs. */
  z.object({ type: z.literal('runs'), runs: z.array(runSummarySchema), removed: z.array(z.string()) }),
  /** The server could not keep up with this client, or the backend changed: read the displayed runs again. */
  z.object({ type: z.literal('runs-missed') }),
  /** `stream` identifies this connection in a `watch` request. `version` is the server's protocol version, absent before version 5. */
  z.object({ type: z.literal('ready'), stream: z.string(), version: z.int().optional() }),
]);
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** The runs that a stream reports, because devices do not replicate them: all runs, or those of some conversations. */
const runWatchSchema = z.union([z.literal('all'), z.array(idSchema).max(MAX_WATCHED)]);
export type RunWatch = z.infer<typeof runWatchSchema>;

const watchRequestSchema = z.object({
  stream: z.string().max(100).describe('As its `ready` event says'),
  runs: runWatchSchema.describe('In place of what it heard of before'),
});
export type WatchRequest = z.infer<typeof watchRequestSchema>;

export const syncRoutes = {
  pull: {
    method: 'post',
    path: '/sync/v1/pull',
    summary: 'Changes of a collection behind a checkpoint',
    access: 'user',
    body: pullRequestSchema,
    status: 200,
    response: pullResponseSchema,
  },
  push: {
    method: 'post',
    path: '/sync/v1/push',
    summary: "A device's changes of a collection",
    access: 'user',
    body: pushRequestSchema,
    status: 200,
    response: pushResponseSchema,
  },
  lookUp: {
    method: 'post',
    path: '/sync/v1/look-up',
    summary: 'Documents of a collection that belong to another one, also those that a device does not keep',
    access: 'user',
    body: lookUpRequestSchema,
    status: 200,
    response: lookUpResponseSchema,
  },
  watch: {
    method: 'post',
    path: '/sync/v1/watch',
    summary: 'What one of your streams hears of runs from now on; it ends with the stream',
    access: 'user',
    body: watchRequestSchema,
    status: 204,
    response: nothing,
  },
} as const satisfies Record<string, RouteDefinition>;

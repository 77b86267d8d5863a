import { z } from 'zod';
import { idSchema } from '../entities/declaring/fields.ts';
import { commonRefusals } from '../entities/declaring/write-rule.ts';
import { entities, type ReplicatedCollection, replicatedNames } from '../entities/registry.ts';
import { errorCodeSchema } from './errors.ts';
import { nothing, type RouteDefinition } from './route.ts';
import { runSummarySchema } from './runs.ts';

/**
 * The form of replication that a program speaks, sent with its requests in this header. Raised, as the oldest one that is
 * served, when an older program would lose or misread something; fields that were added need neither. Without the header a
 * program takes care of itself.
 */
export const SYNC_VERSION_HEADER = 'x-inbetwin-sync';
export const SYNC_VERSION = 5;
export const OLDEST_SYNC_VERSION = 5;

/** Conversations whose runs one stream watches, over all windows of a device. */
export const MAX_WATCHED = 50;

const collectionSchema = z.enum(replicatedNames as [ReplicatedCollection, ...ReplicatedCollection[]]);

/** A replicated document: the entity's fields, and `_deleted`. */
export const syncDocumentSchema = z.looseObject({ id: z.string().min(1).max(200), _deleted: z.boolean() });
export type SyncDocument = z.infer<typeof syncDocumentSchema>;

/**
 * Opaque. Sequences belong to one backend: another `backend` means to start over. With a `cursor` the first pull is still
 * under way, and what follows it is behind `sequence`.
 */
export const checkpointSchema = z.object({
  backend: z.string().max(100),
  sequence: z.string().max(4000),
  cursor: z.string().max(4000).optional(),
});
export type SyncCheckpoint = z.infer<typeof checkpointSchema>;

export const pullRequestSchema = z.object({
  collection: collectionSchema,
  /** Null: nothing is here yet. */
  checkpoint: checkpointSchema.nullable(),
  limit: z.int().min(1).max(2000),
  /** Tell what `remaining` is. */
  count: z.boolean().optional(),
  /** These documents alone, whatever their place. With no checkpoint, the answer's is where the first pull begins. */
  ids: z.array(z.string().min(1).max(200)).max(200).optional(),
});
export const pullResponseSchema = z.object({
  /** Newest first during a first pull, then in the order of their changes. A page may be empty though more is to come. */
  documents: z.array(syncDocumentSchema),
  checkpoint: checkpointSchema,
  /** Of a first pull's first page: to be kept before anything of it is stored, or a crash forgets from when on deletions matter. */
  beginning: checkpointSchema.optional(),
  /** The checkpoint's backend or place is not known here (another store, or an older backup): every change comes again. */
  restarted: z.literal(true).optional(),
  /** Of the `ids` asked for: those that this answer has no room for, and says nothing about. Ask for them again. */
  rest: z.array(z.string()).optional(),
  /** Pull again from `checkpoint`: there is more than this page. */
  more: z.boolean(),
  /** During a first pull: how many documents there were when it began. */
  total: z.int().min(0).optional(),
  /** Behind a first pull, where `count` asked for it: about how many documents have changed that are not in this page. */
  remaining: z.int().min(0).optional(),
});
export type PullResponse = z.infer<typeof pullResponseSchema>;

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

/** Why the gateway refuses a change: stable codes that the interface words. `reason` says the same in English. */
export const refusalRules = [
  ...new Set([...commonRefusals, ...Object.values(entities).flatMap(({ refusals }) => [...refusals])]),
];
export type RefusalRule = (typeof refusalRules)[number];

export const refusedRowSchema = z.object({
  id: z.string(),
  code: errorCodeSchema,
  /** Absent for what this version does not know. */
  rule: z.enum(refusalRules).optional(),
  /** The field it is about, as a path of names: `bant.need`. */
  field: z.string().optional(),
  /** A sentence in English. */
  reason: z.string(),
});
export type RefusedRow = z.infer<typeof refusedRowSchema>;

export const pushResponseSchema = z.object({
  /** The server's present state of each row that is not stored exactly as it was sent; what was sent is merged into it. */
  conflicts: z.array(syncDocumentSchema),
  /** Never blocks the rows behind it. */
  refused: z.array(refusedRowSchema),
});
export type PushResponse = z.infer<typeof pushResponseSchema>;

/**
 * Server-sent events of `GET /sync/v1/stream`, all collections on one connection. After (re)connecting a client pulls
 * each collection once; from then on every batch follows the one before without a gap.
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
  /** What changed of the runs that this stream watches. `removed`: ids, of any runs. */
  z.object({ type: z.literal('runs'), runs: z.array(runSummarySchema), removed: z.array(z.string()) }),
  /** The server could not keep up with this client, or the backend changed: read again what you show of runs. */
  z.object({ type: z.literal('runs-missed') }),
  /** `stream` names this connection in a `watch` request. `version`: the server's form of replication; those before 5 do not say. */
  z.object({ type: z.literal('ready'), stream: z.string(), version: z.int().optional() }),
]);
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** The runs that a stream hears of, which no device replicates: all, or those of some conversations. */
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

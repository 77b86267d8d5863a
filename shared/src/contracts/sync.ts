import { z } from 'zod';
import { type CollectionName, collectionNames } from '../entities/registry.ts';
import { errorCodeSchema } from './errors.ts';

const collectionSchema = z.enum(collectionNames as [CollectionName, ...CollectionName[]]);

/** A replicated document: the entity's fields, and `_deleted`. */
export const syncDocumentSchema = z.looseObject({ id: z.string().min(1).max(200), _deleted: z.boolean() });
export type SyncDocument = z.infer<typeof syncDocumentSchema>;

/** Sequences belong to one backend: another `backend` means to start over. */
export const checkpointSchema = z.object({ backend: z.string().max(100), sequence: z.string().max(4000) });
export type SyncCheckpoint = z.infer<typeof checkpointSchema>;

export const pullRequestSchema = z.object({
  collection: collectionSchema,
  checkpoint: checkpointSchema.nullable(),
  limit: z.int().min(1).max(2000),
});
export const pullResponseSchema = z.object({ documents: z.array(syncDocumentSchema), checkpoint: checkpointSchema });
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

export const refusedRowSchema = z.object({
  id: z.string(),
  code: errorCodeSchema,
  reason: z.string(),
});
export type RefusedRow = z.infer<typeof refusedRowSchema>;

export const pushResponseSchema = z.object({
  /** The server's present state of each row whose assumed master is out of date. */
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
  z.object({ type: z.literal('ready') }),
]);
export type StreamEvent = z.infer<typeof streamEventSchema>;

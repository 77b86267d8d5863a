import {
  type lookUpRequestSchema,
  lookUpResponseSchema,
  pullResponseSchema,
  type SyncDocument,
} from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { z } from 'zod';
import { type OnceParts, sendOnce } from '../gateway-client.ts';

type LookUp = Omit<z.input<typeof lookUpRequestSchema>, 'collection'>;
/** A page of documents; `next` is the cursor of the following one. */
export type FoundPage = { readonly documents: readonly SyncDocument[]; readonly next?: string | undefined };

/** Reads documents of the server that a person waits for: each request is made once, and its failure is the caller's. */
export type OnDemandClient = {
  /** The present states of up to 200 documents, without those that do not exist. */
  read(collection: ReplicatedCollection, ids: readonly string[]): Promise<readonly SyncDocument[]>;
  lookUp(collection: ReplicatedCollection, query: LookUp): Promise<FoundPage>;
};

export const createOnDemandClient = (parts: OnceParts): OnDemandClient => {
  const read: OnDemandClient['read'] = async (collection, ids) => {
    const request = { collection, checkpoint: null, limit: Math.max(1, ids.length), ids };
    const { documents, rest = [] } = await sendOnce(parts, {
      path: '/sync/v1/pull',
      body: request,
      schema: pullResponseSchema,
    });
    return rest.length === 0 ? documents : [...documents, ...(await read(collection, rest))];
  };
  return {
    read,
    lookUp: (collection, query) =>
      sendOnce(parts, { path: '/sync/v1/look-up', body: { collection, ...query }, schema: lookUpResponseSchema }),
  };
};

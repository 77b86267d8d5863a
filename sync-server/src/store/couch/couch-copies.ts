import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { z } from 'zod';
import { createCouchClient } from './couch-client.ts';
import { OWN_DATABASE } from './couch-store.ts';

const copiesSchema = z
  .object({ cluster: z.object({ n: z.int().min(1) }).optional() })
  .transform(({ cluster }) => cluster?.n ?? 1);

type Settings = { readonly couchUrl?: string; readonly amqpUrl?: string };

/**
 * Throws `store.several_copies` when CouchDB keeps several copies of each document and nothing else assigns work: two servers may then both
 * be told that they took something over, such as a conversation. To be called when the store was checked, which makes its own database.
 */
export const requireOneWriter = async ({ couchUrl, amqpUrl }: Settings): Promise<void> => {
  if (couchUrl === undefined || amqpUrl !== undefined) return;
  const client = createCouchClient({ url: couchUrl });
  const copies = await client.request({ database: OWN_DATABASE }, copiesSchema).finally(client.close);
  if (copies === 1) return;
  throw new Failure(
    'store.several_copies',
    `CouchDB keeps ${copies} copies of each document, so it cannot decide which of two servers does a piece of work.`,
    'Set AMQP_URL to a RabbitMQ server, or use a CouchDB that keeps one copy (`n = 1`).',
  );
};

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { z } from 'zod';
import { createCouchClient } from './couch-client.ts';
import { OWN_DATABASE } from './couch-store.ts';

const copiesSchema = z
  .object({ cluster: z.object({ n: z.int().min(1) }).optional() })
  .transform(({ cluster }) => cluster?.n ?? 1);

type Settings = {
  readonly couchUrl?: string;
  /** The broker that assigns each piece of work to one process. */
  readonly amqpUrl?: string;
};

/**
 * Whether CouchDB keeps several copies of each document: two processes may then both be told that they took something over, such as the
 * lease of a partition. Throws `store.several_copies` unless a broker assigns the work. To be called when the store was checked, which
 * makes its own database.
 */
export const requireAssignedCopies = async ({ couchUrl, amqpUrl }: Settings): Promise<boolean> => {
  if (couchUrl === undefined) return false;
  const client = createCouchClient({ url: couchUrl });
  const copies = await client.request({ database: OWN_DATABASE }, copiesSchema).finally(client.close);
  if (copies === 1 || amqpUrl !== undefined) return copies > 1;
  throw new Failure(
    'store.several_copies',
    `CouchDB keeps ${copies} copies of each document, so it cannot decide which of two processes does a piece of work.`,
    'Set AMQP_URL to a RabbitMQ server, or use a CouchDB that keeps one copy (`n = 1` in its configuration).',
  );
};

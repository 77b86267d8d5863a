import { createHash } from 'node:crypto';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { toInt8, toUnitLength } from '@inbetwin/shared/search/vectors/vector-coding.ts';
import { z } from 'zod';

/** A vector is valid for a passage as long as the passage's text has this digest. */
const recordSchema = z.object({ id: z.string(), digest: z.string(), vector: z.base64() });

/** A vector to store, with the text it was computed from. */
export type RememberedVector = { readonly passageId: string; readonly text: string; readonly vector: Float32Array };

/** One team's vectors of one model, stored on the server with 8 bits per value and never replicated. */
export type VectorCache = {
  /** The name of the database. */
  readonly name: string;
  /** The vectors of the current texts in the order of `passageIds`; undefined where there is none. */
  read(passageIds: readonly string[], texts: readonly string[]): Promise<(Float32Array | undefined)[]>;
  /** Does not keep vectors of passages that were deleted in the meantime. */
  write(vectors: readonly RememberedVector[]): Promise<void>;
  forget(passageIds: readonly string[]): Promise<void>;
};

type CacheOptions = {
  readonly store: DocumentStore;
  readonly teamId: string;
  readonly model: string;
  readonly passages: DocumentCollection;
};

/** The prefix of the names of a team's vector databases. */
export const vectorDatabases = (teamId: string): string => `vectors-${teamId}-`;

/** Opens the cache of a team's vectors for one model. */
export const openVectorCache = ({ store, teamId, model, passages }: CacheOptions): VectorCache => {
  const name = `${vectorDatabases(teamId)}${digestOf(model).slice(0, 12)}`;
  const records = store.collection(`${name}/vectors`);

  const forget = async (passageIds: readonly string[]): Promise<void> => {
    const stored = (await records.getMany(passageIds)).filter(({ deleted }) => !deleted);
    if (stored.length === 0) return;
    await records.write(stored.map(({ id, rev }) => ({ id, rev, deleted: true, body: { id } })));
  };

  return {
    name,
    read: async (passageIds, texts) => {
      const stored = new Map((await records.getMany(passageIds)).map((document) => [document.id, document]));
      return passageIds.map((id, at) => {
        const record = recordSchema.safeParse(stored.get(id)?.body).data;
        return record?.digest === digestOf(texts[at] ?? '') ? decode(record.vector) : undefined;
      });
    },
    write: async (vectors) => {
      const ids = vectors.map(({ passageId }) => passageId);
      const stored = new Map((await records.getMany(ids)).map(({ id, deleted, rev }) => [id, deleted ? {} : { rev }]));
      await records.write(
        vectors.map(({ passageId: id, text, vector }) => ({
          id,
          ...stored.get(id),
          body: { id, digest: digestOf(text), vector: encode(vector) },
        })),
      );
      // Checked after the write, because later deletions are handled by whoever observes them.
      const gone = (await passages.getMany(ids)).filter(({ deleted }) => deleted).map(({ id }) => id);
      if (gone.length > 0) await forget(gone);
    },
    forget,
  };
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const encode = (vector: Float32Array): string => Buffer.from(toInt8(vector).buffer).toString('base64');

const decode = (text: string): Float32Array =>
  toUnitLength(Float32Array.from(Int8Array.from(Buffer.from(text, 'base64'))));

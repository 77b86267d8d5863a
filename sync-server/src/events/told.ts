import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DomainEvent } from '@inbetwin/shared/contracts/events.ts';
import type { Change, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';

/** What others were told of one document. */
export type ToldRecord = {
  readonly id: string;
  /** Undefined before the record is stored. */
  readonly rev?: string;
  /** What its teller remembers of the state that was told last. */
  readonly told?: object | undefined;
  /** Events that lead to that state and may not have been published. */
  readonly unsure: readonly DomainEvent[];
};

/** What others were told of a team's documents, in a database of its own, so that nobody who follows the team reads it. */
export type Told = {
  /** The records of these documents, in their order. */
  read(changes: readonly Change[]): Promise<readonly ToldRecord[]>;
  /** Resolves to the records with their new revisions. Throws `document.conflict` if another process has written one of them. */
  write(records: readonly ToldRecord[]): Promise<readonly ToldRecord[]>;
};

// They were valid when they were derived; a later version may have another schema for new ones.
const eventSchema = z.custom<DomainEvent>((value) => z.object({ id: z.string() }).safeParse(value).success);
const bodySchema = z.object({ told: z.record(z.string(), z.unknown()).optional(), unsure: z.array(eventSchema) });

export const openTold = (store: DocumentStore, teamId: string): Told => {
  const records = store.collection(`events-${teamId}/told`);
  return {
    read: async (changes) => {
      if (changes.length === 0) return [];
      const ids = changes.map(({ collection, id }) => `${collection}:${id}`);
      const stored = new Map((await records.getMany(ids)).map((record) => [record.id, record]));
      return ids.map((id) => {
        const record = stored.get(id);
        return record ? { id, rev: record.rev, ...bodySchema.parse(record.body) } : { id, unsure: [] };
      });
    },
    write: async (rows) => {
      if (rows.length === 0) return [];
      const results = await records.write(
        rows.map(({ id, rev, ...body }) => ({ id, ...(rev !== undefined && { rev }), body: { id, ...body } })),
      );
      return rows.map((row, at) => {
        const result = results[at];
        if (result?.ok) return { ...row, rev: result.rev };
        throw new Failure('document.conflict', 'Another process tells the events of the team.', 'Try again.');
      });
    },
  };
};

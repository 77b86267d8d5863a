import type { LeadDocuments } from '@inbetwin/shared/leads/lead-documents.ts';
import type { FindQuery } from '@inbetwin/shared/ports/document-store.ts';
import type { MangoQuery, RxCollection } from 'rxdb';
import { reportFailure } from '../base/report-failure.ts';
import type { Workspace } from './workspace-database.ts';

/** Gives the use cases of `shared/leads` access to the documents on this device. */
export const leadDocumentsOf = ({ collections }: Workspace): LeadDocuments => ({
  contacts: readable(collections.contacts),
  twins: readable(collections.twins),
  messages: readable(collections.messages),
  leads: {
    ...readable(collections.leads),
    update: async (idOrDocument, change) => {
      const id = typeof idOrDocument === 'string' ? idOrDocument : idOrDocument.id;
      const document = await collections.leads.findOne(id).exec();
      const current = document?.toMutableJSON();
      // RxDB would write a new revision, to be sent to the server, even if nothing changed.
      if (!document || !current || change(current) === current) return current;
      return (await document.incrementalModify(change)).toMutableJSON();
    },
  },
});

const readable = <T extends { id: string }>(collection: RxCollection<T>) => ({
  get: async (id: string) => (await collection.findOne(id).exec())?.toMutableJSON() as T | undefined,
  find: async (query: FindQuery) => {
    const found = await collection.find(mangoOf<T>(query)).exec();
    return { items: found.map((document) => document.toMutableJSON() as T) };
  },
});

const mangoOf = <T>({ index, equals, descending = false, limit }: FindQuery): MangoQuery<T> => {
  const direction = descending ? 'desc' : 'asc';
  return {
    selector: Object.fromEntries(equals.map((value, at) => [index[at], value])),
    sort: index.slice(equals.length).map((field) => ({ [field]: direction })),
    limit,
  } as MangoQuery<T>;
};

/**
 * Recalculates the scores of a contact's leads from what this device knows; the server does the same once it has the change. If that fails,
 * the error is reported and the change itself is unaffected.
 */
export const renewScoresHere = async (workspace: Workspace, contactId: string): Promise<void> => {
  try {
    // The code that analyzes messages is a tenth of the script and is not needed for the first screen.
    const { renewScores } = await import('@inbetwin/shared/leads/renew-scores.ts');
    await renewScores(leadDocumentsOf(workspace), contactId, Date.now());
  } catch (error) {
    reportFailure(error);
  }
};

import type { LeadDocuments } from '@inbetwin/shared/leads/lead-documents.ts';
import type { FindQuery } from '@inbetwin/shared/ports/document-store.ts';
import type { MangoQuery, RxCollection } from 'rxdb';
import { reportFailure } from '../base/report-failure.ts';
import type { Workspace } from './workspace-database.ts';

/** The documents of this device as the use cases of `shared/leads` read and write them. */
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
      // RxDB writes a revision, which waits for the server, even where nothing has changed.
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
 * Scores a contact's leads by what this device knows; the server does so once it has the change. A score that cannot be computed
 * takes nothing from the change itself.
 */
export const renewScoresHere = async (workspace: Workspace, contactId: string): Promise<void> => {
  try {
    // What it takes to understand messages is a tenth of the script, and nothing that is shown first needs it.
    const { renewScores } = await import('@inbetwin/shared/leads/renew-scores.ts');
    await renewScores(leadDocumentsOf(workspace), contactId, Date.now());
  } catch (error) {
    reportFailure(error);
  }
};

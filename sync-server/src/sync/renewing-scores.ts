import type { PushRequest } from '@inbetwin/shared/contracts/sync.ts';
import { renewScores } from '@inbetwin/shared/leads/renew-scores.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { SyncGateway } from '../http/machinery/services.ts';

type Parts = { readonly documentsOf: (teamId: string) => TeamDocuments; readonly clock: Clock };

/**
 * Updates a customer's score before the device that changed the contact, its twin, or a lead gets its response. After a crash in between,
 * the unanswered rows are pushed again and scored then.
 */
export const renewingScores = (gateway: SyncGateway, { documentsOf, clock }: Parts): SyncGateway => ({
  ...gateway,
  push: async (caller, request) => {
    const answer = await gateway.push(caller, request);
    const refused = new Set(answer.refused.map(({ id }) => id));
    const taken = request.rows.filter(({ newDocumentState }) => !refused.has(newDocumentState.id));
    const contacts = new Set(taken.flatMap((row) => contactOf(request.collection, row)));
    for (const id of contacts) await renewScores(documentsOf(caller.teamId), id, clock());
    return answer;
  },
});

/** The contact whose score a row may affect. A deleted lead affects none. */
const contactOf = (
  collection: PushRequest['collection'],
  { newDocumentState }: PushRequest['rows'][number],
): readonly string[] => {
  if (collection === 'contacts' || collection === 'twins') return [newDocumentState.id];
  const { contactId } = newDocumentState;
  return collection === 'leads' && typeof contactId === 'string' ? [contactId] : [];
};

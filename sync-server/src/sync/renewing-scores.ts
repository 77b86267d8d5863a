import type { PushRequest } from '@inbetwin/shared/contracts/sync.ts';
import { renewScores } from '@inbetwin/shared/leads/renew-scores.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { SyncGateway } from '../http/machinery/services.ts';

type Parts = { readonly documentsOf: (teamId: string) => TeamDocuments; readonly clock: Clock };

/**
 * What a device changes of a contact, its twin or a lead is scored before the device is answered. A crash in between leaves the rows
 * unanswered, so they come again and are scored then.
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

/** Whom a row tells something of. A lead that is deleted tells nothing. */
const contactOf = (
  collection: PushRequest['collection'],
  { newDocumentState }: PushRequest['rows'][number],
): readonly string[] => {
  if (collection === 'contacts' || collection === 'twins') return [newDocumentState.id];
  const { contactId } = newDocumentState;
  return collection === 'leads' && typeof contactId === 'string' ? [contactId] : [];
};

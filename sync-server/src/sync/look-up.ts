import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { LookUpResponse, lookUpRequestSchema } from '@inbetwin/shared/contracts/sync.ts';
import { storeIndexesOf } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { entities } from '@inbetwin/shared/entities/registry.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { encodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';
import { openTeamCollection } from '@inbetwin/shared/ports/team-documents.ts';
import type { z } from 'zod';
import type { Caller } from '../accounts/access-token.ts';
import { findWithin, type Range } from './bounded-reading.ts';
import { toSyncDocument } from './team-collections.ts';

type LookUpRequest = z.infer<typeof lookUpRequestSchema>;

/** Reads one page of the documents with a value in a field, for a device that does not hold all of them. */
export const lookUp = async (
  store: DocumentStore,
  { teamId }: Pick<Caller, 'teamId'>,
  request: LookUpRequest,
): Promise<LookUpResponse> => {
  const { collection, limit } = request;
  const range = rangeOf(request);
  const stored = openTeamCollection(store, teamId, collection);
  const { documents, next } = await findWithin(stored, { ranges: [range], limit, cursor: cursorOf(request, range) });
  return { documents: documents.map(toSyncDocument), ...(next !== undefined && { next }) };
};

const rangeOf = ({ collection, field, value }: LookUpRequest): Range => {
  const { ofLargeTeams } = entities[collection];
  const index = storeIndexesOf(entities[collection]).find(([first, ...rest]) => first === field && rest.length > 0);
  if (!index) {
    const hint = 'A collection is looked up by the first field of one of its indexes.';
    throw new Failure('request.invalid', `${collection} cannot be looked up by ${field}.`, hint);
  }
  return { index, equals: [value], descending: ofLargeTeams !== 'everything' && ofLargeTeams.descending };
};

/** A position before all documents of the time that the page ends at. */
const cursorOf = ({ collection, field, before, cursor }: LookUpRequest, range: Range): string | undefined => {
  if (before === undefined || cursor !== undefined) return cursor;
  if (range.index.length !== 2 || !range.descending) {
    const hint = 'Use the cursor of the first page.';
    throw new Failure('request.invalid', `${collection} by ${field} are not in descending order of time.`, hint);
  }
  return encodeCursor({ ...range, limit: 1 }, { values: [before], id: '' });
};

import type { WorkKind } from '@inbetwin/shared/entities/work.ts';
import type { MangoQuery } from 'rxdb';
import { type LocalDocument, UNDECIDED } from '../../database/local-keys.ts';

type WorkQuery = MangoQuery<LocalDocument<'work'>>;

/** Every approval that waits for a decision. */
export const openApprovals = {
  selector: { kind: 'approval', state: 'open' },
  index: ['kind', 'state', 'dueAt'],
} satisfies WorkQuery;

/** The latest decision first; of a request that was withdrawn, when that was. */
export const decidedApprovals = (limit: number): WorkQuery => ({
  selector: { 'local.decided': { $lt: UNDECIDED } },
  sort: [{ 'local.decided': 'asc' }, { id: 'asc' }],
  index: ['local.decided'],
  limit,
});

/** What agents laid before a person in this conversation, and nobody has decided. */
export const waitingIn = (kind: Extract<WorkKind, 'approval' | 'suggestion'>, conversationId: string): WorkQuery => ({
  selector: { 'local.waitsIn': conversationId, kind },
  index: ['local.waitsIn', 'kind'],
});

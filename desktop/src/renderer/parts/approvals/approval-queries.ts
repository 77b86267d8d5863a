import type { WorkKind } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import type { MangoQuery } from 'rxdb';
import { type LocalDocument, NOT_ASKED, UNDECIDED } from '../../database/local-keys.ts';

type WorkQuery = MangoQuery<LocalDocument<'work'>>;
type Page = { readonly skip?: number; readonly limit: number };

/** Which approvals to list, and in which order. */
export type ApprovalView = {
  readonly tab: 'open' | 'decided';
  /** The order of pending approvals. Decided ones are always listed with the latest decision first. */
  readonly order: 'oldest' | 'newest';
};

/** Queries that count pending and decided approvals. */
export const approvalsIn = {
  open: { selector: { 'local.asked': { $lt: NOT_ASKED } } },
  decided: { selector: { 'local.decided': { $lt: UNDECIDED } } },
} as const satisfies Readonly<Record<ApprovalView['tab'], WorkQuery>>;

/** A page of a view in its order; a withdrawn request counts as decided at the time of its withdrawal. */
export const approvalPage = ({ tab, order }: ApprovalView, page: Page): WorkQuery => {
  const key = tab === 'open' ? 'local.asked' : 'local.decided';
  const direction = tab === 'open' && order === 'newest' ? 'desc' : 'asc';
  return { ...approvalsIn[tab], sort: [{ [key]: direction }, { id: direction }], index: [key, 'id'], ...page };
};

/** Undecided requests that agents made in this conversation. */
export const waitingIn = (kind: Extract<WorkKind, 'approval' | 'suggestion'>, conversationId: string): WorkQuery => ({
  selector: { 'local.waitsIn': conversationId, kind },
  index: ['local.waitsIn', 'kind'],
});

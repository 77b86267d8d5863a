import type { Work } from '@inbetwin/shared/entities/work.ts';
import { useMemo } from 'react';
import type { LocalDocument } from '../../database/local-keys.ts';
import { type ListWindow, useListTotal, useLiveWindow, useWindowFrom } from '../../workspace/live/list-window.ts';
import { useLive, useLiveCount } from '../../workspace/live/use-live.ts';
import { type ApprovalView, approvalPage, approvalsIn, waitingIn } from './approval-queries.ts';
import { inOrder } from './decide.ts';

/** The approvals of a view, as far as a screen needs them. */
export type ApprovalsInView = {
  /** The rows around the visible ones; undefined until they are read. */
  readonly rows: ListWindow<Work> | undefined;
  /** The total number; undefined until they are counted. */
  readonly total: number | undefined;
  /** The first approval of the whole list; undefined until it is read, and if there is none. */
  readonly uppermost: Work | undefined;
};

/** The approvals of a view around the row at `first`, updated after every change. */
export const useApprovals = ({ tab, order }: ApprovalView, first: number): ApprovalsInView => {
  const found = useLiveWindow<LocalDocument<'work'>>(
    ({ collections }, page) => collections.work.find(approvalPage({ tab, order }, page)),
    useWindowFrom(first),
    [tab, order],
  );
  const [uppermost] =
    useLive(({ collections }) => collections.work.find(approvalPage({ tab, order }, { limit: 1 })), [tab, order]) ?? [];
  // While a different tab is being read, the rows of the previous one are still present.
  const rows = found?.items.every(({ state }) => (state === 'open') === (tab === 'open')) ? found : undefined;
  const total = useListTotal(rows, ({ collections }) => collections.work.count(approvalsIn[tab]), [tab]);
  return { rows, total, uppermost };
};

/** The pending approvals of this conversation, oldest first. */
export const useApprovalsOf = (conversationId: string): readonly Work[] => {
  const found = useLive(
    ({ collections }) => collections.work.find(waitingIn('approval', conversationId)),
    [conversationId],
  );
  return useMemo(() => inOrder(found ?? []), [found]);
};

/** The number of pending approvals. */
export const useApprovalCount = (): number =>
  useLiveCount(({ collections }) => collections.work.count(approvalsIn.open), []) ?? 0;

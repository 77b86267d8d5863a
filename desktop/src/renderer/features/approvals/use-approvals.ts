import type { Work } from '@inbetwin/shared/entities/work.ts';
import { useMemo } from 'react';
import { useLive, useLiveCount } from '../../database/use-live.ts';
import { decidedApprovals, openApprovals, waitingIn } from './approval-queries.ts';
import { inOrder } from './decide.ts';

export const approvalTabs = ['open', 'decided'] as const;
export type ApprovalTab = (typeof approvalTabs)[number];
export type ApprovalOrder = 'oldest' | 'newest';

type View = {
  readonly tab: ApprovalTab;
  readonly order: ApprovalOrder;
  /** Of those that are decided; those that wait are all there. */
  readonly limit: number;
};

/** The approvals of a view in its order; undefined until they are read. */
export const useApprovals = ({ tab, order, limit }: View): readonly Work[] | undefined => {
  const found = useLive(
    ({ collections }) => collections.work.find(tab === 'open' ? openApprovals : decidedApprovals(limit)),
    [tab, limit],
  );
  return useMemo(
    // While another tab is read, the one before is still there.
    () => {
      const own = found?.filter(({ state }) => (state === 'open') === (tab === 'open'));
      return own && (tab === 'open' ? inOrder(own, order) : own);
    },
    [found, tab, order],
  );
};

/** What agents of this conversation wait for, the oldest first. */
export const useApprovalsOf = (conversationId: string): readonly Work[] => {
  const found = useLive(
    ({ collections }) => collections.work.find(waitingIn('approval', conversationId)),
    [conversationId],
  );
  return useMemo(() => inOrder(found ?? [], 'oldest'), [found]);
};

/** How many wait for a decision. */
export const useApprovalCount = (): number =>
  useLiveCount(({ collections }) => collections.work.count({ selector: openApprovals.selector }), []) ?? 0;

import type { Work } from '@inbetwin/shared/entities/work.ts';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { MousePointerClick, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../base/shortcuts.ts';
import { useOnePane } from '../../base/use-media.ts';
import { useSettled } from '../../base/use-settled.ts';
import { neighborOf } from '../../parts/approvals/decide.ts';
import { useApprovals } from '../../parts/approvals/use-approvals.ts';
import { useEmptyWords } from '../../parts/sync/use-empty-words.ts';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { itemAt } from '../../workspace/live/list-window.ts';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { ApprovalDetail } from './approval-detail.tsx';
import { ApprovalList } from './approval-list.tsx';
import { useArrows } from './use-arrows.ts';

/** The screen of approvals: the list next to one request, or only one of them on a narrow screen. */
export const ApprovalsScreen = () => {
  const { approvalId } = useParams({ strict: false });
  const address = useSearch({ from: '/approvals' });
  const tab = address.decided ? 'decided' : 'open';
  const order = address.newest ? 'newest' : 'oldest';
  const navigate = useNavigate();
  const onePane = useOnePane();
  const [first, setFirst] = useState(0);
  const { rows, total, uppermost } = useApprovals({ tab, order }, first);
  const shown = useSettled(rows);
  // With space for both, the first request is selected by default.
  const selectedId = approvalId ?? (onePane ? undefined : uppermost?.id);

  const open = (approval: Work | undefined): void => {
    if (!approval) return;
    void navigate({
      to: '/approvals/$approvalId',
      params: { approvalId: approval.id },
      search: address,
      replace: approvalId !== undefined,
    });
  };
  const leave = (): void => void navigate({ to: '/approvals', search: address, replace: true });
  const move = (step: 1 | -1): void => {
    const at = shown?.items.findIndex(({ id }) => id === selectedId) ?? -1;
    open(at < 0 ? itemAt(shown, first) : shown?.items[at + step]);
  };
  useShortcuts({ next: () => move(1), previous: () => move(-1) });
  useArrows(move);
  const afterDecision = (): void => {
    const next = neighborOf(shown?.items ?? [], selectedId);
    if (tab === 'open' && next) open(next);
    else leave();
  };

  return (
    <div className="flex h-full">
      {(!onePane || approvalId === undefined) && (
        <div className="flex h-full w-[clamp(320px,26vw,380px)] shrink-0 flex-col border-r border-line max-panes:w-full max-panes:border-0">
          <ApprovalList
            rows={shown}
            total={total}
            tab={tab}
            order={order}
            selectedId={selectedId}
            onFirstShown={setFirst}
          />
        </div>
      )}
      {(!onePane || approvalId !== undefined) && (
        <div className="h-full min-w-0 flex-1 bg-surface">
          <Selected id={selectedId} hasMore={uppermost !== undefined} onLeave={leave} onDecided={afterDecision} />
        </div>
      )}
    </div>
  );
};

type SelectedProps = {
  readonly id: string | undefined;
  readonly hasMore: boolean;
  readonly onLeave: () => void;
  readonly onDecided: () => void;
};

const Selected = ({ id, hasMore, onLeave, onDecided }: SelectedProps) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const found = useSettled(useDocument('work', id));
  if (id === undefined) {
    return hasMore ? <EmptyState icon={MousePointerClick} text={t('approvals.empty.choose')} /> : null;
  }
  if (found === undefined) return null;
  if (!found?.approval) return <EmptyState icon={SearchX} text={emptyWords(t('approvals.missing'))} />;
  // The previous request stays visible until the next one is read.
  return (
    <ApprovalDetail key={found.id} approval={found} about={found.approval} onLeave={onLeave} onDecided={onDecided} />
  );
};

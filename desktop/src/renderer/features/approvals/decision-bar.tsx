import { useTranslation } from 'react-i18next';
import { shortcuts, useShortcuts } from '../../base/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { Keys } from '../../ui/keys.tsx';

type DecisionBarProps = {
  /** Whether there are unsaved changes; approving then refers to the agent's original. */
  readonly hasDraft: boolean;
  readonly onApprove: () => void;
  readonly onChange: () => void;
  readonly onRefuse: () => void;
};

/** The three possible decisions with their shortcuts. */
export const DecisionBar = ({ hasDraft, onApprove, onChange, onRefuse }: DecisionBarProps) => {
  const { t } = useTranslation();
  useShortcuts({ approve: onApprove, change: onChange, refuse: onRefuse });
  const touchable = 'max-panes:min-h-11 max-panes:flex-1';
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line px-6 py-3 max-panes:px-3">
      <Button look="primary" onClick={onApprove} className={touchable}>
        {t(hasDraft ? 'approvals.approveSame' : 'approvals.approve')}
        <Keys keys={shortcuts.approve.keys} />
      </Button>
      <Button onClick={onChange} className={touchable}>
        {t('approvals.change')}
        <Keys keys={shortcuts.change.keys} />
      </Button>
      <Button onClick={onRefuse} className={touchable}>
        {t('approvals.refuse')}
        <Keys keys={shortcuts.refuse.keys} />
      </Button>
      <span className="ml-auto inline-flex items-center gap-1 text-12 text-muted max-panes:hidden pointer-coarse:hidden">
        <Keys keys={['J', 'K']} /> {t('approvals.keys.move')}
      </span>
    </div>
  );
};

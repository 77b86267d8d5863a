import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Keys } from '../../../ui/keys.tsx';

/** The shortcuts for navigating and marking, on devices with a keyboard; undo is always available as a button. */
export const KeyLegend = ({ onUndo }: { readonly onUndo: (() => void) | undefined }) => {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-muted">
      <span className="inline-flex items-center gap-1 max-panes:hidden pointer-coarse:hidden">
        <Keys keys={['J', 'K']} /> {t('searchLab.keysMove')}
      </span>
      <span className="inline-flex items-center gap-1 max-panes:hidden pointer-coarse:hidden">
        <Keys keys={['2', '1', '0']} /> {t('searchLab.keysMark')}
      </span>
      <Button look="quiet" disabled={!onUndo} onClick={onUndo} className="-mr-2">
        <Undo2 size={14} aria-hidden />
        {t('action.undo')}
        <Keys keys={['U']} />
      </Button>
    </div>
  );
};

import { useTranslation } from 'react-i18next';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** Says that a list or search covers only what this device holds of a large team; nothing if it holds everything. */
export const LeftOutNote = ({ of, className }: { readonly of: 'contacts' | 'leads'; readonly className?: string }) => {
  const { t } = useTranslation();
  const { leftOut } = useSyncState('leftOut');
  return leftOut?.[of] ? <p className={className}>{t(`sync.leftOut.${of}`)}</p> : null;
};

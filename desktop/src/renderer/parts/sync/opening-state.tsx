import { CloudDownload, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { useEmptyWords } from './use-empty-words.ts';
import type { useOpening } from './use-opening.ts';

type OpeningStateProps = ReturnType<typeof useOpening> & {
  /** Shown if it does not exist. */
  readonly missing: string;
  readonly children: ReactNode;
};

/** Shown in place of something that is not on this device, while it is downloaded or if it cannot be. */
export const OpeningState = ({ opening, retry, missing, children }: OpeningStateProps) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  if (opening === 'gone' || opening === 'done') {
    return (
      <EmptyState icon={SearchX} text={opening === 'gone' ? emptyWords(missing) : missing}>
        {children}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CloudDownload} text={t(`sync.opening.${opening}`)}>
      {opening === 'failed' && <Button onClick={retry}>{t('action.retry')}</Button>}
      {opening !== 'asking' && children}
    </EmptyState>
  );
};

import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft, FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useGoBack } from '../../base/use-go-back.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { useLive } from '../../workspace/live/use-live.ts';
import { SetTab } from './queries/set-tab.tsx';
import { TryTab } from './results/try-tab.tsx';

/** The search lab, where a team tries search, judges its results, and measures it. */
export const SearchLabScreen = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const goBack = useGoBack('/knowledge');
  const { tab = 'try' } = useSearch({ from: '/knowledge/lab' });
  const first = useLive(({ collections }) => collections.passages.find({ limit: 1 }), []);
  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2 max-panes:pl-2">
        <IconButton icon={ArrowLeft} label={t('action.back')} onClick={goBack} />
        <h1 className="min-w-0 flex-1 truncate text-16 font-semibold">{t('searchLab.title')}</h1>
        <Segmented
          label={t('searchLab.view')}
          value={tab}
          options={[
            { value: 'try', label: t('searchLab.try') },
            { value: 'set', label: t('searchLab.set') },
          ]}
          onChange={(chosen) =>
            void navigate({
              to: '/knowledge/lab',
              search: ({ tab: _, ...rest }) => (chosen === 'set' ? { ...rest, tab: chosen } : rest),
            })
          }
        />
      </header>
      {first?.length === 0 && tab === 'try' ? (
        <EmptyState icon={FlaskConical} text={t('searchLab.noKnowledge')}>
          <Link to="/knowledge" className={buttonClass('primary')}>
            {t('searchLab.addKnowledge')}
          </Link>
        </EmptyState>
      ) : tab === 'set' ? (
        <SetTab />
      ) : (
        <TryTab />
      )}
    </div>
  );
};

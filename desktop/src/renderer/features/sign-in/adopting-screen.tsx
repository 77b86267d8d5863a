import { useTranslation } from 'react-i18next';
import type { Adopting } from '../../workspace/local-workspace.ts';
import { Logo } from './logo.tsx';

/** Shows the progress of taking a workspace without a server over into the team's. */
export const AdoptingScreen = ({ adopting }: { readonly adopting: Adopting }) => {
  const { t } = useTranslation();
  const isWaiting = adopting === 'waiting';
  const words = isWaiting ? t('local.adopting.waiting') : t('local.adopting.progress', adopting);
  return (
    <main className="flex h-dvh flex-col overflow-y-auto bg-bg">
      <div className="m-auto flex w-full max-w-96 flex-col gap-4 p-6">
        <Logo />
        <h1 className="text-20 font-semibold text-balance">{t('local.adopting.title')}</h1>
        <progress
          {...(isWaiting ? {} : { value: adopting.done, max: Math.max(1, adopting.total) })}
          aria-label={t('local.adopting.title')}
          aria-valuetext={words}
          className="h-1 w-full accent-accent"
        />
        <p className="numbers text-14" role="status">
          {words}
        </p>
        <p className="text-14 text-pretty text-muted">{t('local.adopting.safe')}</p>
      </div>
    </main>
  );
};

import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { Button } from '../../ui/button.tsx';

/** In a workspace without a server: why this waits for one, and the way to it. */
export const NeedsServer = ({ why }: { readonly why: string }) => (
  <div className="flex flex-col items-start gap-3">
    <p className="text-muted">{why}</p>
    <JoinButton />
  </div>
);

export const JoinButton = ({ look = 'plain' }: { readonly look?: 'plain' | 'primary' }) => {
  const { t } = useTranslation();
  return (
    <Button look={look} onClick={() => overlay.show('join-team')}>
      {t('local.join.action')}
    </Button>
  );
};

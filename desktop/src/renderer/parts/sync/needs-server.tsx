import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { Button } from '../../ui/button.tsx';

/** Shown in a workspace without a server in place of something that needs one, with a button to join a team. */
export const NeedsServer = ({ why }: { readonly why: string }) => (
  <div className="flex flex-col items-start gap-3">
    <p className="text-muted">{why}</p>
    <JoinButton />
  </div>
);

/** A button that opens the dialog for joining a team. */
export const JoinButton = ({ look = 'plain' }: { readonly look?: 'plain' | 'primary' }) => {
  const { t } = useTranslation();
  return (
    <Button look={look} onClick={() => overlay.show('join-team')}>
      {t('local.join.action')}
    </Button>
  );
};

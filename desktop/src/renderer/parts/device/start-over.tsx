import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { planRemoval } from '../../workspace/removals.ts';
import { UnsentSummary } from './unsent-summary.tsx';
import { useUnsent } from './use-unsent.ts';

/** Deletes this device's copy and downloads everything again, after offering to save what the server does not have. */
export const StartOver = ({ workspaceName }: { readonly workspaceName: string }) => {
  const { t } = useTranslation();
  const { isLocal } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const unsent = useUnsent(workspaceName, isAsking);
  const startOver = (): void => {
    planRemoval(workspaceName);
    window.location.reload();
  };
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>
        <RotateCcw size={16} aria-hidden />
        {t(isLocal ? 'local.storage.startOver' : 'device.startOver.action')}
      </Button>
      <Confirm
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t(isLocal ? 'local.storage.startOver' : 'device.startOver.title')}
        text={
          <>
            <p>{t(isLocal ? 'local.storage.startOverText' : 'device.startOver.text')}</p>
            <UnsentSummary workspaceName={workspaceName} unsent={unsent} />
          </>
        }
        action={t(isLocal ? 'local.storage.startOverConfirm' : 'device.startOver.confirm')}
        onConfirm={startOver}
      />
    </>
  );
};

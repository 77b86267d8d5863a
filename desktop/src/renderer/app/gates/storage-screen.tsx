import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { StorageFailure } from '../../base/storage-failure.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { StartOver } from '../../parts/device/start-over.tsx';
import { UnsentSummary } from '../../parts/device/unsent-summary.tsx';
import { useUnsent } from '../../parts/device/use-unsent.ts';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

type StorageScreenProps = { readonly failure: StorageFailure; readonly workspaceName?: string };

/** Shown when the workspace cannot be opened: what happened, what is safe, what to do, and what starting over would lose. */
export const StorageScreen = ({ failure, workspaceName }: StorageScreenProps) => {
  const { t } = useTranslation();
  const unsent = useUnsent(workspaceName, true);
  const { isLocal } = useSession();
  const whatToDo =
    (isLocal ? wordFor('local.storage', failure.code) : undefined) ?? wordFor('device.whatToDo', failure.code);
  return (
    <div role="alert" className="grid h-dvh place-items-center overflow-y-auto bg-bg p-6">
      <div className="flex max-w-md flex-col items-start gap-4">
        <HardDrive size={24} className="text-danger" aria-hidden />
        <h1 className="text-20 font-semibold">{wordFor('device.happened', failure.code)}</h1>
        <p className="text-14">{whatToDo}</p>
        <p className="text-14 text-muted">{t(isLocal ? 'local.storage.safe' : 'device.safe')}</p>
        {workspaceName !== undefined && (
          <div className="text-14 text-muted">
            <UnsentSummary workspaceName={workspaceName} unsent={unsent} />
          </div>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary" onClick={() => window.location.reload()}>
            {t('errors.reload')}
          </Button>
          {workspaceName !== undefined && <StartOver workspaceName={workspaceName} />}
          <CopyButton
            label={`${t('errors.code')}: ${failure.code}`}
            text={[failure.code, failure.message, failure.stack].filter(Boolean).join('\n')}
          />
        </div>
        <p className="max-h-24 max-w-full overflow-y-auto font-mono text-12 text-faint [overflow-wrap:anywhere]">
          {failure.message}
        </p>
      </div>
    </div>
  );
};

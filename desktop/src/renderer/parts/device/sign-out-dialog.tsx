import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Overlay, overlay } from '../../base/overlay.ts';
import { reportFailure } from '../../base/report-failure.ts';
import { session, useSession } from '../../session/session.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { UnsentSummary } from './unsent-summary.tsx';
import { signOutAndRemove } from './use-sign-out.ts';
import { useUnsent } from './use-unsent.ts';

/** Asks before signing out: shows what is unsent, and whether the data stays on this device. */
export const SignOutDialog = ({ shown }: { readonly shown: Overlay }) => {
  const { t } = useTranslation();
  const { name } = useWorkspace();
  const { isLocal } = useSession();
  const open = shown === 'sign-out' || shown === 'sign-out-and-remove';
  const unsent = useUnsent(name, open);
  const [isRemoving, setIsRemoving] = useState(false);
  useEffect(() => setIsRemoving(shown === 'sign-out-and-remove'), [shown]);
  const close = (): void => overlay.show(undefined);
  const signOut = (): void => {
    close();
    (isRemoving ? signOutAndRemove(name) : session.signOut()).catch(reportFailure);
  };
  return (
    <Confirm
      open={open}
      onOpenChange={(next) => !next && close()}
      title={t('device.signOut.title')}
      text={
        <>
          <UnsentSummary workspaceName={name} unsent={unsent} />
          <label className="flex min-h-8 items-center gap-2 text-text max-panes:min-h-11">
            <input
              type="checkbox"
              checked={isRemoving}
              onChange={(event) => setIsRemoving(event.target.checked)}
              className="size-4 accent-accent"
            />
            {t('device.signOut.remove')}
          </label>
          <p>
            {isRemoving ? t('device.signOut.removed') : t(isLocal ? 'local.account.signOut' : 'device.signOut.keep')}
          </p>
        </>
      }
      action={isRemoving ? t('device.signOut.confirmRemove') : t('device.signOut.confirmKeep')}
      onConfirm={signOut}
    />
  );
};

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Logo } from './logo.tsx';
import { SessionErrorNotice } from './session-error.tsx';

type JoinByLinkProps = { readonly token: string; readonly onDone: () => void };

/** Asks for confirmation after a sign-in link was opened in a workspace without a server, so that nothing leaves this device unasked. */
export const JoinByLink = ({ token, onDone }: JoinByLinkProps) => {
  const { t } = useTranslation();
  const { redeemLink, error } = useSession();
  const [ignored] = useState(error);
  const [isWorking, setIsWorking] = useState(false);
  const join = async (): Promise<void> => {
    setIsWorking(true);
    const outcome = await redeemLink(token).finally(() => setIsWorking(false));
    if (outcome === 'entered') onDone();
  };
  return (
    <main className="flex h-dvh flex-col overflow-y-auto bg-bg">
      <div className="m-auto flex w-full max-w-96 flex-col gap-6 p-6">
        <header className="flex flex-col gap-3">
          <Logo />
          <h1 className="text-26 font-semibold tracking-tight text-balance">{t('local.join.byLink')}</h1>
          <p className="text-14 text-pretty text-muted">{t('local.join.text')}</p>
        </header>
        {error && error !== ignored && !isWorking && <SessionErrorNotice error={error} />}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" disabled={isWorking} onClick={() => void join()}>
            {isWorking ? t('signIn.working') : t('local.join.action')}
          </Button>
          <Button disabled={isWorking} onClick={onDone}>
            {t('local.join.stay')}
          </Button>
        </div>
      </div>
    </main>
  );
};

import { channelRoutes } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { callServer } from '../../../session/call-server.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Screen } from '../../../ui/layout/screen.tsx';
import { ConnectFailure } from './connect-failure.tsx';

/** The page to which a platform redirects an administrator after signing in; it completes the connection. */
export const SignedInScreen = () => {
  const { t } = useTranslation();
  const { answer } = useParams({ from: '/settings/signed-in/$answer' });
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>();
  const isBegun = useRef(false);

  const complete = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const body = Object.fromEntries(new URLSearchParams(answer));
      const channel = await callServer(channelRoutes.completeAuthorization, { body });
      toast(t('settings.channels.connected', { name: channel.name }));
      // Replaces the history entry, because the platform's answer can be used only once.
      await navigate({ to: '/settings', hash: 'channels', replace: true });
    } catch (error) {
      setFailure(error);
    }
  };
  useEffect(() => {
    // An answer can be used only once.
    if (!isBegun.current) void complete();
    isBegun.current = true;
  });

  return (
    <Screen title={t('settings.section.channels')}>
      <div className="mx-auto flex w-full max-w-2xl flex-col gap-3 p-6 max-panes:p-4">
        {failure === undefined ? (
          <p role="status">{t('settings.channels.state.connecting')}</p>
        ) : (
          <>
            <ConnectFailure failure={failure} />
            <div className="flex flex-wrap gap-2">
              {!(failure instanceof Failure) && (
                <Button onClick={() => void complete()}>{t('settings.channels.submit')}</Button>
              )}
              <Link to="/settings" hash="channels" replace className={buttonClass('plain')}>
                {t('settings.section.channels')}
              </Link>
            </div>
          </>
        )}
      </div>
    </Screen>
  );
};

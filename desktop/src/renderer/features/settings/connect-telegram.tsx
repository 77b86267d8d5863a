import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { wordFor } from '../../i18n/i18n.ts';
import { callServer } from '../../session/call-server.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** A bot's token goes to the server and stays there. */
export const ConnectTelegram = () => {
  const { t } = useTranslation();
  const { status } = useSyncState();
  const [token, setToken] = useState('');
  const [isWorking, setIsWorking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const isOffline = status === 'offline';

  const connect = async (): Promise<void> => {
    setIsWorking(true);
    setFailure(undefined);
    try {
      const channel = await callServer('connectChannel', { body: { kind: 'telegram', token: token.trim() } });
      setToken('');
      toast(t('settings.channels.connected', { name: channel.name }));
    } catch (error) {
      setFailure(error);
    } finally {
      setIsWorking(false);
    }
  };

  return (
    <form
      className="flex flex-col gap-3 pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') void connect();
      }}
    >
      <h3 className="font-medium">{t('settings.channels.connect')}</h3>
      {isOffline && <Notice tone="plain" title={t('settings.channels.needsNetwork')} />}
      {failure !== undefined && <ConnectFailure failure={failure} />}
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          className="min-w-56 flex-1"
          label={t('settings.channels.token')}
          value={token}
          onChange={(event) => setToken(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
        />
        <Button type="submit" look="primary" className="h-9" disabled={token.trim() === '' || isWorking || isOffline}>
          {isWorking ? t('settings.channels.state.connecting') : t('settings.channels.submit')}
        </Button>
      </div>
      <p className="text-12 text-muted">{t('settings.channels.tokenHint')}</p>
    </form>
  );
};

const ConnectFailure = ({ failure }: { readonly failure: unknown }) => {
  const { t } = useTranslation();
  const code = failure instanceof Failure ? failure.code : 'network';
  return (
    <Notice tone="danger" live title={wordFor('settings.channels.error', code) ?? t('errors.action')}>
      <span className="font-mono text-12 text-muted">{code}</span>
    </Notice>
  );
};

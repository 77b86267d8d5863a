import type { CredentialField } from '@inbetwin/shared/channels/credentials.ts';
import type { ChannelKindName } from '@inbetwin/shared/channels/registry.ts';
import { channelRoutes } from '@inbetwin/shared/contracts/channels.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { callServer } from '../../../session/call-server.ts';
import { Button } from '../../../ui/button.tsx';
import { useChannelWords } from '../../../ui/channel-words.ts';
import { TextField } from '../../../ui/fields/text-field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';
import { ConnectFailure } from './connect-failure.tsx';
import { leaveFor } from './leave-for.ts';

type ConnectChannelProps = {
  readonly kind: ChannelKindName;
  readonly fields: readonly CredentialField[];
  /** Whether an administrator signs in at the platform to connect it. */
  readonly byOAuth: boolean;
  readonly onConnected: () => void;
};

/** A form derived from the kind's credentials; its content goes to the server and is stored only there. */
export const ConnectChannel = ({ kind, fields, byOAuth, onConnected }: ConnectChannelProps) => {
  const { t } = useTranslation();
  const { nameOf } = useChannelWords();
  const { status } = useSyncState('status');
  const [entered, setEntered] = useState<Readonly<Record<string, string>>>({});
  const [isWorking, setIsWorking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const isOffline = status === 'offline';
  const given = Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = (entered[name] ?? '').trim();
      return value === '' ? [] : [[name, value] as const];
    }),
  );
  const isComplete = fields.every(({ name, required }) => !required || given[name] !== undefined);
  const optional = fields.filter(({ required }) => !required);

  const connect = async (): Promise<void> => {
    setIsWorking(true);
    setFailure(undefined);
    const body = { ...given, kind };
    try {
      if (byOAuth) return leaveFor((await callServer(channelRoutes.authorizeChannel, { body })).url);
      const channel = await callServer(channelRoutes.connectChannel, { body });
      onConnected();
      toast(t('settings.channels.connected', { name: channel.name }));
    } catch (error) {
      setFailure(error);
    } finally {
      setIsWorking(false);
    }
  };

  const fieldFor = (field: CredentialField) => (
    <CredentialInput
      key={field.name}
      kind={kind}
      field={field}
      value={entered[field.name] ?? ''}
      onChange={(value) => setEntered({ ...entered, [field.name]: value })}
    />
  );

  return (
    <form
      className="flex flex-col gap-3 pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) void connect();
      }}
    >
      <h4 className="font-medium">{t('settings.channels.connect', { name: nameOf(kind) })}</h4>
      {isOffline && <Notice tone="plain" title={t('settings.channels.needsNetwork')} />}
      {failure !== undefined && <ConnectFailure failure={failure} />}
      <div className="flex flex-wrap items-end gap-2">
        {fields.filter(({ required }) => required).map(fieldFor)}
        <Button type="submit" look="primary" className="h-9" disabled={!isComplete || isWorking || isOffline}>
          {isWorking
            ? t('settings.channels.state.connecting')
            : t(byOAuth ? 'settings.channels.signIn' : 'settings.channels.submit')}
        </Button>
      </div>
      {optional.length > 0 && (
        <details className="text-13">
          <summary className="text-muted">{t('settings.channels.more')}</summary>
          <div className="flex flex-wrap gap-2 pt-2">{optional.map(fieldFor)}</div>
        </details>
      )}
      <p className="text-12 text-muted">{t('settings.channels.secretHint')}</p>
    </form>
  );
};

type CredentialInputProps = {
  readonly kind: ChannelKindName;
  readonly field: CredentialField;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

const CredentialInput = ({ kind, field, value, onChange }: CredentialInputProps) => {
  const { fieldOf } = useChannelWords();
  return (
    <TextField
      className="min-w-56 flex-1"
      label={fieldOf(kind, field.name)}
      type={field.role === 'endpoint' ? 'url' : 'text'}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      autoComplete="off"
      spellCheck={false}
      maxLength={500}
    />
  );
};

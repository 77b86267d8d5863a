import { type DeviceSession, peopleRoutes } from '@inbetwin/shared/contracts/people.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { useNow } from '../../../base/use-now.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { callServer } from '../../../session/call-server.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';
import { SettingRow } from '../setting-row.tsx';
import { programOf } from './program-of.ts';
import { useServerList } from './use-server-list.ts';

/** The devices and browsers where the person is signed in, each of which can be signed out. */
export const DeviceSessions = () => {
  const { t } = useTranslation();
  const { status } = useSyncState('status');
  const isOnline = status === 'online';
  const { items = [], reload } = useServerList(peopleRoutes.listSessions, isOnline);
  const [isAsking, setIsAsking] = useState(false);

  const end = async (task: () => Promise<unknown>, done: string): Promise<void> => {
    try {
      await task();
      toast(done);
    } catch (error) {
      reportFailure(error);
    } finally {
      reload();
    }
  };

  if (items.length === 0) return null;
  const ordered = items.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent) || b.usedAt - a.usedAt);
  return (
    <Section title={t('people.sessions.title')}>
      {ordered.map((one) => (
        <SessionRow
          key={one.id}
          session={one}
          isOnline={isOnline}
          onEnd={() =>
            void end(() => callServer(peopleRoutes.endSession, { params: { id: one.id } }), t('people.sessions.ended'))
          }
        />
      ))}
      {items.length > 1 && (
        <Button className="self-start" disabled={!isOnline} onClick={() => setIsAsking(true)}>
          {t('people.sessions.endOthers')}
        </Button>
      )}
      <Confirm
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t('people.sessions.endOthers')}
        text={<p>{t('people.sessions.endOthersText')}</p>}
        action={t('people.sessions.endOthers')}
        onConfirm={() => void end(() => callServer(peopleRoutes.endOtherSessions), t('people.sessions.endedOthers'))}
      />
    </Section>
  );
};

type SessionRowProps = {
  readonly session: DeviceSession;
  readonly isOnline: boolean;
  readonly onEnd: () => void;
};

const SessionRow = ({ session: { device, address, usedAt, team, isCurrent }, isOnline, onEnd }: SessionRowProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const name = programOf(device) ?? t('people.sessions.unknown');
  const time = formatMoment({ at: usedAt, now, language }, t);
  const hint = [team.name, address, t('people.sessions.used', { time })].filter((part) => part).join(' · ');
  return (
    <SettingRow label={name} hint={hint}>
      {isCurrent ? (
        <span className="text-13 text-muted">{t('people.sessions.here')}</span>
      ) : (
        <Button disabled={!isOnline} aria-label={t('people.sessions.endOne', { name })} onClick={onEnd}>
          {t('people.sessions.end')}
        </Button>
      )}
    </SettingRow>
  );
};

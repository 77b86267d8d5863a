import { HardDrive } from 'lucide-react';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { useLeftBehind, useLostCopy, useWorkspace } from '../../workspace/live/use-live.ts';

/** Explains a problem with this device's storage above every screen, as long as it lasts. */
export const StorageNotice = () => {
  const { health } = useWorkspace();
  const problem = useSyncExternalStore(health.subscribe, health.problem);
  if (!problem) return <LostNotice />;
  return (
    <Bar title={wordFor('device.happened', problem)} text={wordFor('device.meanwhile', problem)}>
      {problem === 'device.full' ? <TryAgain onClick={health.tryAgain} /> : <OpenAgain />}
    </Bar>
  );
};

/** Explains that the browser deleted the local copy, until it is dismissed. */
const LostNotice = () => {
  const { t } = useTranslation();
  const lost = useLostCopy();
  const { isLocal } = useSession();
  const [isRead, setIsRead] = useState(false);
  if (!lost || isRead) return <LeftBehindNotice />;
  const ofTeam = lost.unsent > 0 ? t('device.lost.unsent', { count: lost.unsent }) : t('device.lost.nothing');
  return (
    <Bar title={t('device.lost.title')} text={isLocal ? t('local.storage.lost') : ofTeam}>
      <Button onClick={() => setIsRead(true)}>{t('device.lost.read')}</Button>
    </Bar>
  );
};

/** Explains that some records of the local workspace could not be read when it joined a team, until it is dismissed. */
const LeftBehindNotice = () => {
  const { t } = useTranslation();
  const count = useLeftBehind();
  const [isRead, setIsRead] = useState(false);
  if (count === 0 || isRead) return null;
  return (
    <Bar title={t('local.leftBehind.title')} text={t('local.leftBehind.text', { count })}>
      <Button onClick={() => setIsRead(true)}>{t('device.lost.read')}</Button>
    </Bar>
  );
};

type BarProps = { readonly title: string | undefined; readonly text: string | undefined; readonly children: ReactNode };

const Bar = ({ title, text, children }: BarProps) => (
  <div role="alert" className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-danger-soft px-4 py-2 text-13">
    <HardDrive size={16} aria-hidden className="shrink-0 text-danger" />
    <p className="min-w-56 flex-1 text-pretty">
      <span className="font-medium text-danger">{title}.</span> {text}
    </p>
    {children}
  </div>
);

const TryAgain = ({ onClick }: { readonly onClick: () => void }) => {
  const { t } = useTranslation();
  return <Button onClick={onClick}>{t('action.retry')}</Button>;
};

const OpenAgain = () => {
  const { t } = useTranslation();
  return <Button onClick={() => window.location.reload()}>{t('errors.reload')}</Button>;
};

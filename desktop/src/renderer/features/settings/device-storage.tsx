import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import { bridge } from '../../session/bridge.ts';
import { useSession } from '../../session/session.ts';
import { askToPersist, type Persistence, readPersistence } from '../../storage/persistence.ts';
import { Button } from '../../ui/button.tsx';

/** Whether the browser promises to keep the data; it reveals nothing else, least of all whether the window is private. */
export const DeviceStorage = () => {
  const { t } = useTranslation();
  const { isLocal } = useSession();
  const [persistence, setPersistence] = useState<Persistence>();
  const [wasAsked, setWasAsked] = useState(false);
  useEffect(() => {
    let isShown = true;
    readPersistence()
      .then((found) => isShown && setPersistence(found))
      .catch(reportFailure);
    return () => {
      isShown = false;
    };
  }, []);
  const ask = async (): Promise<void> => {
    setPersistence(await askToPersist());
    setWasAsked(true);
  };
  // The desktop application stores its data in an ordinary folder.
  if (persistence === 'kept' || bridge()) return <>{t('device.storage.kept')}</>;
  if (persistence === undefined) return null;
  return (
    <div className="flex flex-col items-start gap-1">
      <span>{t('device.storage.evictable')}</span>
      <span className="text-12 text-muted">
        {t(isLocal ? 'local.storage.evictable' : 'device.storage.evictableHint')}
      </span>
      {persistence === 'evictable' && (
        <Button onClick={() => void ask().catch(reportFailure)}>{t('device.storage.ask')}</Button>
      )}
      {wasAsked && (
        <span role="status" className="text-12 text-caution">
          {t('device.storage.refused')}
        </span>
      )}
    </div>
  );
};

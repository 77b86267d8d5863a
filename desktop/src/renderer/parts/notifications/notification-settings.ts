import { useEffect, useState } from 'react';
import { openLocalDocument } from '../../database/local-document.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

export type NotificationSettings = {
  readonly notify: boolean;
  readonly sound: boolean;
  /** What rings: all that waits for this person or for nobody in particular, or only what is theirs. */
  readonly rings: 'waiting' | 'mine';
};

const usual: NotificationSettings = { notify: true, sound: true, rings: 'waiting' };

type Settings = {
  /** Undefined until they are read. */
  readonly settings: NotificationSettings | undefined;
  readonly change: (change: Partial<NotificationSettings>) => Promise<void>;
};

/** This person's own, on this device; they reach all its tabs and nobody else. */
export const useNotificationSettings = (): Settings => {
  const { database } = useWorkspace();
  const [settings, setSettings] = useState<NotificationSettings>();
  useEffect(
    () =>
      openLocalDocument<Partial<NotificationSettings>>(database, 'notifications').watch((kept) =>
        setSettings({ ...usual, ...kept }),
      ),
    [database],
  );
  return {
    settings,
    change: (change) =>
      openLocalDocument<Partial<NotificationSettings>>(database, 'notifications').change((kept) => ({
        ...kept,
        ...change,
      })),
  };
};

import { useEffect, useState } from 'react';
import { openLocalDocument } from '../../database/local-document.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

/** How this person wants to be notified. */
export type NotificationSettings = {
  readonly notify: boolean;
  readonly sound: boolean;
  /** What triggers notifications: everything that is assigned to this person or nobody, or only what is assigned to them. */
  readonly rings: 'waiting' | 'mine';
};

const usual: NotificationSettings = { notify: true, sound: true, rings: 'waiting' };

type Settings = {
  /** Undefined until they are loaded. */
  readonly settings: NotificationSettings | undefined;
  readonly change: (change: Partial<NotificationSettings>) => Promise<void>;
};

/** This person's settings, stored on this device and shared by its tabs. */
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

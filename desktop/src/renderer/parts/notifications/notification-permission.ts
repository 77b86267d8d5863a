import { useState } from 'react';
import { bridge } from '../../session/bridge.ts';

/** `unasked`: the browser can ask for permission. `blocked`: only the browser's settings can change it. */
export type NotificationPermission = 'granted' | 'unasked' | 'blocked' | 'unsupported';

const words = { granted: 'granted', denied: 'blocked', default: 'unasked' } as const;

/** Electron needs no permission. Browsers offer notifications only in secure contexts. */
export const notificationPermission = (): NotificationPermission => {
  if (bridge()) return 'granted';
  return 'Notification' in window ? words[Notification.permission] : 'unsupported';
};

/** The permission, and a function that requests it when the person wants that. */
export const useNotificationPermission = () => {
  const [permission, setPermission] = useState(notificationPermission);
  const ask = async (): Promise<void> => {
    await Notification.requestPermission();
    setPermission(notificationPermission());
  };
  return { permission, ask };
};

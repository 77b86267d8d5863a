import { useState } from 'react';
import { bridge } from '../../session/bridge.ts';

/** `unasked`: the browser lets the person be asked. `blocked`: only the browser's own settings can change it. */
export type NotificationPermission = 'granted' | 'unasked' | 'blocked' | 'unsupported';

const words = { granted: 'granted', denied: 'blocked', default: 'unasked' } as const;

/** Electron needs no permission. Browsers have notifications on secure addresses alone. */
export const notificationPermission = (): NotificationPermission => {
  if (bridge()) return 'granted';
  return 'Notification' in window ? words[Notification.permission] : 'unsupported';
};

/** Asks only when the person wants to be asked. */
export const useNotificationPermission = () => {
  const [permission, setPermission] = useState(notificationPermission);
  const ask = async (): Promise<void> => {
    await Notification.requestPermission();
    setPermission(notificationPermission());
  };
  return { permission, ask };
};

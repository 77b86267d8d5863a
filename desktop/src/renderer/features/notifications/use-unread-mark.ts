import { useEffect } from 'react';
import { reportFailure } from '../../base/report-failure.ts';
import { useUnreadCount } from '../../parts/conversation/use-unread.ts';
import { bridge } from '../../session/bridge.ts';
import icon from '../../styles/icon.svg';
import unreadIcon from '../../styles/icon-unread.svg';

const TITLE = 'inBeTwin';

/** Shows the number of new conversations in the title, the tab's icon, and the application's badge where supported. */
export const useUnreadMark = (): void => {
  const count = useUnreadCount() ?? 0;
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${TITLE}` : TITLE;
    document.querySelector('link[rel="icon"]')?.setAttribute('href', count > 0 ? unreadIcon : icon);
    showBadge(count);
  }, [count]);
  useEffect(
    () => () => {
      document.title = TITLE;
      document.querySelector('link[rel="icon"]')?.setAttribute('href', icon);
      showBadge(0);
    },
    [],
  );
};

const showBadge = (unread: number): void => {
  const shell = bridge();
  if (shell) shell.request('badge:set', { unread }).catch(reportFailure);
  // Browsers refuse if the workspace is not installed; there is then no badge to set.
  else if ('setAppBadge' in navigator) navigator.setAppBadge(unread).catch(() => undefined);
};

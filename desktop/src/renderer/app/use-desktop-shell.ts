import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useWaitingCount } from '../features/inbox/use-waiting-count.ts';
import { bridge } from '../session/bridge.ts';

/** Inside Electron: the badge counts who waits for a person, and a notification opens its conversation. */
export const useDesktopShell = (): void => {
  const navigate = useNavigate();
  const waiting = useWaitingCount();

  useEffect(() => {
    void bridge()?.request('badge:set', { unread: waiting });
  }, [waiting]);

  useEffect(
    () =>
      bridge()?.on('conversation:open', ({ conversationId }) => {
        void navigate({ to: '/inbox/$conversationId', params: { conversationId } });
      }),
    [navigate],
  );
};

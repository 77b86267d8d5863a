import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { bridge } from '../session/bridge.ts';

/** Inside Electron a click on a notification opens its conversation. */
export const useDesktopShell = (): void => {
  const navigate = useNavigate();
  useEffect(
    () =>
      bridge()?.on('conversation:open', ({ conversationId }) => {
        void navigate({ to: '/inbox/$conversationId', params: { conversationId } });
      }),
    [navigate],
  );
};

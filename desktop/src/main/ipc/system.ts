import { app, Notification } from 'electron';
import type { IpcHandlers } from './handlers.ts';

type SystemHandlers = Pick<IpcHandlers, 'notification:show' | 'badge:set'>;

/** Handlers for notifications and the badge; clicking a notification calls `openConversation`. */
export const createSystemHandlers = (openConversation: (conversationId: string) => void): SystemHandlers => ({
  'notification:show': ({ title, body, conversationId }) => {
    if (!Notification.isSupported()) return null;
    const notification = new Notification({ title, body });
    notification.on('click', () => openConversation(conversationId));
    notification.show();
    return null;
  },
  'badge:set': ({ unread }) => {
    app.setBadgeCount(unread);
    return null;
  },
});

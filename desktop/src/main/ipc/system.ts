import { app, Notification, shell } from 'electron';
import type { IpcHandlers } from './handlers.ts';

type SystemHandlers = Pick<IpcHandlers, 'shell:open' | 'notification:show' | 'badge:set'>;

/** Handlers for external links, notifications, and the badge; clicking a notification calls `openConversation`. */
export const createSystemHandlers = (openConversation: (conversationId: string) => void): SystemHandlers => ({
  'shell:open': async ({ url }) => {
    await shell.openExternal(url);
    return null;
  },
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
